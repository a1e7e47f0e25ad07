package dev.actionflows.domain.event;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;

import java.util.List;
import java.util.stream.Stream;

/**
 * What led to an event of the system: the step of a run that completed.
 *
 * @param step index of the step in the run
 * @param flows the flows of the chain of runs that ends with this one, oldest first
 */
public record Cause(RunId run, int step, List<FlowId> flows) {
    /** The longest chain of runs that may lead to another run. */
    public static final int MAX_FLOWS = 5;

    public Cause {
        flows = List.copyOf(flows);
        if (flows.isEmpty()) {
            throw new IllegalArgumentException("the chain of an event has the flow of its run");
        }
    }

    /**
     * The cause of what a step of a run leads to.
     *
     * @param event what started the run
     */
    public static Cause of(RunId run, FlowId flow, FanEvent event, int step) {
        List<FlowId> before = event.cause().map(Cause::flows).orElse(List.of());
        return new Cause(run, step, Stream.concat(before.stream(), Stream.of(flow)).toList());
    }

    /** Whether a run of this flow led to the event: it would go round in a circle. */
    public boolean includes(FlowId flow) {
        return flows.contains(flow);
    }

    /** Whether so many runs led to the event that it starts no further one. */
    public boolean isTooLong() {
        return flows.size() > MAX_FLOWS;
    }
}
