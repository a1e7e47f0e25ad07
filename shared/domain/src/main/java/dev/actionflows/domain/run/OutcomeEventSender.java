package dev.actionflows.domain.run;

import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.event.OutcomeEventQueue;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends what steps lead to. An event is sent before what caused it is recorded, so that it is never
 * lost: whoever dies in between leaves the work to be repeated, and sends the event again, with the
 * same id.
 *
 * @param queue requested only if there is an event to send
 */
record OutcomeEventSender(Supplier<OutcomeEventQueue> queue, InstantSource clock) {
    void send(Run run, int index, List<CausedEvent> events) {
        for (CausedEvent event : events) {
            send(
                    OutcomeEvent.ofStep(
                            run.key().project(),
                            run.fan(),
                            event.type(),
                            event.scope(),
                            clock.instant(),
                            Cause.of(run.key().run(), run.flow(), run.event(), index)));
        }
    }

    private void send(OutcomeEvent event) {
        queue.get().send(event);
    }
}
