package dev.actionflows.domain.webhook;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepOutcome;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What webhooks report of a run, as it is stored at one moment. Names are as they are stored, so
 * that an outcome or a reason that this version of the code does not know is reported, too.
 *
 * @param status the stored name of its {@link dev.actionflows.domain.run.RunStatus}
 * @param revision incremented by each change of the run
 */
public record RunSnapshot(
        RunKey key,
        FlowId flow,
        int flowVersion,
        FanId fan,
        boolean test,
        String status,
        long revision,
        Instant startedAt,
        Optional<Instant> endedAt,
        List<Step> steps) {
    public RunSnapshot {
        steps = List.copyOf(steps);
    }

    /**
     * @param outcome empty if it has none yet
     */
    public record Step(String type, Optional<String> outcome, Optional<String> reason) {}

    public static RunSnapshot of(Run run) {
        return new RunSnapshot(
                run.key(),
                run.flow(),
                run.flowVersion(),
                run.fan(),
                run.test(),
                run.status().name(),
                run.revision(),
                run.startedAt(),
                run.endedAt(),
                run.steps().stream()
                        .map(
                                it ->
                                        new Step(
                                                it.type().wireName(),
                                                it.outcome().map(StepOutcome::wireName),
                                                it.outcome().map(on -> on.reason().wireName())))
                        .toList());
    }
}
