package dev.actionflows.aws;

import dev.actionflows.domain.connect.ConnectAttempt;
import dev.actionflows.domain.connect.ConnectAttemptStore;
import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.connect.Wording;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.streaming.StreamingProvider;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Stores connect attempts as items, each in its own partition. */
public final class DynamoDbConnectAttemptStore implements ConnectAttemptStore {
    private static final String BROWSER = "browser";
    private static final String TAKER = "taker";
    private static final String ENDS_AT = "endsAt";
    private static final String ACTION = "action";
    private static final String SCOPE = "scope";
    private static final String FROM_PAGE = "fromPage";
    private static final String WORDING = "wording";
    private static final String LANGUAGE = "language";
    private static final String AGREED_AT = "agreedAt";
    private static final String AGREED_SCOPES = "agreedScopes";

    /** The table's time-to-live attribute, in epoch seconds. */
    private static final String EXPIRES_AT = "expiresAt";

    /** Expired attempts stay readable this long, so that a late fan gets an explanation. */
    private static final Duration KEPT_AFTER_ITS_END = Duration.ofHours(1);

    private static final String MAY_BE_TAKEN =
            "browser = :browser AND endsAt > :now AND (attribute_not_exists(taker) OR taker ="
                    + " :taker)";

    private final Table table;

    public DynamoDbConnectAttemptStore(Table table) {
        this.table = table;
    }

    @Override
    public void begin(ConnectAttempt attempt) {
        table.putNew(encode(attempt));
    }

    @Override
    public Taken take(ProjectId project, String id, String browser, String taker, Instant now) {
        Table.Updated taken =
                table.update(
                        Key.connectAttempt(project, id),
                        UpdateItemRequest.builder()
                                .conditionExpression(MAY_BE_TAKEN)
                                .updateExpression("SET taker = :taker")
                                .expressionAttributeValues(
                                        Map.of(
                                                ":browser", AttributeValue.fromS(browser),
                                                ":taker", AttributeValue.fromS(taker),
                                                ":now",
                                                        AttributeValue.fromN(
                                                                Long.toString(
                                                                        now.toEpochMilli())))));
        if (taken.done()) {
            return new Taken.Granted(decode(project, id, taken.item()));
        }
        return taken.item().isEmpty()
                ? new Taken.Refused(Refusal.UNKNOWN, Optional.empty())
                : new Taken.Refused(
                        why(taken.item(), browser, now),
                        Optional.of(decode(project, id, taken.item())));
    }

    private static Refusal why(Item item, String browser, Instant now) {
        if (!item.text(BROWSER).equals(browser)) {
            return Refusal.OTHER_BROWSER;
        }
        return item.optionalText(TAKER).isEmpty() && !now.isBefore(item.time(ENDS_AT))
                ? Refusal.EXPIRED
                : Refusal.USED;
    }

    private static Item encode(ConnectAttempt attempt) {
        Item item =
                Item.at(Key.connectAttempt(attempt.project(), attempt.id()))
                        .put("provider", attempt.provider().wireName())
                        .put(BROWSER, attempt.browser())
                        .putTexts("scopes", attempt.scopes().stream().sorted().toList())
                        .put(ENDS_AT, attempt.endsAt())
                        .put(
                                EXPIRES_AT,
                                attempt.endsAt().plus(KEPT_AFTER_ITS_END).getEpochSecond());
        attempt.codeVerifier().ifPresent(it -> item.put("codeVerifier", it.base64()));
        attempt.fan().ifPresent(it -> item.put("fan", it.value()));
        attempt.action().ifPresent(it -> item.put(ACTION, it.wireName()).put(SCOPE, it.scope()));
        attempt.returnTo().ifPresent(it -> item.put("returnTo", it));
        attempt.agreed()
                .ifPresent(
                        it ->
                                item.put(WORDING, it.wording().version())
                                        .put(LANGUAGE, it.wording().language())
                                        .putTexts(
                                                AGREED_SCOPES,
                                                it.scopes().stream().sorted().toList())
                                        .put(AGREED_AT, it.at()));
        if (attempt.fromPage()) {
            item.put(FROM_PAGE, true);
        }
        return item;
    }

    private static ConnectAttempt decode(ProjectId project, String id, Item item) {
        return new ConnectAttempt(
                project,
                id,
                StreamingProvider.ofWireName(item.text("provider")).orElseThrow(),
                item.text(BROWSER),
                item.optionalText("codeVerifier").map(Sealed::new),
                Set.copyOf(item.texts("scopes")),
                item.optionalText("fan").map(FanId::new),
                item.optionalText(ACTION).map(name -> action(name, item.text(SCOPE))),
                item.optionalText("returnTo"),
                item.optionalFlag(FROM_PAGE).orElse(false),
                item.optionalTime(AGREED_AT)
                        .map(
                                at ->
                                        new ConnectAttempt.Agreed(
                                                new Wording(
                                                        item.text(WORDING), item.text(LANGUAGE)),
                                                Set.copyOf(item.optionalTexts(AGREED_SCOPES)),
                                                at)),
                item.time(ENDS_AT));
    }

    private static FanAction action(String name, String scope) {
        return FanAction.of(name, Optional.of(scope), Optional.of(scope)).orElseThrow();
    }
}
