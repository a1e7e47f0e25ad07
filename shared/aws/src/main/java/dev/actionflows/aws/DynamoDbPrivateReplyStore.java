package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.PrivateReplyStore;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** One item for each comment whose private reply a step has claimed. */
public final class DynamoDbPrivateReplyStore implements PrivateReplyStore {
    private static final String HOLDER = "holder";

    /** Longer than Meta accepts a reply to a comment, and than a step waits. */
    private static final Duration KEPT_FOR = Duration.ofDays(40);

    private final Table table;

    public DynamoDbPrivateReplyStore(Table table) {
        this.table = table;
    }

    @Override
    public boolean claim(ProjectId project, String comment, String holder, Instant now) {
        Item claim =
                Item.at(Key.privateReply(project, comment))
                        .put(HOLDER, holder)
                        .put(Table.EXPIRES_AT, now.plus(KEPT_FOR).getEpochSecond());
        return table.putIf(
                        TransactWrites.ABSENT + " OR " + HOLDER + " = :holder",
                        Map.of(":holder", AttributeValue.fromS(holder)),
                        claim)
                .isEmpty();
    }
}
