package dev.actionflows.aws;

import dev.actionflows.domain.intake.AskedPageStore;

import java.time.Instant;
import java.util.Optional;

/** Stores pages as items that expire. */
public final class DynamoDbAskedPageStore implements AskedPageStore {
    private static final String NEXT = "next";

    private final Table table;

    public DynamoDbAskedPageStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<String> nextOf(AskedPage page) {
        return table.find(Key.askedPage(page)).map(item -> item.text(NEXT));
    }

    @Override
    public void add(AskedPage page, String next, Instant now) {
        table.put(
                Item.at(Key.askedPage(page))
                        .put(NEXT, next)
                        .put(Table.EXPIRES_AT, now.plus(KEPT).getEpochSecond()));
    }
}
