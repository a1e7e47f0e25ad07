package dev.actionflows.aws;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.webhook.AddressSnapshot;
import dev.actionflows.domain.webhook.RunSnapshot;
import dev.actionflows.domain.webhook.WebhookEvent;
import dev.actionflows.domain.webhook.WebhookEvents;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What webhooks report of changes of the table, as Lambda delivers them from its stream. Reads only
 * what is reported, so that a run or an address that cannot be read otherwise is still reported.
 *
 * <p>Sources: AWS Lambda Developer Guide, "Using AWS Lambda with Amazon DynamoDB", and Amazon
 * DynamoDB Streams API Reference, "StreamRecord": the time of a record is that at which the change
 * was made.
 */
public final class WebhookStreamMessage {
    private static final int MILLIS = 3;

    private WebhookStreamMessage() {}

    /**
     * @throws IllegalArgumentException if a record is not as documented; the message says what is
     *     missing
     */
    public static List<WebhookEvent> decode(Map<String, @Nullable Object> event) {
        List<WebhookEvent> events = new ArrayList<>();
        if (event.get("Records") instanceof List<?> records) {
            for (Object item : records) {
                events.addAll(
                        events(
                                StreamImage.object(
                                        StreamImage.object(item, "a record").get("dynamodb"),
                                        "dynamodb")));
            }
        }
        return events;
    }

    private static List<WebhookEvent> events(Map<?, ?> change) {
        Key key = StreamImage.item(change.get("Keys"), "Keys").key();
        Optional<Item> before = image(change, "OldImage");
        Optional<Item> after = image(change, "NewImage");
        Instant at = time(change.get("ApproximateCreationDateTime"));
        Optional<RunKey> run = key.toRun();
        if (run.isPresent()) {
            // a run that is removed has ended, or is not reported
            return after.map(
                            item ->
                                    WebhookEvents.ofRun(
                                            before.map(it -> it.text(RunItem.STATUS)),
                                            snapshot(run.get(), item),
                                            at))
                    .orElseGet(List::of);
        }
        Optional<ProjectId> profile = key.toProfileProject();
        if (profile.isPresent()) {
            return ofFan(profile.get(), before, after, at).stream().toList();
        }
        return after.flatMap(
                        item ->
                                address(key, item)
                                        .map(
                                                it ->
                                                        WebhookEvents.ofAddress(
                                                                before.flatMap(
                                                                        old -> address(key, old)),
                                                                it,
                                                                at)))
                .orElseGet(List::of);
    }

    private static Optional<Item> image(Map<?, ?> change, String name) {
        return Optional.ofNullable(change.get(name)).map(image -> StreamImage.item(image, name));
    }

    /** In seconds since 1970. */
    private static Instant time(@Nullable Object seconds) {
        if (seconds instanceof Number number) {
            return Instant.ofEpochMilli(
                    new BigDecimal(number.toString()).movePointRight(MILLIS).longValue());
        }
        throw new IllegalArgumentException(
                "ApproximateCreationDateTime is missing or no number of seconds");
    }

    private static RunSnapshot snapshot(RunKey key, Item run) {
        return new RunSnapshot(
                key,
                new FlowId(run.text(RunItem.FLOW)),
                run.smallNumber(RunItem.VERSION),
                new FanId(run.text("fan")),
                run.optionalFlag(RunItem.TEST).orElse(false),
                run.text(RunItem.STATUS),
                run.number(RunItem.REVISION),
                run.time(RunItem.STARTED_AT),
                run.optionalTime(RunItem.ENDED_AT),
                run.optionalMaps(RunItem.STEPS).stream()
                        .map(
                                it ->
                                        new RunSnapshot.Step(
                                                it.text(RunItem.Step.TYPE),
                                                it.optionalText(RunItem.Step.OUTCOME),
                                                it.optionalText(RunItem.Step.REASON)))
                        .toList());
    }

    private static Optional<WebhookEvent> ofFan(
            ProjectId project, Optional<Item> before, Optional<Item> after, Instant at) {
        if (before.isEmpty()) {
            return after.map(it -> WebhookEvents.fanCreated(project, idOf(it), at));
        }
        if (after.isEmpty()) {
            return before.map(it -> WebhookEvents.fanErased(project, idOf(it), at));
        }
        return after.get()
                .optionalText(FanItem.MERGED_INTO)
                .filter(_ -> before.get().optionalText(FanItem.MERGED_INTO).isEmpty())
                .map(
                        kept ->
                                WebhookEvents.fanMerged(
                                        project, idOf(after.get()), new FanId(kept), at));
    }

    private static FanId idOf(Item profile) {
        return new FanId(profile.text("id"));
    }

    private static Optional<AddressSnapshot> address(Key key, Item item) {
        String[] parts = key.pk().split("#", -1);
        if (parts.length != 4 || !parts[0].equals("I") || !key.sk().equals("FAN")) {
            return Optional.empty();
        }
        return ProjectId.parse(parts[1])
                .flatMap(
                        project ->
                                Identity.Kind.ofWireName(parts[2])
                                        .map(
                                                kind ->
                                                        snapshot(
                                                                project,
                                                                new Identity(kind, parts[3]),
                                                                item)));
    }

    private static AddressSnapshot snapshot(ProjectId project, Identity identity, Item item) {
        return new AddressSnapshot(
                project,
                identity,
                item.optionalText(FanItem.FAN).map(FanId::new),
                item.optionalFlag(FanItem.STOPPED).orElse(false),
                item.optionalTime(FanItem.STOPPED_AT),
                FanItem.consentOf(item));
    }
}
