package dev.actionflows.aws;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.domain.project.Sealed;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Stores requests as items that expire, each in its own partition. */
public final class DynamoDbRequestStore implements RequestStore {
    private static final String ATTEMPT = "attempt";
    private static final String LEASE_ENDS_AT = "leaseEndsAt";
    private static final String FINGERPRINT = "fingerprint";
    private static final String SEED = "seed";
    private static final String ANSWER = "answer";
    private static final String ANSWER_OF = "answerOf";

    /** In milliseconds. The table's time to live may delete items days late. */
    private static final String KEPT_UNTIL = "keptUntil";

    private final Table table;

    public DynamoDbRequestStore(Table table) {
        this.table = table;
    }

    @Override
    public Begun begin(String request, String fingerprint, String attempt, Instant now) {
        Instant keptUntil = now.plus(KEPT);
        Item item =
                Item.at(ExpiringKeys.request(request))
                        .put(FINGERPRINT, fingerprint)
                        .put(SEED, attempt)
                        .put(ATTEMPT, attempt)
                        .put(LEASE_ENDS_AT, now.plus(LEASE))
                        .put(KEPT_UNTIL, keptUntil)
                        .put("expiresAt", keptUntil.getEpochSecond());
        Optional<Item> before =
                table.putIf(
                        "attribute_not_exists(pk) OR keptUntil <= :now",
                        Map.of(":now", time(now)),
                        item);
        return before.map(known -> again(request, known, fingerprint, attempt, now))
                .orElse(new Begun.Mine(attempt));
    }

    @Override
    public boolean isKnown(String request, String fingerprint, Instant now) {
        return table.find(ExpiringKeys.request(request))
                .filter(known -> known.text(FINGERPRINT).equals(fingerprint))
                .filter(known -> known.time(KEPT_UNTIL).isAfter(now))
                .isPresent();
    }

    private Begun again(
            String request, Item known, String fingerprint, String attempt, Instant now) {
        if (!known.text(FINGERPRINT).equals(fingerprint)) {
            return new Begun.OtherRequest();
        }
        Optional<String> answer = known.optionalText(ANSWER);
        if (answer.isPresent()) {
            return new Begun.Done(
                    new KeptAnswer(new ProjectId(known.text(ANSWER_OF)), new Sealed(answer.get())));
        }
        boolean ours = known.text(ATTEMPT).equals(attempt);
        return ours
                        || (!known.time(LEASE_ENDS_AT).isAfter(now)
                                && take(request, known, attempt, now))
                ? new Begun.Mine(known.text(SEED))
                : new Begun.UnderWay();
    }

    /** Takes over an abandoned attempt. Only one of several concurrent callers succeeds. */
    private boolean take(String request, Item known, String attempt, Instant now) {
        Table.Updated updated =
                table.update(
                        ExpiringKeys.request(request),
                        UpdateItemRequest.builder()
                                .updateExpression(
                                        "SET attempt = :attempt, leaseEndsAt = :leaseEndsAt")
                                .conditionExpression(
                                        "attempt = :dead AND leaseEndsAt = :over AND"
                                                + " attribute_not_exists(answer)")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":attempt", AttributeValue.fromS(attempt),
                                                ":leaseEndsAt", time(now.plus(LEASE)),
                                                ":dead", known.required(ATTEMPT),
                                                ":over", known.required(LEASE_ENDS_AT))));
        return updated.done()
                || updated.item().optionalText(ATTEMPT).filter(attempt::equals).isPresent();
    }

    @Override
    public void finish(String request, String attempt, KeptAnswer answer) {
        updateIfOwned(
                request,
                attempt,
                "SET answer = :answer, answerOf = :answerOf",
                Map.of(
                        ":answer", AttributeValue.fromS(answer.text().base64()),
                        ":answerOf", AttributeValue.fromS(answer.project().value())));
    }

    @Override
    public void forget(String request, String attempt) {
        table.deleteIf(ExpiringKeys.request(request), ATTEMPT, AttributeValue.fromS(attempt));
    }

    @Override
    public void giveBack(String request, String attempt) {
        updateIfOwned(
                request,
                attempt,
                "SET leaseEndsAt = :over",
                Map.of(":over", AttributeValue.fromN("0")));
    }

    /** Does nothing when another attempt has taken over the request. */
    private void updateIfOwned(
            String request, String attempt, String expression, Map<String, AttributeValue> values) {
        Map<String, AttributeValue> all = new HashMap<>(values);
        all.put(":attempt", AttributeValue.fromS(attempt));
        table.update(
                ExpiringKeys.request(request),
                UpdateItemRequest.builder()
                        .updateExpression(expression)
                        .conditionExpression("attempt = :attempt AND attribute_not_exists(answer)")
                        .expressionAttributeValues(all));
    }

    private static AttributeValue time(Instant time) {
        return AttributeValue.fromN(Long.toString(time.toEpochMilli()));
    }
}
