package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * A flow that does not listen is tried out for real: it listens to some fans, and to nobody else.
 * It owns no scope, so it never stands in the way of the flow that does.
 *
 * @param fans ids of the test fans, as they were when they were named; of somebody merged since,
 *     any id counts
 * @param begun since when; naming other fans or another end while it lasts leaves that as it is
 * @param until when it ends by itself
 * @param flowActivatedAt the flow's {@link Flow#activatedAt} when the test began: a flow that was
 *     activated since has ended its test, also if it is paused again
 */
public record TestMode(
        FlowId flow,
        List<FanId> fans,
        Instant begun,
        Instant until,
        Optional<Instant> flowActivatedAt) {
    public TestMode {
        fans = List.copyOf(fans);
    }

    /** Whether its time is not over. */
    public boolean lastsAt(Instant now) {
        return now.isBefore(until);
    }

    /** Whether the flow, as it stands, may still be tried out. */
    public boolean suits(Flow flow) {
        boolean listensToNobody =
                switch (flow.status()) {
                    case DRAFT, PAUSED -> true;
                    case ACTIVE, ARCHIVED -> false;
                };
        return listensToNobody
                && flow.id().equals(this.flow)
                && flow.activatedAt().equals(flowActivatedAt);
    }

    /**
     * Whether somebody is among the test fans.
     *
     * @param ids every id of one person
     */
    public boolean isFor(Collection<FanId> ids) {
        return fans.stream().anyMatch(ids::contains);
    }
}
