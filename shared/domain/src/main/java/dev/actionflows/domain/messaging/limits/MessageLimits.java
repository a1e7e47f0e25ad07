package dev.actionflows.domain.messaging.limits;

import java.util.List;

/**
 * A project's limits on its messages.
 *
 * @param stopped whether no message of a flow may be sent at all
 */
public record MessageLimits(List<FrequencyCap> caps, CreditLimits credits, boolean stopped) {
    public MessageLimits {
        caps = List.copyOf(caps);
    }

    /** Of a project that sends. */
    public MessageLimits(List<FrequencyCap> caps, CreditLimits credits) {
        this(caps, credits, false);
    }

    public static MessageLimits none() {
        return new MessageLimits(List.of(), CreditLimits.none());
    }

    public MessageLimits withCaps(List<FrequencyCap> caps) {
        return new MessageLimits(caps, credits, stopped);
    }

    public MessageLimits withCredits(CreditLimits credits) {
        return new MessageLimits(caps, credits, stopped);
    }

    public MessageLimits withStopped(boolean stopped) {
        return new MessageLimits(caps, credits, stopped);
    }

    public List<FrequencyCap> capsOn(Channel channel) {
        return caps.stream().filter(cap -> cap.channel() == channel).toList();
    }
}
