package dev.actionflows.domain.run;

import dev.actionflows.domain.step.Step;

import java.util.List;

/**
 * Reports completed steps as events, to which other flows can listen. Nothing is sent if no flow of
 * the project may listen.
 *
 * @param <S> the step type
 */
final class OutcomeEvents<S extends Step> {
    private final StepAction<S> action;
    private final StepRunnerPorts ports;

    /**
     * @throws IllegalArgumentException if the steps cause events and there is nowhere to send them
     */
    OutcomeEvents(StepAction<S> action, StepRunnerPorts ports) {
        if (!action.causes().isEmpty() && ports.outcomeEvents().isEmpty()) {
            throw new IllegalArgumentException("nowhere to send the events of " + action);
        }
        this.action = action;
        this.ports = ports;
    }

    /**
     * Sends the events of a completed step, before its outcome is recorded.
     *
     * @param facts the facts that were read for the step
     */
    void send(Run run, int index, S step, StepOutcome.Completed outcome, Facts facts) {
        if (action.causes().isEmpty()) {
            return;
        }
        Listeners listeners = Listeners.of(facts, ports.clock().instant());
        if (!listeners.mayHearAny(action.causes())) {
            return;
        }
        List<CausedEvent> heard =
                action.causedEvents(step, run.key().project()).stream()
                        .filter(it -> it.isCausedBy(outcome))
                        .filter(listeners::mayHear)
                        .toList();
        new OutcomeEventSender(ports.outcomeEvents().orElseThrow(), ports.clock())
                .send(run, index, heard);
    }
}
