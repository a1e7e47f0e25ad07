package dev.actionflows.domain.analytics;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.link.MessageLink;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What the funnel of fans depends on. In any order, and any number of times, it counts once. */
public sealed interface FanChange {
    ProjectId project();

    /**
     * A fan did something.
     *
     * @param release that it is about; empty if it is about none
     */
    record Acted(
            ProjectId project,
            FanId fan,
            EventId event,
            TriggerType type,
            Optional<ReleaseId> release,
            Instant at)
            implements FanChange {}

    /**
     * A run made its fan part of trials, or more of them.
     *
     * @param trials all of the run so far
     */
    record Tried(RunKey run, FlowVersionKey flow, FanId fan, Map<Trial, Participation> trials)
            implements FanChange {
        public Tried {
            trials = Map.copyOf(trials);
        }

        @Override
        public ProjectId project() {
            return run.project();
        }
    }

    /** A person first clicked a link in the message of a step. */
    record Clicked(StepKey step, Instant at) implements FanChange {
        @Override
        public ProjectId project() {
            return step.run().project();
        }
    }

    /** Two records turned out to be of one fan. */
    record Merged(ProjectId project, FanId given, FanId kept) implements FanChange {}

    /** The trials of a run; empty if it began as a test. */
    static Optional<Tried> trialsOf(Run run) {
        return run.test()
                ? Optional.empty()
                : Optional.of(
                        new Tried(
                                run.key(),
                                new FlowVersionKey(
                                        run.key().project(), run.flow(), run.flowVersion()),
                                run.fan(),
                                RunTrials.of(run)));
    }

    /**
     * The first click of a person on the links of a message; empty if there was none, or the run of
     * the message began as a test.
     */
    static Optional<Clicked> clickOn(MessageLink link) {
        return link.owner()
                .flatMap(_ -> StepKey.ofMessageKey(link.message()))
                .flatMap(step -> link.visits().firstClickedAt().map(at -> new Clicked(step, at)));
    }

    /** The action that started a run; empty if it was a test, or not the fan's own doing. */
    static Optional<FanChange> ofRun(ProjectId project, FanId fan, FanEvent event, boolean test) {
        return test ? Optional.empty() : acted(project, fan, event);
    }

    /**
     * The action that started no run; empty if it was not the fan's own doing, the fan is unknown,
     * or it was a word about messages, such as STOP.
     *
     * @param why the stored name of a {@link NotStartedReason}; one that this version of the code
     *     does not know is no such word
     */
    static Optional<FanChange> ofEvent(
            ProjectId project, Optional<FanId> fan, FanEvent event, String why) {
        boolean isEngagement =
                NotStartedReason.ofWireName(why).map(FanChange::isEngagement).orElse(true);
        return fan.filter(_ -> isEngagement).flatMap(of -> acted(project, of, event));
    }

    private static Optional<FanChange> acted(ProjectId project, FanId fan, FanEvent event) {
        return Optional.of(event.type())
                .filter(type -> FanActions.isAction(type) && event.cause().isEmpty())
                .map(
                        type ->
                                new Acted(
                                        project,
                                        fan,
                                        event.id(),
                                        type,
                                        FanActions.releaseOf(type, event.scope()),
                                        event.receivedAt()));
    }

    private static boolean isEngagement(NotStartedReason why) {
        return switch (why) {
            case STOPPED, RESTARTED, CONFIRMED, HELP, TAKEN_BY_TEST -> false;
            case NO_FLOW,
                    ENTERED_BEFORE,
                    ENTERED_FOR_THIS_BEFORE,
                    COOLING_DOWN,
                    THRESHOLD_NOT_REACHED,
                    NOT_IN_PLAN,
                    TOO_MANY_IDENTITIES,
                    CHAIN_LOOP,
                    CHAIN_TOO_LONG,
                    FLOW_DRAFT,
                    FLOW_PAUSED,
                    FLOW_ARCHIVED,
                    OTHER_SCOPE ->
                    true;
        };
    }
}
