package dev.actionflows.domain.backtest;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An event of a fan, with all that is stored about it.
 *
 * @param event as the flow got it, or any other one
 * @param at when it was taken, as far as that is stored: an event that a run kept from entering the
 *     flow was taken after that run began
 * @param results what it led to in each flow, or why in none
 */
record PastEvent(FanEvent event, Instant at, List<EventResult> results) {
    /** What ends an event before any flow is considered, whichever flows there are. */
    private static final Set<NotStartedReason> NO_TRIGGER =
            EnumSet.of(
                    NotStartedReason.STOPPED,
                    NotStartedReason.RESTARTED,
                    NotStartedReason.CONFIRMED,
                    NotStartedReason.HELP,
                    NotStartedReason.TOO_MANY_IDENTITIES);

    /** Of several flows that got the event, this one's view of it counts. */
    static PastEvent of(FlowId flow, List<EventResult> results) {
        return of(flow, results, Map.of());
    }

    /**
     * @param starts when runs began
     */
    static PastEvent of(FlowId flow, List<EventResult> results, Map<RunId, Instant> starts) {
        EventResult one =
                results.stream()
                        .filter(it -> isOf(flow, it))
                        .findFirst()
                        .orElseGet(
                                () ->
                                        results.stream()
                                                .min(Comparator.comparing(EventResult::at))
                                                .orElseThrow());
        return new PastEvent(
                one.event(),
                isOf(flow, one) ? takenAt(one, starts) : one.at(),
                List.copyOf(results));
    }

    private static Instant takenAt(EventResult result, Map<RunId, Instant> starts) {
        return Stream.of(result)
                .filter(EventResult.NotStarted.class::isInstance)
                .flatMap(it -> ((EventResult.NotStarted) it).entry().stoppedBy().stream())
                .flatMap(run -> Optional.ofNullable(starts.get(run)).stream())
                .filter(start -> start.isAfter(result.at()))
                .findFirst()
                .orElse(result.at());
    }

    private static boolean isOf(FlowId flow, EventResult result) {
        return switch (result) {
            case EventResult.RunStarted(Run run) -> run.flow().equals(flow) && !run.test();
            case EventResult.NotStarted(EventRecord entry) ->
                    entry.flow().filter(flow::equals).isPresent()
                            && entry.why() != NotStartedReason.TAKEN_BY_TEST;
        };
    }

    /** The last place under which a list has it. */
    String place() {
        return results.stream()
                .map(EventResult::place)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    boolean isHeardBy(FlowId flow) {
        return results.stream().anyMatch(it -> isOf(flow, it));
    }

    /** Whether a flow other than this one took it. */
    boolean isTakenByOther(FlowId flow) {
        return results.stream()
                .anyMatch(it -> flowOf(it).filter(other -> !other.equals(flow)).isPresent());
    }

    /**
     * What it led to in other flows, if it did not come to this one: tests of theirs are left out.
     */
    Stream<EventResult> takenInstead(FlowId flow) {
        boolean cameToFlow = results.stream().anyMatch(it -> flowOf(it).equals(Optional.of(flow)));
        return cameToFlow ? Stream.empty() : results.stream().filter(it -> !isTest(it));
    }

    private static boolean isTest(EventResult result) {
        return result instanceof EventResult.RunStarted(Run run) && run.test();
    }

    /**
     * Whether a flow took this direct message by its word: then that is stored, whatever became of
     * the flow. Of one that a test took, the test may have listened to the word.
     */
    static boolean isTakenByWord(EventResult result) {
        return result.event().type() == TriggerType.INSTAGRAM_DM
                && !result.event().scope().equals(TriggerScope.PROJECT)
                && flowOf(result).isPresent()
                && !isTakenByTest(result);
    }

    private static boolean isTakenByTest(EventResult result) {
        return result instanceof EventResult.NotStarted(EventRecord entry)
                && entry.why() == NotStartedReason.TAKEN_BY_TEST;
    }

    private static Optional<FlowId> flowOf(EventResult result) {
        return switch (result) {
            case EventResult.RunStarted(Run run) -> Optional.of(run.flow());
            case EventResult.NotStarted(EventRecord entry) -> entry.flow();
        };
    }

    boolean mayTrigger() {
        return reasons().noneMatch(NO_TRIGGER::contains);
    }

    /** Whether the flow was asked and kept the fan out, except by its threshold. */
    boolean isRefusedBy(FlowId flow) {
        return results.stream()
                .filter(it -> isOf(flow, it))
                .anyMatch(
                        it ->
                                it instanceof EventResult.NotStarted(EventRecord entry)
                                        && reachesThreshold(entry.why()));
    }

    private static boolean reachesThreshold(NotStartedReason why) {
        return why == NotStartedReason.ENTERED_BEFORE
                || why == NotStartedReason.ENTERED_FOR_THIS_BEFORE
                || why == NotStartedReason.COOLING_DOWN;
    }

    private Stream<NotStartedReason> reasons() {
        return results.stream()
                .filter(EventResult.NotStarted.class::isInstance)
                .map(it -> ((EventResult.NotStarted) it).entry().why());
    }

    /** The run that it started in the flow. */
    Optional<Run> runOf(FlowId flow) {
        return results.stream()
                .filter(it -> isOf(flow, it))
                .filter(EventResult.RunStarted.class::isInstance)
                .map(it -> ((EventResult.RunStarted) it).run())
                .findFirst();
    }
}
