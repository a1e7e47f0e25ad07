package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.AnyRun;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.webhook.RunSnapshot;
import dev.actionflows.domain.webhook.WebhookEvent;
import dev.actionflows.domain.webhook.WebhookEventType;
import dev.actionflows.domain.webhook.WebhookEvents;
import dev.actionflows.json.Json;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

class WebhookStreamMessageTest {
    private static final Instant AT = Instant.parse("2026-11-02T12:00:03Z");

    private final ProjectId project = Samples.projectId();
    private final FanId fan = Samples.fanId();

    private static Map<String, Object> json(Map<String, AttributeValue> attributes) {
        return attributes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> json(it.getValue())));
    }

    private static Map<String, Object> json(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case BOOL -> Map.of("BOOL", value.bool());
            case SS -> Map.of("SS", value.ss());
            case M -> Map.of("M", json(value.m()));
            case L -> Map.of("L", value.l().stream().map(WebhookStreamMessageTest::json).toList());
            default -> throw new AssertionError(value);
        };
    }

    /** Through text, as Lambda passes it. */
    private static List<WebhookEvent> events(Key key, Optional<Item> before, Optional<Item> after) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("Keys", json(key.attributes()));
        change.put("ApproximateCreationDateTime", AT.getEpochSecond());
        before.ifPresent(it -> change.put("OldImage", json(it.attributes())));
        after.ifPresent(it -> change.put("NewImage", json(it.attributes())));
        return WebhookStreamMessage.decode(
                Json.readObject(
                        Json.write(Map.of("Records", List.of(Map.of("dynamodb", change))))));
    }

    @Test
    void a_changed_run_is_reported_like_the_run_itself() {
        AnyRun any = new AnyRun(11);
        int ended = 0;
        for (int number = 0; number < 100; number++) {
            Run before = any.next();
            Run other = any.next();
            Run after =
                    new Run(
                            before.key(),
                            before.flow(),
                            other.flowVersion(),
                            before.fan(),
                            before.event(),
                            other.test(),
                            other.status(),
                            other.epoch(),
                            other.revision(),
                            before.startedAt(),
                            other.endedAt(),
                            other.dueAt(),
                            other.startsWithoutProgress(),
                            other.steps(),
                            other.stall());
            Key key = Key.run(before.key());

            List<WebhookEvent> changed =
                    events(
                            key,
                            Optional.of(RunItem.encode(before)),
                            Optional.of(RunItem.encode(after)));

            assertThat(changed)
                    .isEqualTo(
                            WebhookEvents.ofRun(
                                    Optional.of(before.status().name()),
                                    RunSnapshot.of(after),
                                    AT));
            assertThat(events(key, Optional.empty(), Optional.of(RunItem.encode(after))))
                    .isEqualTo(WebhookEvents.ofRun(Optional.empty(), RunSnapshot.of(after), AT));
            assertThat(events(key, Optional.of(RunItem.encode(before)), Optional.empty()))
                    .isEmpty();
            ended += changed.size();
        }
        assertThat(ended).isGreaterThan(5);
    }

    @Test
    void a_profile_is_created_merged_and_removed() {
        Fan kept = Samples.fan(Samples.fanId());
        Fan given = Samples.fan(fan);
        Item before = FanItem.encode(project, given);
        Item merged = FanItem.encode(project, new FanStore.Merge(kept, given).givenAfter());
        Key key = Key.fan(project, fan);

        assertThat(events(key, Optional.empty(), Optional.of(before)))
                .containsExactly(WebhookEvents.fanCreated(project, fan, AT));
        assertThat(events(key, Optional.of(before), Optional.of(merged)))
                .containsExactly(WebhookEvents.fanMerged(project, fan, kept.id(), AT));
        assertThat(events(key, Optional.of(merged), Optional.of(merged))).isEmpty();
        assertThat(events(key, Optional.of(before), Optional.of(before))).isEmpty();
        assertThat(events(key, Optional.of(merged), Optional.empty()))
                .containsExactly(WebhookEvents.fanErased(project, fan, AT));
    }

    @Test
    void a_consent_and_a_stop_are_reported_as_they_are_stored() {
        Table table = LocalDynamoDb.table();
        FanIdentity phone = Samples.phone();
        new DynamoDbFanStore(table).findOrCreate(project, phone, fan, Samples.NOW);
        Key key = Key.identity(project, phone.identity());
        DynamoDbConsentStore consents = new DynamoDbConsentStore(table);
        List<WebhookEventType> reported = new ArrayList<>();
        for (ConsentChange.Kind kind :
                List.of(
                        ConsentChange.Kind.KEYWORD,
                        ConsentChange.Kind.KEYWORD,
                        ConsentChange.Kind.STOP,
                        ConsentChange.Kind.START)) {
            Optional<Item> before = table.find(key);
            consents.recordConsent(
                    project,
                    phone.identity(),
                    new ConsentChange(
                            kind, Samples.nonce(), Samples.NOW.plusSeconds(reported.size())));

            List<WebhookEvent> events = events(key, before, table.find(key));

            events.forEach(
                    it ->
                            assertThat(it.document().toString())
                                    .contains(fan.value())
                                    .doesNotContain(phone.value())
                                    .doesNotContain(phone.identity().hash()));
            reported.addAll(events.stream().map(WebhookEvent::type).toList());
        }

        assertThat(reported)
                .containsExactly(
                        WebhookEventType.CONSENT_GIVEN,
                        WebhookEventType.CONSENT_STOPPED,
                        WebhookEventType.CONSENT_GIVEN);
    }

    @Test
    void what_is_not_reported_need_not_be_readable() {
        Run run = Samples.run();
        Key key = Key.run(run.key());
        Item before = Item.at(key).put(RunItem.STATUS, "PAUSED").put(RunItem.STEPS, "later");
        Key address = Key.identity(project, Samples.phone().identity());
        Item agreed =
                Item.at(address)
                        .put(FanItem.FAN, fan.value())
                        .put(FanItem.CONSENT, Samples.nonce())
                        .put(FanItem.SENT, "later")
                        .put(FanItem.ASKED, "later")
                        .put(FanItem.WROTE_AT, "later");

        assertThat(events(key, Optional.of(before), Optional.of(RunItem.encode(run)))).isEmpty();
        assertThat(events(address, Optional.empty(), Optional.of(agreed)))
                .extracting(WebhookEvent::type)
                .containsExactly(WebhookEventType.CONSENT_GIVEN);
    }

    @Test
    void items_of_other_kinds_are_not_reported() {
        Key history = new Key(Key.fanPartition(project, fan), "ACTIONS");

        assertThat(events(history, Optional.empty(), Optional.of(Item.at(history)))).isEmpty();
        assertThat(events(history, Optional.of(Item.at(history)), Optional.empty())).isEmpty();
        assertThat(WebhookStreamMessage.decode(Map.of())).isEmpty();
    }

    @Test
    void a_record_without_its_time_is_no_record() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                WebhookStreamMessage.decode(
                                        Map.of(
                                                "Records",
                                                List.of(
                                                        Map.of(
                                                                "dynamodb",
                                                                Map.of(
                                                                        "Keys",
                                                                        json(
                                                                                Key.fan(
                                                                                                project,
                                                                                                fan)
                                                                                        .attributes())))))))
                .withMessageContaining("ApproximateCreationDateTime");
    }
}
