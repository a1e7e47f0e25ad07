package dev.actionflows.aws;

import dev.actionflows.domain.intake.HandledEventStore;

import java.time.Instant;
import java.util.Base64;
import java.util.BitSet;

/** Stores handled events as items that expire. */
public final class DynamoDbHandledEventStore implements HandledEventStore {
    private static final String DONE = "done";

    private final Table table;

    public DynamoDbHandledEventStore(Table table) {
        this.table = table;
    }

    @Override
    public BitSet find(String notification) {
        return table.find(ExpiringKeys.notification(notification))
                .map(item -> BitSet.valueOf(Base64.getDecoder().decode(item.text(DONE))))
                .orElseGet(BitSet::new);
    }

    @Override
    public void note(String notification, BitSet done, Instant now) {
        table.put(
                Item.at(ExpiringKeys.notification(notification))
                        .put(DONE, Base64.getEncoder().encodeToString(done.toByteArray()))
                        .put(Table.EXPIRES_AT, now.plus(KEPT).getEpochSecond()));
    }
}
