package dev.actionflows.domain.messaging.limits;

import java.util.List;
import java.util.Optional;

/**
 * What a message used up of its project's limits.
 *
 * @param caps of its channel
 * @param credits empty for a message that costs none
 */
public record MessageUse(List<CapUse> caps, Optional<CreditUse> credits) {
    public MessageUse {
        caps = List.copyOf(caps);
    }
}
