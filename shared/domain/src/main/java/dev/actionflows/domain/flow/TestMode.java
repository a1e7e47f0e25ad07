package dev.actionflows.domain.flow;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Lets an inactive flow listen to test fans only. It owns no scope, so that it does not displace
 * the flow that does.
 *
 * @param fans ids of the test fans when they were set; after a merge, any id of the fan counts
 * @param begun when the test began; unchanged if fans or end are changed meanwhile
 * @param until when it expires
 * @param flowActivatedAt the flow's {@link Flow#activatedAt} when the test began: activating the
 *     flow ends the test, even if it is paused again
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

    /** Whether it has not expired. */
    public boolean lastsAt(Instant now) {
        return now.isBefore(until);
    }

    /** Whether the flow, in its current state, can still be tested. */
    public boolean appliesTo(Flow flow) {
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
     * Whether a fan is one of the test fans.
     *
     * @param ids every id of the fan
     */
    public boolean isFor(Collection<FanId> ids) {
        return fans.stream().anyMatch(ids::contains);
    }
}
