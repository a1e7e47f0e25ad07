package dev.actionflows.domain.run;

import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.step.Step;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reports completed steps as events, to which other flows can listen. An event is sent before the
 * outcome is recorded, so that it is never lost; if the invocation dies in between, the next one
 * sends it again, with the same id. Nothing is sent if no flow of the project can listen.
 *
 * @param <S> the step type
 */
final class OutcomeEvents<S extends Step> {
    private final StepAction<S> action;
    private final StepRunnerPorts ports;

    OutcomeEvents(StepAction<S> action, StepRunnerPorts ports) {
        if (!action.causes().isEmpty() && ports.outcomeEvents().isEmpty()) {
            throw new IllegalArgumentException("nowhere to send the events of " + action);
        }
        this.action = action;
        this.ports = ports;
    }

    /**
     * Sends the events of a completed step.
     *
     * @param facts the facts that were read for the step
     */
    void send(Run run, int index, S step, StepOutcome.Completed outcome, Facts facts) {
        Instant now = ports.clock().instant();
        List<CausedEvent> caused = heard(step, outcome, facts, run, now);
        if (caused.isEmpty()) {
            return;
        }
        Cause cause = Cause.of(run.key().run(), run.flow(), run.event(), index);
        for (CausedEvent event : caused) {
            send(
                    new OutcomeEvent(
                            run.key().project(),
                            run.fan(),
                            event.type(),
                            event.scope(),
                            now,
                            cause));
        }
    }

    private void send(OutcomeEvent event) {
        ports.outcomeEvents().orElseThrow().get().send(event);
    }

    private List<CausedEvent> heard(
            S step, StepOutcome.Completed outcome, Facts facts, Run run, Instant now) {
        if (action.causes().isEmpty()) {
            return List.of();
        }
        // the intake looks up the flow in test mode, and whether it is for this fan
        boolean tested =
                facts.project().map(Project::tests).orElse(List.of()).stream()
                        .anyMatch(test -> test.lastsAt(now));
        ActiveFlows active = facts.listeners().orElseGet(ActiveFlows::none);
        Optional<Set<String>> scopes = tested ? Optional.empty() : scopes(active);
        return scopes.filter(Set::isEmpty).isPresent()
                ? List.of()
                : action.causedEvents(step, run.key().project(), scopes).stream()
                        .filter(it -> it.isCausedBy(outcome))
                        .filter(it -> tested || active.mayListenTo(it.type(), it.scope()))
                        .toList();
    }

    /** The scopes to which flows listen; empty if they may listen to any. */
    private Optional<Set<String>> scopes(ActiveFlows active) {
        List<Optional<Set<String>>> byType =
                action.causes().stream().map(active::scopesOf).toList();
        return byType.stream().allMatch(Optional::isPresent)
                ? Optional.of(
                        byType.stream()
                                .flatMap(it -> it.orElseThrow().stream())
                                .collect(Collectors.toSet()))
                : Optional.empty();
    }
}
