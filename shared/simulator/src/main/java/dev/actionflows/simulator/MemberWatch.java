package dev.actionflows.simulator;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.SegmentMemberStore;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Records when each id was last added to the segment, and when it was last removed from it. */
final class MemberWatch {
    private final Kernel kernel;
    private final Map<FanId, Instant> addedAt = new HashMap<>();
    private final Map<FanId, Instant> removedAt = new HashMap<>();

    MemberWatch(Kernel kernel) {
        this.kernel = kernel;
    }

    SegmentMemberStore watch(SegmentMemberStore store) {
        return PortProxy.of(
                SegmentMemberStore.class,
                store,
                (method, arguments, call) -> {
                    Object result = call.proceed();
                    switch (method.getName()) {
                        case "addMember" -> addedAt.put((FanId) arguments[2], kernel.now());
                        case "removeMember" -> removedAt.put((FanId) arguments[2], kernel.now());
                        default -> {}
                    }
                    return result;
                });
    }

    /** Whether the id was removed at any time. */
    boolean wasRemoved(FanId fan) {
        return removedAt.containsKey(fan);
    }

    /** Whether the id was removed at this time or later. */
    boolean wasRemovedSince(FanId fan, Instant begun) {
        return !removedAt.getOrDefault(fan, Instant.MIN).isBefore(begun);
    }

    /** Whether the id was added at this time or later. */
    boolean wasAddedSince(FanId fan, Instant begun) {
        return !addedAt.getOrDefault(fan, Instant.MIN).isBefore(begun);
    }
}
