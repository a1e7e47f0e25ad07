package dev.actionflows.domain.messaging.limits;

import java.util.List;

/** A project's limits on its messages. */
public record MessageLimits(List<FrequencyCap> caps, CreditLimits credits) {
    public MessageLimits {
        caps = List.copyOf(caps);
    }

    public static MessageLimits none() {
        return new MessageLimits(List.of(), CreditLimits.none());
    }

    public MessageLimits withCaps(List<FrequencyCap> caps) {
        return new MessageLimits(caps, credits);
    }

    public MessageLimits withCredits(CreditLimits credits) {
        return new MessageLimits(caps, credits);
    }

    public List<FrequencyCap> capsOn(Channel channel) {
        return caps.stream().filter(cap -> cap.channel() == channel).toList();
    }
}
