package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.FanIdentity;

/** The originator of an incoming event, as far as its source knows. */
public sealed interface EventSender {
    /** A fan whom the source has resolved. */
    record Known(EventFan fan) implements EventSender {}

    /** The owner of an address or account; becomes a fan only if a flow listens. */
    record Owner(FanIdentity identity) implements EventSender {}

    /** No single fan: the event concerns many fans, each of whom gets their own event. */
    record ManyFans() implements EventSender {}
}
