package dev.actionflows.domain.run;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.limits.Channel;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What decides whether a step is done: as a request the segments and channels to look up, as an
 * answer those of which the fan is a member, and to which the fan has agreed.
 *
 * @param repliedTo as a request, the event after which another message from the fan is a reply; as
 *     an answer, the same if there is one, otherwise empty
 */
public record ConditionFacts(
        Set<SegmentId> segments, Set<Channel> consents, Optional<FanEvent> repliedTo) {
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

    /** Whether the fan has replied after an event. */
    static ConditionFacts reply(FanEvent event) {
        return new ConditionFacts(Set.of(), Set.of(), Optional.of(event));
    }

    boolean areNone() {
        return segments.isEmpty() && consents.isEmpty() && repliedTo.isEmpty();
    }

    ConditionFacts and(ConditionFacts others) {
        if (others.areNone()) {
            return this;
        }
        Set<SegmentId> bothSegments = new HashSet<>(segments);
        bothSegments.addAll(others.segments);
        Set<Channel> bothConsents = new HashSet<>(consents);
        bothConsents.addAll(others.consents);
        return new ConditionFacts(bothSegments, bothConsents, repliedTo.or(others::repliedTo));
    }

    boolean containsAll(ConditionFacts others) {
        return segments.containsAll(others.segments)
                && consents.containsAll(others.consents)
                && (others.repliedTo.isEmpty() || repliedTo.equals(others.repliedTo));
    }
}
