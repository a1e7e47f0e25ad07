package dev.actionflows.domain.run;

import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.limits.Channel;

import java.util.HashSet;
import java.util.Set;

/**
 * What the conditions of steps are about: as a request the segments and channels to look up, as an
 * answer those of which the fan is a member, and to which the fan has agreed.
 */
public record ConditionFacts(Set<SegmentId> segments, Set<Channel> consents) {
    public static final ConditionFacts NONE = new ConditionFacts(Set.of(), Set.of());

    public ConditionFacts {
        segments = Set.copyOf(segments);
        consents = Set.copyOf(consents);
    }

    boolean areNone() {
        return segments.isEmpty() && consents.isEmpty();
    }

    ConditionFacts and(ConditionFacts others) {
        if (others.areNone()) {
            return this;
        }
        Set<SegmentId> bothSegments = new HashSet<>(segments);
        bothSegments.addAll(others.segments);
        Set<Channel> bothConsents = new HashSet<>(consents);
        bothConsents.addAll(others.consents);
        return new ConditionFacts(bothSegments, bothConsents);
    }

    boolean containsAll(ConditionFacts others) {
        return segments.containsAll(others.segments) && consents.containsAll(others.consents);
    }
}
