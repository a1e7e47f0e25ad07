package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.FanIdentity;

/** Whose an incoming event is, as far as its source knows. */
public sealed interface EventSender {
    /** A fan whom the source has resolved. */
    record Known(EventFan fan) implements EventSender {}

    /** The owner of an address or account; becomes a fan only if a flow listens. */
    record Owner(FanIdentity identity) implements EventSender {}

    /** Nobody in particular: the event concerns many fans, each of whom has one of their own. */
    record Nobody() implements EventSender {}
}
