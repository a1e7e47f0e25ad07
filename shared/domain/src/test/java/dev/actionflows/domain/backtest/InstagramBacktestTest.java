package dev.actionflows.domain.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.InMemoryProjectEvents;
import dev.actionflows.domain.intake.InstagramEvent;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.management.Precondition;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerWord;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which messages and comments start runs of which flows: the production intake takes them. */
class InstagramBacktestTest {
    private static final InstagramAccountId ACCOUNT = new InstagramAccountId("17841405309211844");
    private static final String SENDER = "1254459154682919";
    private static final String POST = "17895695668004550";

    private final World world = new World();
    private final Instant from = world.clock.instant();
    private int received;

    @BeforeEach
    void create_a_fan_on_instagram() {
        world.instagram.assign(world.project, ACCOUNT);
        Fan fan = world.fans.find(world.project, world.fan(World.FAN_NUMBER)).orElseThrow();
        world.fans.attach(
                world.project,
                fan,
                world.identities.of(world.project, Identity.Kind.INSTAGRAM, SENDER));
    }

    private void receive(InstagramEvent event) {
        world.application
                .instagram()
                .receive(
                        List.of(event),
                        0,
                        new Deadline(world.clock.instant().plusSeconds(15), world.clock));
        world.clock.advance(Duration.ofMinutes(5));
    }

    private void writes(String text) {
        receive(
                new InstagramEvent.DirectMessage(
                        ACCOUNT,
                        SENDER,
                        "mid-" + received++,
                        text,
                        Optional.of(world.clock.instant())));
    }

    private void comments(String post, String text) {
        receive(
                new InstagramEvent.Comment(
                        ACCOUNT, SENDER, "178" + received++, List.of(post), text));
    }

    private void archiveAndDelete(Flow flow) {
        world.flows.archive(world.project, flow.id(), Precondition.none());
        world.flows.delete(world.project, flow.id(), Precondition.none());
    }

    private static Trigger message(String word) {
        return new InstagramTrigger.Dm(word(word), Optional.empty());
    }

    private static Trigger comment(String post, String word) {
        return new InstagramTrigger.Comment(
                Optional.of(post).filter(it -> !it.isEmpty()), word(word), Optional.empty());
    }

    /** An empty text is none. */
    private static Optional<TriggerWord> word(String text) {
        return Optional.of(text).filter(it -> !it.isEmpty()).map(TriggerWord::of);
    }

    private FlowDefinition joining(Trigger trigger) {
        return new FlowDefinition(
                "Joining",
                trigger,
                List.of(new AddToSegmentStep(world.segment.id())),
                ReEntry.EVERY_EVENT,
                OnFailure.CONTINUE);
    }

    private Flow active(Trigger trigger) {
        return world.activeFlow(joining(trigger));
    }

    private Flow draft(Trigger trigger) {
        return world.flows.create(world.project, joining(trigger));
    }

    private int runs(Flow flow) {
        return runs(flow, flow);
    }

    private int runs(Flow played, Flow live) {
        return totals(played, live, from).runs();
    }

    private BacktestTotals totals(Flow played, Flow live, Instant from) {
        return new BacktestService(world.ports, new InMemoryProjectEvents(world.ports.events))
                .play(
                        new BacktestPlan(
                                world.projects.find(world.project).orElseThrow(),
                                played,
                                live,
                                from,
                                world.clock.instant(),
                                world.clock.instant()),
                        Optional.empty(),
                        10,
                        new Deadline(world.clock.instant().plusSeconds(60), world.clock))
                .totals();
    }

    @Test
    void a_photo_starts_no_flow_on_any_message() {
        Flow any = active(message(""));
        writes("");
        writes("what a song");

        assertThat(world.ledger.all()).hasSize(1);
        assertThat(runs(any)).isOne();
        assertThat(runs(draft(message("")))).isOne();
    }

    @Test
    void a_photo_is_not_the_word_by_which_it_is_stored() {
        writes("");

        assertThat(runs(draft(message("no text")))).isZero();
    }

    @Test
    void a_message_of_which_no_word_is_stored_is_not_the_word_project() {
        writes("what a song");
        world.clock.advance(Duration.ofMinutes(5));

        assertThat(runs(draft(message("project")))).isZero();
        assertThat(runs(draft(message("")))).isOne();
    }

