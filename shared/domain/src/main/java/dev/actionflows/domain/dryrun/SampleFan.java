package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Set;

/** For whom a flow is played. */
public sealed interface SampleFan {
    /** A fan of the project, as they are now. */
    record Known(FanId id) implements SampleFan {}

    /**
     * Somebody made up.
     *
     * @param phone whether they are known by a phone number
     * @param consented whether they have agreed to be sent texts
     * @param stopped whether they have sent STOP
     * @param connections where they have connected an account, with everything allowed
     */
    record MadeUp(
            boolean phone, boolean consented, boolean stopped, Set<StreamingProvider> connections)
            implements SampleFan {
        public MadeUp {
            connections = Set.copyOf(connections);
        }
    }
}
