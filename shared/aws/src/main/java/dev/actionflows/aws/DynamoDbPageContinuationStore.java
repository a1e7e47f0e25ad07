package dev.actionflows.aws;

import dev.actionflows.domain.run.PageContinuationStore;

import java.time.Instant;
import java.util.Optional;

/** Stores pages as items that expire. */
public final class DynamoDbPageContinuationStore implements PageContinuationStore {
    private static final String NEXT = "next";

    private final Table table;

    public DynamoDbPageContinuationStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<String> continuationOf(ContinuedPage page) {
        return table.find(ExpiringKeys.continuedPage(page)).map(item -> item.text(NEXT));
    }

    @Override
    public void add(ContinuedPage page, String next, Instant now) {
        table.put(
                Item.at(ExpiringKeys.continuedPage(page))
                        .put(NEXT, next)
                        .put(Table.EXPIRES_AT, now.plus(KEPT).getEpochSecond()));
    }
}
