package dev.actionflows.domain.run;

import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.limits.Channel;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What decides whether a step is done: as a request the segments and channels to look up, as an
 * answer those of which the fan is a member, and to which the fan has agreed.
 *
 * @param repliedAfter as a request, the time after which a message from the fan is a reply; as an
 *     answer, the same if there is one, otherwise empty
 */
public record ConditionFacts(
        Set<SegmentId> segments, Set<Channel> consents, Optional<Instant> repliedAfter) {
    public static final ConditionFacts NONE =
            new ConditionFacts(Set.of(), Set.of(), Optional.empty());

    public ConditionFacts {
        segments = Set.copyOf(segments);
        consents = Set.copyOf(consents);
    }

    /** What a condition is about. */
    ConditionFacts(Set<SegmentId> segments, Set<Channel> consents) {
        this(segments, consents, Optional.empty());
    }

    /** Whether the fan has replied since. */
    static ConditionFacts reply(Instant since) {
        return new ConditionFacts(Set.of(), Set.of(), Optional.of(since));
    }

    boolean areNone() {
        return segments.isEmpty() && consents.isEmpty() && repliedAfter.isEmpty();
    }

    ConditionFacts and(ConditionFacts others) {
        if (others.areNone()) {
            return this;
        }
        Set<SegmentId> bothSegments = new HashSet<>(segments);
        bothSegments.addAll(others.segments);
        Set<Channel> bothConsents = new HashSet<>(consents);
        bothConsents.addAll(others.consents);
        return new ConditionFacts(
                bothSegments, bothConsents, repliedAfter.or(others::repliedAfter));
    }

    boolean containsAll(ConditionFacts others) {
        return segments.containsAll(others.segments)
                && consents.containsAll(others.consents)
                && (others.repliedAfter.isEmpty() || repliedAfter.equals(others.repliedAfter));
    }
}
