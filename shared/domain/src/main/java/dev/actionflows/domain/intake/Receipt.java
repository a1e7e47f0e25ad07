package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;

import java.util.List;
import java.util.Optional;

/**
 * What came of an event.
 *
 * @param entries one for each flow that listens to it
 * @param ignored why nothing came of it; empty when a flow listens
 */
public record Receipt(List<Entry> entries, Optional<NoRun> ignored) {
    public Receipt {
        entries = List.copyOf(entries);
    }

    /** What came of an event in one flow. */
    public sealed interface Entry {
        FlowId flow();
    }

    public record Started(FlowId flow, RunId run) implements Entry {}

    /** The same event has started this run before. */
    public record Repeated(FlowId flow, RunId run) implements Entry {}

    /**
     * @param run because of which the flow is not entered again
     */
    public record Refused(FlowId flow, NoRun why, Optional<RunId> run) implements Entry {}

    /** The event's runs, whether this delivery or an earlier one has started them. */
    public List<RunId> runs() {
        return entries.stream().flatMap(entry -> runOf(entry).stream()).toList();
    }

    /** The event's run of one flow, if it has one. */
    Optional<RunId> runOf(FlowId flow) {
        return entries.stream()
                .filter(entry -> entry.flow().equals(flow))
                .flatMap(entry -> runOf(entry).stream())
                .findFirst();
    }

    private static Optional<RunId> runOf(Entry entry) {
        return switch (entry) {
            case Started(_, RunId run) -> Optional.of(run);
            case Repeated(_, RunId run) -> Optional.of(run);
            case Refused _ -> Optional.empty();
        };
    }

    /** Why there is no run; empty when there is one. */
    public Optional<NoRun> why() {
        return runs().isEmpty()
                ? ignored.or(
                        () ->
                                entries.stream()
                                        .filter(Refused.class::isInstance)
                                        .map(Refused.class::cast)
                                        .map(Refused::why)
                                        .findFirst())
                : Optional.empty();
    }

    /** All of it in a word, for logs and metrics. */
    public EventOutcome outcome() {
        if (entries.stream().anyMatch(Started.class::isInstance)) {
            return EventOutcome.RUN_STARTED;
        }
        if (entries.stream().anyMatch(Repeated.class::isInstance)) {
            return EventOutcome.DUPLICATE;
        }
        return entries.isEmpty() ? EventOutcome.NO_FLOW : EventOutcome.NOT_ENTERED;
    }
}
