package dev.actionflows.aws;

import dev.actionflows.domain.embed.Verification;
import dev.actionflows.domain.embed.VerificationStore;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.trigger.TriggerType;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Stores verifications as items. The tries are a set of names rather than a counter, so a write
 * that the SDK retries counts once.
 */
public final class DynamoDbVerificationStore implements VerificationStore {
    /** Expired verifications stay readable this long, so that a late fan gets an explanation. */
    private static final Duration KEPT_FOR = Duration.ofDays(1);

    private static final String FIRST_NAME = "firstName";
    private static final String TRIES = "tries";
    private static final String ENDS_AT = "endsAt";
    private static final String SOLVED_AT = "solvedAt";
    private static final String SOLVED_BY = "solvedBy";

    /** The name of the first correct try. */
    private static final String RIGHT_TRY = "rightTry";

    private final Table table;

    public DynamoDbVerificationStore(Table table) {
        this.table = table;
    }

    @Override
    public Optional<Verification> create(Verification verification) {
        Item item = encode(verification);
        // an equal item is our own write: the response was lost and the SDK sent it again
        return table.putIfAbsent(item)
                .filter(before -> !before.attributes().equals(item.attributes()))
                .map(DynamoDbVerificationStore::decode);
    }

    @Override
    public Optional<Verification> find(ProjectId project, VerificationId id) {
        return table.find(Key.verification(project, id)).map(DynamoDbVerificationStore::decode);
    }

    @Override
    public void discard(ProjectId project, VerificationId id) {
        table.deleteIf(Key.verification(project, id), "id", AttributeValue.fromS(id.value()));
    }

    @Override
    public Optional<Try> take(ProjectId project, VerificationId id, String token, Instant now) {
        UpdateItemRequest.Builder update =
                UpdateItemRequest.builder()
                        .updateExpression("ADD #tries :token")
                        .conditionExpression(
                                "attribute_exists(pk) AND (#right = :name OR (#ends > :now AND"
                                        + " (attribute_not_exists(#tries) OR size(#tries) < :max"
                                        + " OR contains(#tries, :name))))")
                        .expressionAttributeNames(
                                Map.of("#tries", TRIES, "#ends", ENDS_AT, "#right", RIGHT_TRY))
                        .expressionAttributeValues(
                                Map.of(
                                        ":token",
                                        AttributeValue.fromSs(List.of(token)),
                                        ":name",
                                        AttributeValue.fromS(token),
                                        ":now",
                                        number(now.toEpochMilli()),
                                        ":max",
                                        number(Verification.MAX_TRIES)));
        Table.Updated updated = table.update(Key.verification(project, id), update);
        return updated.item().isEmpty()
                ? Optional.empty()
                : Optional.of(new Try(updated.done(), decode(updated.item())));
    }

    @Override
    public Verification solve(
            ProjectId project, VerificationId id, String token, Verification.Solved solved) {
        UpdateItemRequest.Builder update =
                UpdateItemRequest.builder()
                        .updateExpression(
                                "SET #at = if_not_exists(#at, :at), #by = if_not_exists(#by, :by),"
                                        + " #right = if_not_exists(#right, :name)"
                                        + " DELETE #tries :token")
                        .conditionExpression("attribute_exists(pk)")
                        .expressionAttributeNames(
                                Map.of(
                                        "#tries", TRIES,
                                        "#at", SOLVED_AT,
                                        "#by", SOLVED_BY,
                                        "#right", RIGHT_TRY))
                        .expressionAttributeValues(
                                Map.of(
                                        ":token",
                                        AttributeValue.fromSs(List.of(token)),
                                        ":name",
                                        AttributeValue.fromS(token),
                                        ":at",
                                        number(solved.at().toEpochMilli()),
                                        ":by",
                                        AttributeValue.fromS(solved.fan().value())));
        Table.Updated updated = table.update(Key.verification(project, id), update);
        if (!updated.done()) {
            throw new IllegalStateException("no such verification: " + id);
        }
        return decode(updated.item());
    }

    private static Item encode(Verification verification) {
        Item evidence = Item.map();
        verification.evidence().forEach(evidence::put);
        Item item =
                Item.at(Key.verification(verification.project(), verification.id()))
                        .put("id", verification.id().value())
                        .put("project", verification.project().value())
                        .put("kind", verification.identity().kind().wireName())
                        .put("identity", verification.identity().hash())
                        .put("value", verification.value().base64())
                        .put("type", verification.type().wireName())
                        .put("evidence", evidence)
                        .put("codeHash", verification.codeHash())
                        .put("createdAt", verification.createdAt())
                        .put(ENDS_AT, verification.endsAt())
                        .put(
                                Table.EXPIRES_AT,
                                verification.endsAt().plus(KEPT_FOR).getEpochSecond());
        verification.bearer().ifPresent(fan -> item.put("bearer", fan.value()));
        verification.firstName().ifPresent(name -> item.put(FIRST_NAME, name.text()));
        return item;
    }

    private static Verification decode(Item item) {
        Map<String, String> evidence = new HashMap<>();
        item.map("evidence").attributes().forEach((name, value) -> evidence.put(name, value.s()));
        return new Verification(
                new VerificationId(item.text("id")),
                new ProjectId(item.text("project")),
                new Identity(
                        Identity.Kind.ofWireName(item.text("kind")).orElseThrow(),
                        item.text("identity")),
                new Sealed(item.text("value")),
                TriggerType.ofWireName(item.text("type")).orElseThrow(),
                item.optionalText("bearer").map(FanId::new),
                evidence,
                item.text("codeHash"),
                item.time("createdAt"),
                item.time(ENDS_AT),
                item.optionalTextSet(TRIES).size(),
                item.optionalTime(SOLVED_AT)
                        .map(at -> new Verification.Solved(at, new FanId(item.text(SOLVED_BY)))),
                item.optionalText(FIRST_NAME).flatMap(FirstName::parse));
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }
}
