package dev.actionflows.domain.run;

import dev.actionflows.domain.flow.FlowSubject;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.Optional;

/**
 * What never changes about a run and decides what its steps have to read. The state machine passes
 * it on, so that a function can read the run and the facts for its step together.
 *
 * @param trigger the type of the event that started the run
 * @param subject the id of the release or artist that the event was about
 * @param since when the run started; only later messages of the fan are replies to it
 */
public record RunOutline(
        FlowId flow,
        int flowVersion,
        FanId fan,
        TriggerType trigger,
        Optional<String> subject,
        Instant since) {
    /** The outline of this run. */
    public static RunOutline of(Run run) {
        // nobody replies to a run that does not exist yet, however late its event was delivered
        Instant event = run.event().receivedAt();
        return new RunOutline(
                run.flow(),
                run.flowVersion(),
                run.fan(),
                run.event().type(),
                FlowSubject.idOf(run.event()),
                event.isAfter(run.startedAt()) ? event : run.startedAt());
    }
}
