package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.analytics.FanChange;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.analytics.LinkFigures;
import dev.actionflows.domain.analytics.Participation;
import dev.actionflows.domain.analytics.RunFigures;
import dev.actionflows.domain.analytics.RunTrials;
import dev.actionflows.domain.analytics.Trial;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkOwner;
import dev.actionflows.domain.link.LinkVisits;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.AnyRun;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.usage.RunUsage;
import dev.actionflows.domain.usage.SequenceNumber;
import dev.actionflows.domain.usage.UsageChange;
import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

class TableStreamMessageTest {
    private static RunStep step(StepType type, Reason reason, Optional<CreditUse> credits) {
        SendPermit permit =
                new SendPermit(new SendPermit.Basis.Consent("SM1"), new SendingHours.Unrestricted())
                        .using(new MessageUse(List.of(), credits));
        return new RunStep(
                type,
                Optional.of(new StepOutcome.Completed(reason)),
                Optional.of(Samples.NOW),
                Optional.of(Samples.NOW),
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(permit),
                false);
    }

    /** A run as DynamoDB's JSON, by way of the item that is stored. */
    private static Map<String, Object> image(Run run) {
        return json(RunItem.encode(run).attributes());
    }

    private static Map<String, Object> json(Map<String, AttributeValue> attributes) {
        return attributes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, it -> json(it.getValue())));
    }

    private static Map<String, Object> json(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case BOOL -> Map.of("BOOL", value.bool());
            case M -> Map.of("M", json(value.m()));
            case L -> Map.of("L", value.l().stream().map(TableStreamMessageTest::json).toList());
            default -> throw new AssertionError(value);
        };
    }

    private static Map<String, Object> record(
            String number, Map<String, Object> keys, Optional<Run> before, Optional<Run> after) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("Keys", keys);
        change.put("SequenceNumber", number);
        before.ifPresent(it -> change.put("OldImage", image(it)));
        after.ifPresent(it -> change.put("NewImage", image(it)));
        return Map.of("eventSource", "aws:dynamodb", "dynamodb", change);
    }

    private static Map<String, Object> record(
            String number, Optional<Run> before, Optional<Run> after) {
        Run run = after.or(() -> before).orElseThrow();
        return record(number, json(Key.run(run.key()).attributes()), before, after);
    }

    /** Through text, as Lambda passes it. */
    private static TableStreamMessage decode(Map<String, ? extends @Nullable Object> event) {
        return TableStreamMessage.decode(Json.readObject(Json.write(event)));
    }

    private static Run with(Run run, RunStep... steps) {
        return new Run(
                run.key(),
                run.flow(),
                run.flowVersion(),
                run.fan(),
                run.event(),
                run.test(),
                run.status(),
                run.epoch(),
                run.revision(),
                run.startedAt(),
                run.endedAt(),
                run.dueAt(),
                run.startsWithoutProgress(),
                List.of(steps),
                run.stall());
    }

    @Test
    void the_trials_of_a_stored_run_are_those_of_the_run() {
        AnyRun any = new AnyRun(5);
        int found = 0;
        for (int i = 0; i < 200; i++) {
            Run after = any.next();
            Run before = with(after);

            List<FanChange> fans =
                    decodeOne(record("1", Optional.of(before), Optional.of(after))).fans();

            Map<Trial, Participation> trials = RunTrials.of(after);
            assertThat(fans)
                    .isEqualTo(
                            trials.isEmpty()
                                    ? List.of()
                                    : List.of(
                                            new FanChange.Tried(
                                                    after.key(),
                                                    new FlowVersionKey(
                                                            after.key().project(),
                                                            after.flow(),
                                                            after.flowVersion()),
                                                    after.fan(),
                                                    trials)));
            found += trials.isEmpty() ? 0 : 1;
            assertThat(decodeOne(record("2", Optional.of(after), Optional.of(after))).fans())
                    .isEmpty();
        }
        assertThat(found).isBetween(20, 199);
    }

    @Test
    void the_usage_of_a_stored_run_is_that_of_the_run() {
        AnyRun any = new AnyRun(3);
        for (int i = 0; i < 50; i++) {
            Run before = any.next();
            Run after =
                    with(
                            before,
                            step(
                                    StepType.SEND_TEXT,
                                    Reason.ACCEPTED,
                                    Optional.of(new CreditUse(6, 2, "1"))),
                            step(StepType.SEND_EMAIL, Reason.ACCEPTED, Optional.empty()),
                            RunStep.open(StepType.SEND_TEXT),
                            RunStep.open(StepType.PRE_SAVE));

            assertThat(
                            decode(
                                            Map.of(
                                                    "shardId",
                                                    "shard",
                                                    "Records",
                                                    List.of(
                                                            record(
                                                                    "12",
                                                                    Optional.of(with(before)),
                                                                    Optional.of(after)))))
                                    .changes())
                    .containsExactly(
                            new UsageChange(
                                    SequenceNumber.of("12"),
                                    RunUsage.of(with(before)),
                                    RunUsage.of(after),
                                    RunFigures.of(after).since(RunFigures.of(with(before)))));
            assertThat(RunUsage.of(after).messages()).hasSize(2);
        }
    }

    @Test
    void a_new_run_was_nothing_before_and_an_expired_one_takes_nothing_back() {
        Run run = with(Samples.run(), step(StepType.SEND_EMAIL, Reason.ACCEPTED, Optional.empty()));

        TableStreamMessage message =
                decode(
                        Map.of(
                                "shardId",
                                "shardId-0001",
                                "Records",
                                List.of(
                                        record("1", Optional.empty(), Optional.of(run)),
                                        record("2", Optional.of(run), Optional.empty()))));

        assertThat(message.shard()).isEqualTo("shardId-0001");
        assertThat(message.changes())
                .containsExactly(
                        new UsageChange(
                                SequenceNumber.of("1"),
                                RunUsage.none(run.key().project()),
                                RunUsage.of(run),
                                RunFigures.of(run)));
    }

    @Test
    void a_step_that_lacked_credits_is_recognized() {
        Run run =
                with(
                        Samples.run(),
                        new RunStep(
                                StepType.SEND_TEXT,
                                Optional.of(new StepOutcome.Skipped(Reason.CREDITS_USED_UP)),
                                Optional.of(Samples.NOW),
                                Optional.of(Samples.NOW),
                                1,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                false));

        assertThat(
                        decode(
                                        Map.of(
                                                "shardId",
                                                "shard",
                                                "Records",
                                                List.of(
                                                        record(
                                                                "1",
                                                                Optional.empty(),
                                                                Optional.of(run)))))
                                .changes()
                                .getFirst()
                                .after())
                .isEqualTo(RunUsage.of(run));
        assertThat(RunUsage.of(run).refused()).isEqualTo(1);
    }

    @Test
    void items_other_than_runs_and_the_end_of_a_window_are_ignored() {
        assertThat(
                        decode(
                                        Map.of(
                                                "shardId",
                                                "shard",
                                                "Records",
                                                List.of(
                                                        record(
                                                                "1",
                                                                json(
                                                                        Key.project(
                                                                                        Samples
                                                                                                .projectId())
                                                                                .attributes()),
                                                                Optional.empty(),
                                                                Optional.empty()))))
                                .changes())
                .isEmpty();
        assertThat(decode(Map.of("shardId", "shard", "isFinalInvokeForWindow", true)).changes())
                .isEmpty();
    }

    @Test
    void an_event_without_a_shard_or_a_place_in_it_is_rejected() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decode(Map.of("Records", List.of())))
                .withMessageContaining("shardId")
                .withMessageContaining("TumblingWindowInSeconds");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                decode(
                                        Map.of(
                                                "shardId",
                                                "shard",
                                                "Records",
                                                List.of(
                                                        record(
                                                                "",
                                                                Optional.empty(),
                                                                Optional.of(Samples.run()))))))
                .withMessageContaining("SequenceNumber");
    }

    private static Map<String, Object> change(Key key, Optional<Item> before, Item after) {
        Map<String, Object> change = new LinkedHashMap<>();
        change.put("Keys", json(key.attributes()));
        change.put("SequenceNumber", "7");
        before.ifPresent(it -> change.put("OldImage", json(it.attributes())));
        change.put("NewImage", json(after.attributes()));
        return Map.of("dynamodb", change);
    }

    private static TableStreamMessage decodeOne(Map<String, Object> change) {
        return decode(Map.of("shardId", "shard", "Records", List.of(change)));
    }

    @Test
    void a_run_from_before_figures_were_counted_enters_them_with_its_next_write() {
        Run run = with(Samples.run(), step(StepType.SEND_EMAIL, Reason.ACCEPTED, Optional.empty()));
        Item now = RunItem.encode(run);
        Map<String, AttributeValue> earlier = new HashMap<>(now.attributes());
        earlier.remove(RunItem.COUNTED);

        assertThat(
                        decodeOne(change(Key.run(run.key()), Optional.of(Item.of(earlier)), now))
                                .changes())
                .singleElement()
                .satisfies(it -> assertThat(it.figures()).isEqualTo(RunFigures.of(run)));
        assertThat(
                        decodeOne(
                                        change(
                                                Key.run(run.key()),
                                                Optional.of(Item.of(earlier)),
                                                Item.of(earlier)))
                                .changes())
                .singleElement()
                .satisfies(it -> assertThat(it.figures()).isEqualTo(Figures.NONE));
    }

    @Test
    void a_new_run_and_an_event_that_started_none_are_actions_of_their_fan() {
        Run run = Samples.run();
        FanChange acted =
                FanChange.ofRun(run.key().project(), run.fan(), run.event(), false).orElseThrow();

        assertThat(
                        decodeOne(change(Key.run(run.key()), Optional.empty(), RunItem.encode(run)))
                                .fans())
                .containsExactly(acted);
        assertThat(
                        decodeOne(
                                        change(
                                                Key.run(run.key()),
                                                Optional.of(RunItem.encode(run)),
                                                RunItem.encode(run)))
                                .fans())
                .isEmpty();
        Item event =
                EventItem.put(run.event(), Item.map())
                        .put("why", "no_flow")
                        .put("fan", run.fan().value());
        assertThat(
                        decodeOne(
                                        change(
                                                Key.event(
                                                        run.key().project(),
                                                        run.event().id(),
                                                        Optional.empty()),
                                                Optional.empty(),
                                                event))
                                .fans())
                .containsExactly(acted);
    }

    @Test
    void a_merge_is_seen_in_the_profile_that_points_to_the_other() {
        ProjectId project = Samples.projectId();
        Fan kept = Samples.fan(Samples.fanId());
        Fan given = Samples.fan(Samples.fanId());
        Item before = FanItem.encode(project, given);
        Item after = FanItem.encode(project, new FanStore.Merge(kept, given).givenAfter());
        Key key = Key.fan(project, given.id());

        assertThat(decodeOne(change(key, Optional.of(before), after)).fans())
                .containsExactly(new FanChange.Merged(project, given.id(), kept.id()));
        assertThat(decodeOne(change(key, Optional.of(before), before)).fans()).isEmpty();
    }

    @Test
    void visits_of_links_count_in_the_figures_of_their_flow() {
        StepKey step = new StepKey(Samples.run().key(), 2);
        Key key = Key.link(LinkCode.of(step.messageKey()));
        Item stored =
                Item.map()
                        .put("message", step.messageKey())
                        .put("f", "flow_3g5h7j9k1m2n4p6q")
                        .put("v", 3);
        Item clicked =
                Item.of(new HashMap<>(stored.attributes()))
                        .put("clicks", 1)
                        .put("firstClickedAt", Samples.NOW);

        assertThat(decodeOne(change(key, Optional.of(stored), clicked)).changes())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.after()).isEqualTo(RunUsage.none(step.run().project()));
                            assertThat(it.figures())
                                    .isEqualTo(
                                            LinkFigures.of(
                                                    step,
                                                    new LinkOwner(
                                                            new FlowId("flow_3g5h7j9k1m2n4p6q"), 3),
                                                    LinkVisits.NONE.clicked(Samples.NOW)));
                        });
    }
}
