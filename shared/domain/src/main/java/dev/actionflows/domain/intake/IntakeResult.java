package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;

import java.util.List;
import java.util.Optional;

/**
 * The result of an event.
 *
 * @param entries one for each flow that listens to it
 * @param ignored why the event started nothing; empty if a flow listens
 * @param word the effect of a STOP, START or HELP
 */
public record IntakeResult(
        List<FlowResult> entries, Optional<NotStartedReason> ignored, Optional<EventOutcome> word) {
    public IntakeResult {
        entries = List.copyOf(entries);
    }

    /** Flows listen to the event. */
    static IntakeResult of(List<FlowResult> entries) {
        return new IntakeResult(entries, Optional.empty(), Optional.empty());
    }

    /** The event started nothing. */
    static IntakeResult ignored(NotStartedReason why) {
        return new IntakeResult(List.of(), Optional.of(why), Optional.empty());
    }

    /** The event was a STOP, START or HELP. */
    static IntakeResult ofWord(NotStartedReason why, EventOutcome outcome) {
        return new IntakeResult(List.of(), Optional.of(why), Optional.of(outcome));
    }

    /** The result of an event in one flow. */
    public sealed interface FlowResult {
        FlowId flow();
    }

    public record RunStarted(FlowId flow, RunId run) implements FlowResult {}

    /** An earlier delivery of the event started this run. */
    public record RunRepeated(FlowId flow, RunId run) implements FlowResult {}

    /**
     * @param run the run that keeps the fan from entering the flow again
     */
    public record EntryRefused(FlowId flow, NotStartedReason why, Optional<RunId> run)
            implements FlowResult {}

    /** The event's runs, started by this delivery or an earlier one. */
    public List<RunId> runs() {
        return entries.stream().flatMap(entry -> runOf(entry).stream()).toList();
    }

    /** The event's run of one flow, if any. */
    Optional<RunId> runOf(FlowId flow) {
        return entries.stream()
                .filter(entry -> entry.flow().equals(flow))
                .flatMap(entry -> runOf(entry).stream())
                .findFirst();
    }

    private static Optional<RunId> runOf(FlowResult entry) {
        return switch (entry) {
            case RunStarted(_, RunId run) -> Optional.of(run);
            case RunRepeated(_, RunId run) -> Optional.of(run);
            case EntryRefused _ -> Optional.empty();
        };
    }

    /** Why there is no run; empty if there is one. */
    public Optional<NotStartedReason> why() {
        return runs().isEmpty()
                ? ignored.or(
                        () ->
                                entries.stream()
                                        .filter(EntryRefused.class::isInstance)
                                        .map(EntryRefused.class::cast)
                                        .map(EntryRefused::why)
                                        .findFirst())
                : Optional.empty();
    }

    /** The result as a single value, for logs and metrics. */
    public EventOutcome outcome() {
        if (word.isPresent()) {
            return word.get();
        }
        if (entries.stream().anyMatch(RunStarted.class::isInstance)) {
            return EventOutcome.RUN_STARTED;
        }
        if (entries.stream().anyMatch(RunRepeated.class::isInstance)) {
            return EventOutcome.DUPLICATE;
        }
        return entries.isEmpty() ? EventOutcome.NO_FLOW : EventOutcome.NOT_ENTERED;
    }
}
