package dev.actionflows.domain.page;

import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.streaming.StreamingProvider;

/** An action that a page offers at a streaming service. */
public record PageOffer(FanAction action, StreamingProvider provider) {
    /** Identifies it on its page, such as {@code presave.spotify}. */
    public String name() {
        return action.wireName() + "." + provider.wireName();
    }
}
