package dev.actionflows.aws;

import dev.actionflows.domain.intake.AskedPages;

import java.time.Instant;

/** Pages as items of the table, which go away by themselves. */
public final class DynamoDbAskedPages implements AskedPages {
    private final Table table;

    public DynamoDbAskedPages(Table table) {
        this.table = table;
    }

    @Override
    public boolean contains(AskedPage page) {
        return table.find(Key.askedPage(page)).isPresent();
    }

    @Override
    public void add(AskedPage page, Instant now) {
        table.put(
                Item.at(Key.askedPage(page))
                        .put(Table.EXPIRES_AT, now.plus(KEPT).getEpochSecond()));
    }
}