    @Test
    void a_flow_on_any_message_does_not_get_what_a_flow_on_its_word_took() {
        Flow any = active(message(""));
        Flow word = active(message("neon"));
        writes("neon");
        writes("what a song");

        assertThat(runs(word)).isOne();
        assertThat(runs(any)).isOne();
        assertThat(runs(draft(message("")))).as("a draft").isOne();
        assertThat(runs(draft(message("neon")))).as("a draft that takes its place").isOne();
    }

    /** An active flow that a fan enters once. */
    private Flow once(Trigger trigger) {
        return world.activeFlow(
                new FlowDefinition(
                        "Once",
                        trigger,
                        List.of(new AddToSegmentStep(world.segment.id())),
                        ReEntry.ONCE,
                        OnFailure.CONTINUE));
    }

    @Test
    void a_flow_on_any_message_does_not_get_what_a_flow_on_its_word_refused() {
        Flow any = active(message(""));
        once(message("neon"));
        writes("neon");
        writes("neon");

        assertThat(world.ledger.all()).hasSize(1);
        assertThat(runs(any)).isZero();
    }

    @Test
    void a_flow_on_any_message_does_not_get_what_a_flow_on_its_word_took_before_it_was_deleted() {
        Flow any = active(message(""));
        Flow once = once(message("neon"));
        writes("neon");
        writes("neon");
        archiveAndDelete(once);
        writes("what a song");

        assertThat(world.ledger.all()).hasSize(2);
        assertThat(runs(any)).isOne();
        assertThat(runs(draft(message("")))).as("a draft").isOne();
    }

    @Test
    void a_flow_that_gives_its_word_up_gets_what_it_had_taken_by_the_word() {
        Flow word = active(message("neon"));
        writes("neon");

        assertThat(runs(word.withDefinition(joining(message("")), from), word)).isOne();
    }

    @Test
    void a_comment_goes_to_the_most_specific_flow_only() {
        Flow any = active(comment("", ""));
        Flow word = active(comment("", "glow"));
        Flow post = active(comment(POST, ""));
        comments(POST, "glow");
        comments("999", "glow");
        comments("999", "what a song");

        assertThat(world.ledger.all()).hasSize(3);
        assertThat(runs(post)).isOne();
        assertThat(runs(word)).isOne();
        assertThat(runs(any)).isOne();
        assertThat(runs(draft(comment("", "")))).as("a draft").isOne();
    }

    @Test
    void a_message_that_was_only_tested_goes_to_the_active_flow() {
        Flow any = active(message(""));
        Flow tested = draft(message("neon"));
        FanId fan = world.fans.find(world.project, world.fan(World.FAN_NUMBER)).orElseThrow().id();
        world.tests.start(world.project, tested.id(), List.of(fan), Duration.ofHours(1));
        writes("neon");

        assertThat(world.ledger.all()).extracting(Run::test).containsExactly(true);
        assertThat(runs(any)).isOne();
        assertThat(runs(draft(message("")))).as("a draft in its place").isOne();
    }

    @Test
    void a_test_before_the_period_does_not_count_for_the_threshold_of_a_draft() {
        Flow tested =
                draft(
                        new InstagramTrigger.Dm(
                                word("neon"), Optional.of(new Threshold(2, Duration.ofHours(1)))));
        FanId fan = world.fans.find(world.project, world.fan(World.FAN_NUMBER)).orElseThrow().id();
        world.tests.start(world.project, tested.id(), List.of(fan), Duration.ofHours(1));
        writes("neon");
        Instant start = world.clock.instant();
        writes("neon");

        assertThat(world.ledger.all()).extracting(Run::test).containsExactly(true);
        BacktestTotals totals = totals(tested, tested, start);
        assertThat(totals.runs()).isZero();
        assertThat(totals.refusals())
                .containsExactlyEntriesOf(Map.of(NotStartedReason.THRESHOLD_NOT_REACHED, 1));
    }

    @Test
    void a_message_that_the_flow_took_is_its_word_whatever_the_word() {
        Flow project = active(message("project"));
        writes("Project!");

        assertThat(world.ledger.all()).hasSize(1);
        assertThat(runs(project)).isOne();
        assertThat(runs(draft(message("project")))).as("a draft that takes its place").isOne();
        assertThat(runs(draft(message("neon")))).as("a draft on another word").isZero();
    }
}
