package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Set;

/** The fan for whom a flow is tried. */
public sealed interface SampleFan {
    /** A fan of the project in the current state. */
    record Known(FanId id) implements SampleFan {}

    /**
     * A made-up fan.
     *
     * @param phone whether the fan has a phone number
     * @param email whether the fan has an email address
     * @param instagram whether the fan has just written to the project's Instagram account
     * @param named whether the project knows the fan's first name
     * @param consented whether the fan has agreed to receive texts and email
     * @param stopped whether the fan has sent STOP
     * @param connections where the fan has connected an account, with all scopes
     */
    record MadeUp(
            boolean phone,
            boolean email,
            boolean instagram,
            boolean named,
            boolean consented,
            boolean stopped,
            Set<StreamingProvider> connections)
            implements SampleFan {
        public MadeUp {
            connections = Set.copyOf(connections);
        }

        /** A fan who has just written to the project's Instagram account. */
        public MadeUp(
                boolean phone,
                boolean email,
                boolean consented,
                boolean stopped,
                Set<StreamingProvider> connections) {
            this(phone, email, true, true, consented, stopped, connections);
        }
    }
}
