package dev.actionflows.domain.segment;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.ConsentStore.Permission;
import dev.actionflows.domain.fan.FanIdentity;

import java.util.Locale;
import java.util.Optional;

/**
 * Whether messages may be sent to a fan on one channel, as a project sees it in an export.
 *
 * @param address the address that has agreed; without a consent, the fan's latest
 */
record MessagePermission(State state, Optional<String> address) {
    /** The state in one word. */
    enum State {
        /** A consent counts. */
        GIVEN,
        /** A consent that the address has to confirm first. */
        UNCONFIRMED,
        /** No consent. */
        NONE,
        STOPPED,
        UNSUBSCRIBED,
        BOUNCED,
        COMPLAINED;

        String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * @param latest the fan's latest address of the channel
     */
    static MessagePermission of(Permission permission, Optional<FanIdentity> latest) {
        return switch (permission) {
            case Permission.Given(FanIdentity address, _) -> at(State.GIVEN, address);
            case Permission.Unconfirmed(FanIdentity address, _, _) ->
                    at(State.UNCONFIRMED, address);
            case Permission.Stopped(Reason reason) ->
                    new MessagePermission(of(reason), latest.map(FanIdentity::value));
            case Permission.NeverGiven(), Permission.Conversation _, Permission.FanChanged() ->
                    new MessagePermission(State.NONE, latest.map(FanIdentity::value));
        };
    }

    private static MessagePermission at(State state, FanIdentity address) {
        return new MessagePermission(state, Optional.of(address.value()));
    }

    private static State of(Reason reason) {
        return switch (reason) {
            case UNSUBSCRIBED -> State.UNSUBSCRIBED;
            case BOUNCED -> State.BOUNCED;
            case COMPLAINED -> State.COMPLAINED;
            default -> State.STOPPED;
        };
    }
}
