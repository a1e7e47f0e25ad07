package dev.actionflows.domain.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.event.InstagramEventId;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.flow.Experiment;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.OnReply;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.InMemoryProjectEvents;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.management.Precondition;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepConditions;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.domain.trigger.TriggerWord;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class BacktestServiceTest {
    private static final int FANS = 8;

    private final World world = new World();
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final Flow flow =
            world.activeFlow(
                    new FlowDefinition(
                            "Twice",
                            new Trigger.OfRelease(
                                    TriggerType.TRACK_LISTENED,
                                    Optional.of(world.release.id()),
                                    Optional.of(new Threshold(2, Duration.ofHours(1)))),
                            List.of(new AddToSegmentStep(world.segment.id())),
                            ReEntry.EVERY_EVENT,
                            OnFailure.CONTINUE));

    private void listen(String id) {
        listen(fan, id);
    }

    private void listen(FanId who, String id) {
        listen(who, id, Optional.empty());
    }

    private void listen(String id, Optional<Cause> cause) {
        listen(fan, id, cause);
    }

    private void listen(FanId who, String id, Optional<Cause> cause) {
        FanEvent event =
                new FanEvent(
                        new EventId("api:" + id),
                        TriggerType.TRACK_LISTENED,
                        world.release.id().value(),
                        world.clock.instant(),
                        cause);
        world.intake.take(
                new EventFan(world.project, who, Set.of()), event, List.of(TriggerClaim.of(flow)));
        world.clock.advance(Duration.ofMinutes(5));
    }

    private BacktestPlan plan(Flow played, Flow live, Instant from) {
        return new BacktestPlan(
                world.projects.find(world.project).orElseThrow(),
                played,
                live,
                from,
                world.clock.instant(),
                world.clock.instant());
    }

    private BacktestPage play(Instant from) {
        return play(plan(flow, flow, from));
    }

    private BacktestPage play(BacktestPlan plan) {
        return play(plan, Optional.empty(), 60);
    }

    private BacktestPage play(BacktestPlan plan, Optional<String> cursor, long seconds) {
        return play(plan, cursor, 10, seconds);
    }

    private BacktestPage play(BacktestPlan plan, Optional<String> cursor, int limit, long seconds) {
        return new BacktestService(world.ports, new InMemoryProjectEvents(world.ports.events))
                .play(
                        plan,
                        cursor,
                        limit,
                        new Deadline(world.clock.instant().plusSeconds(seconds), world.clock));
    }

    @Test
    void an_event_before_the_period_counts_for_a_threshold() {
        listen("1");
        Instant from = world.clock.instant();
        listen("2");

        assertThat(play(from).totals().runs()).isOne();
    }

    @Test
    void an_event_before_the_period_that_did_not_come_to_the_flow_does_not_count() {
        Flow draft = world.flows.create(world.project, flow.definition());
        listen("1");
        Instant from = world.clock.instant();
        listen("2");

        BacktestTotals second = play(plan(draft, draft, from)).totals();
        listen("3");
        BacktestTotals third = play(plan(draft, draft, from)).totals();

        assertThat(second.runs()).isZero();
        assertThat(second.refusals())
                .containsExactlyEntriesOf(Map.of(NotStartedReason.THRESHOLD_NOT_REACHED, 1));
        assertThat(third.runs()).isOne();
    }

    @Test
    void events_that_reached_a_threshold_before_the_period_are_used_up() {
        listen("1");
        listen("2");
        Instant from = world.clock.instant();
        listen("3");

        BacktestTotals totals = play(from).totals();

        assertThat(totals.runs()).isZero();
        assertThat(totals.refusals())
                .containsExactlyEntriesOf(Map.of(NotStartedReason.THRESHOLD_NOT_REACHED, 1));
    }

    @Test
    void what_the_flow_itself_led_to_before_the_period_does_not_count() {
        listen("1 of itself", Optional.of(cause(List.of(flow.id()))));
        Instant from = world.clock.instant();
        listen("2");

        assertThat(play(from).totals().refusals())
                .containsExactlyEntriesOf(Map.of(NotStartedReason.THRESHOLD_NOT_REACHED, 1));
    }

    @Test
    void what_a_long_chain_of_flows_led_to_before_the_period_does_not_count() {
        FlowId other = new FlowId("flow_3g5h7j9k1m2n4p6q");
        listen("1 of others", Optional.of(cause(Collections.nCopies(6, other))));
        Instant from = world.clock.instant();
        listen("2");

        assertThat(play(from).totals().refusals())
                .containsExactlyEntriesOf(Map.of(NotStartedReason.THRESHOLD_NOT_REACHED, 1));
    }

    private static Cause cause(List<FlowId> flows) {
        return new Cause(new RunId("run_0123456789abcdefghjkmnpqrs"), 0, flows);
    }

    @Test
    void a_page_without_time_is_played_again() {
        Instant from = world.clock.instant();
        listen("1");
        BacktestPlan plan = plan(flow, flow, from);

        BacktestPage late = play(plan, Optional.empty(), 0);

        assertThat(late.fans()).isEmpty();
        assertThat(late.next()).isPresent();
        assertThat(play(plan, late.next(), 60).fans()).hasSize(1);
    }

    @Test
    void a_changed_keyword_does_not_fire_at_texts_with_the_earlier_one() {
        Flow before = world.activeFlow("presave", OnFailure.CONTINUE, join());
        Instant from = world.clock.instant();
        world.startRun(before, fan, "1");
        world.clock.advance(Duration.ofMinutes(5));
        Flow after = replaced(before, Trigger.SmsKeyword.of("tickets"));

        BacktestPage page = play(plan(after, after, from));

        assertThat(page.totals().runs()).isZero();
        assertThat(page.ignored()).isOne();
        assertThat(play(plan(before, after, from)).totals().runs()).isOne();
    }

    @Test
    void a_text_of_somebody_who_is_no_fan_is_counted_as_of_a_stranger() {
        Instant from = world.clock.instant();
        chats(Optional.empty(), "tour", NotStartedReason.NO_FLOW);
        chats(Optional.empty(), "hello", NotStartedReason.NO_FLOW);
        chats(Optional.empty(), "tour", NotStartedReason.STOPPED);
        chats(Optional.of(fan), "tour", NotStartedReason.NO_FLOW);
        Flow draft =
                world.flows.create(
                        world.project, definition(Trigger.SmsKeyword.of("tour"), join()));

        BacktestPage page = play(plan(draft, draft, from));

        assertThat(page.strangers()).isOne();
        assertThat(page.ignored()).isEqualTo(2);
        assertThat(page.totals().runs()).isOne();
    }

    @Test
    void a_text_that_no_flow_took_may_be_the_word_project() {
        Instant from = world.clock.instant();
        chats(Optional.of(fan), "project", NotStartedReason.NO_FLOW);
        Flow draft =
                world.flows.create(
                        world.project, definition(Trigger.SmsKeyword.of("project"), join()));

        assertThat(play(plan(draft, draft, from)).totals().runs()).isOne();
    }

    /** A text that no flow takes. */
    private void chats(Optional<FanId> who, String word, NotStartedReason why) {
        world.intake.ignored(
                world.project,
                who,
                new FanEvent(
                        new EventId("sms:" + world.clock.instant()),
                        TriggerType.SMS_KEYWORD,
                        word,
                        world.clock.instant()),
                why);
        world.clock.advance(Duration.ofMinutes(5));
    }

    @Test
    void a_release_that_was_detected_for_many_fans_is_of_no_stranger() {
        Instant from = world.clock.instant();
        world.intake.ignored(
                world.project,
                Optional.empty(),
                new FanEvent(
                        new EventId("release:1"),
                        TriggerType.RELEASE_DETECTED,
                        world.release.id().value(),
                        from),
                NotStartedReason.NO_FLOW);
        world.clock.advance(Duration.ofMinutes(5));
        Flow draft =
                world.flows.create(
                        world.project,
                        definition(
                                new Trigger.Single(TriggerType.RELEASE_DETECTED, Optional.empty()),
                                join()));

        BacktestPage page = play(plan(draft, draft, from));

        assertThat(page.strangers()).isZero();
        assertThat(page.ignored()).isOne();
    }

    private void comments(Flow heardBy, Instant at) {
        world.intake.take(
                new EventFan(world.project, fan, Set.of()),
                new FanEvent(
                        InstagramEventId.ofComment("c1"),
                        TriggerType.INSTAGRAM_COMMENT,
                        TriggerScope.PROJECT,
                        at),
                List.of(TriggerClaim.of(heardBy)));
        world.clock.advance(Duration.ofMinutes(5));
    }

    @Test
    void a_comment_has_the_word_of_the_version_that_took_it() {
        Flow before = world.activeFlow(definition(comment("one"), join()));
        Instant from = world.clock.instant();
        comments(before, from);
        Flow after = replaced(before, comment("two"));

        assertThat(play(plan(after, after, from)).totals().runs()).isZero();
        assertThat(play(plan(before, after, from)).totals().runs()).isOne();
    }

    @Test
    void a_comment_fires_at_the_same_word_whatever_its_threshold() {
        Trigger trigger = comment("one");
        Trigger third =
                new InstagramTrigger.Comment(
                        Optional.empty(),
                        trigger.keyword().map(it -> TriggerWord.of(it.folded())),
                        Optional.of(new Threshold(3, Duration.ofDays(1))));
        Flow live = world.activeFlow(definition(third, join()));
        Instant from = world.clock.instant();
        comments(live, from);

        Flow played = live.withDefinition(definition(trigger, join()), from);

        assertThat(play(plan(played, live, from)).totals().runs()).isOne();
    }

    @Test
    void a_variant_is_the_message_that_the_fan_gets() {
        Step.SendText first = text("A", List.of());
        Step.SendText second = text("B", List.of());

        BacktestDifference difference =
                difference(
                        texting(first, Experiment.DEFAULT),
                        texting(text("A", List.of(second)), Experiment.DEFAULT));

        assertThat(difference.gained()).extracting(it -> it.step()).containsExactly(first);
        assertThat(difference.lost()).extracting(it -> it.step()).containsExactly(second);
        assertThat(difference.unchanged()).isPositive();
        assertThat(difference.gained().getFirst().fans() + difference.unchanged()).isEqualTo(FANS);
    }

    @Test
    void a_fan_who_would_be_held_out_loses_a_message() {
        Step.SendText text = text("A", List.of());

        BacktestDifference difference =
                difference(
                        texting(text, new Experiment(28, 50, Optional.empty())),
                        texting(text, Experiment.DEFAULT));

        assertThat(difference.gained()).isEmpty();
        assertThat(difference.lost()).extracting(it -> it.step()).containsExactly(text);
        assertThat(difference.unchanged()).isPositive();
        assertThat(difference.lost().getFirst().fans() + difference.unchanged()).isEqualTo(FANS);
    }

    @Test
    void the_first_draft_that_a_reply_stops_is_stopped_by_replies() {
        FlowDefinition stored = texting(text("A", List.of()), Experiment.DEFAULT);
        Flow draft = world.flows.create(world.project, stored);
        Instant from = world.clock.instant();
        // at night, so that the text waits until the morning
        listen("1");
        world.intake.ignored(
                world.project,
                Optional.of(fan),
                new FanEvent(
                        new EventId("sms:reply"),
                        TriggerType.SMS_KEYWORD,
                        "hello",
                        world.clock.instant()),
                NotStartedReason.NO_FLOW);
        world.clock.advance(Duration.ofDays(1));

        Flow stopping = draft.withDefinition(stored.withOnReply(OnReply.STOP), from);

        assertThat(play(plan(stopping, draft, from)).totals().outcomes())
                .extracting(it -> it.reason())
                .containsExactly(Optional.of(Reason.FAN_REPLIED));
        assertThat(play(plan(draft, draft, from)).totals().outcomes())
                .extracting(it -> it.reason())
                .containsExactly(Optional.of(Reason.ACCEPTED));
    }

    @Test
    void a_fan_whose_real_run_the_played_trigger_does_not_start_is_played_once() {
        Flow live = world.activeFlow("presave", OnFailure.CONTINUE, join());
        Instant from = world.clock.instant();
        text(live, fan, "1");
        FanId other = world.fan(new PhoneNumber("+14155550199"));
        text(live, other, "2");
        text(live, fan, "3");
        Flow change = live.withDefinition(definition(Trigger.SmsKeyword.of("tour"), join()), from);

        List<BacktestPage> pages = pages(plan(change, live, from));

        assertThat(pages.stream().flatMap(it -> it.fans().stream()))
                .extracting(it -> it.fan().id())
                .containsExactly(fan, other);
        assertThat(pages.stream().mapToInt(BacktestPage::ignored).sum()).isEqualTo(3);
        assertThat(pages.stream().flatMap(it -> it.difference().orElseThrow().lost().stream()))
                .extracting(it -> it.step())
                .containsExactly(join(), join());
    }

    @Test
    void a_fan_who_would_only_have_entered_the_stored_flow_loses_what_it_does() {
        Instant from = world.clock.instant();
        listen("1");
        Flow draft = world.flows.create(world.project, texting(text("A", List.of())));
        Flow change = draft.withDefinition(definition(Trigger.SmsKeyword.of("tour"), join()), from);
        world.clock.advance(Duration.ofDays(1));

        BacktestDifference difference = play(plan(change, draft, from)).difference().orElseThrow();

        assertThat(difference.gained()).isEmpty();
        assertThat(difference.lost())
                .extracting(it -> it.step())
                .containsExactly(text("A", List.of()));
    }

    @Test
    void a_fan_whom_an_import_adds_to_another_segment_at_the_same_time_stays_there() {
        Flow live = world.activeFlow("presave", OnFailure.CONTINUE, join());
        Segment other = new Segment(SegmentId.from(world.ids), "VIP", world.clock.instant());
        world.catalog.create(world.project, other);
        Instant from = world.clock.instant();
        world.catalog.addMember(world.project, other.id(), fan, from);
        text(live, fan, "1");

        assertThat(outcomes(live, from, world.segment)).containsExactly(Reason.CONDITION_NOT_MET);
        assertThat(outcomes(live, from, other)).containsExactly(Reason.ADDED);
    }

    /** What a change does that joins only members of this segment. */
    private List<Reason> outcomes(Flow live, Instant from, Segment segment) {
        FlowDefinition change =
                live.definition()
                        .withConditions(
                                new StepConditions(
                                        Map.of(0, new StepCondition.InSegment(segment.id()))));
        return play(plan(live.withDefinition(change, from), live, from))
                .totals()
                .outcomes()
                .stream()
                .flatMap(it -> it.reason().stream())
                .toList();
    }

    @Test
    void a_text_that_a_stop_kept_back_is_not_lost() {
        Flow live = world.activeFlow("presave", OnFailure.CONTINUE, skipped("A"));
        Instant from = world.clock.instant();
        world.fans.recordConsent(
                world.project,
                world.identities.of(world.project, World.FAN_NUMBER).identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "stop", from));
        text(live, fan, "1");
        assertThat(world.executions.started()).hasSize(1);

        BacktestPage page =
                play(plan(live.withDefinition(definition(comment("a"), join()), from), live, from));

        assertThat(page.fans()).hasSize(1);
        assertThat(page.difference().orElseThrow().lost()).isEmpty();
        assertThat(page.difference().orElseThrow().unchanged()).isOne();
    }

    private static Step skipped(String text) {
        return new Step.SendText(new MessageTemplate(text), OnUnmet.SKIP, false, List.of());
    }

    /** The fan texts the flow's keyword, and the run is executed. */
    private void text(Flow live, FanId who, String id) {
        new StateMachine(world.clock)
                .with(StepType.SEND_TEXT, world.application.steps().runner(StepType.SEND_TEXT))
                .with(
                        StepType.ADD_TO_SEGMENT,
                        world.application.steps().runner(StepType.ADD_TO_SEGMENT))
                .execute(world.startRun(live, who, id));
        world.clock.advance(Duration.ofMinutes(5));
    }

    /** All parts of a backtest, each of at most one fan. */
    private List<BacktestPage> pages(BacktestPlan plan) {
        List<BacktestPage> pages = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            pages.add(play(plan, cursor, 1, 60));
            cursor = pages.getLast().next();
        } while (cursor.isPresent());
        return pages;
    }

    /** What several fans would get, in comparison with what a draft would have done. */
    private BacktestDifference difference(FlowDefinition played, FlowDefinition stored) {
        Instant from = world.clock.instant();
        for (int number = 0; number < FANS; number++) {
            listen(world.fan(new PhoneNumber("+1415555010" + number)), "of " + number);
        }
        world.clock.advance(Duration.ofDays(1));
        Flow draft = world.flows.create(world.project, stored);
        return play(plan(draft.withDefinition(played, from), draft, from))
                .difference()
                .orElseThrow();
    }

    private FlowDefinition texting(Step.SendText text) {
        return texting(text, Experiment.DEFAULT);
    }

    private FlowDefinition texting(Step.SendText text, Experiment experiment) {
        return definition(
                        new Trigger.OfRelease(
                                TriggerType.TRACK_LISTENED,
                                Optional.of(world.release.id()),
                                Optional.empty()),
                        text)
                .withExperiment(experiment);
    }

    private static Step.SendText text(String text, List<Step.SendText> variants) {
        return new Step.SendText(new MessageTemplate(text), OnUnmet.HOLD, false, variants);
    }

    private Step join() {
        return new AddToSegmentStep(world.segment.id());
    }

    private static Trigger comment(String word) {
        return new InstagramTrigger.Comment(
                Optional.empty(), Optional.of(TriggerWord.of(word)), Optional.empty());
    }

    private static FlowDefinition definition(Trigger trigger, Step... steps) {
        return new FlowDefinition(
                "Flow", trigger, List.of(steps), ReEntry.EVERY_EVENT, OnFailure.CONTINUE);
    }

    private Flow replaced(Flow before, Trigger trigger) {
        return world.flows.replace(
                world.project, before.id(), definition(trigger, join()), Precondition.none());
    }
}
