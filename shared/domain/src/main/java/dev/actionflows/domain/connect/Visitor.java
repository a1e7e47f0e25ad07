package dev.actionflows.domain.connect;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;

import java.util.Optional;

/** Who is said to sit before a browser, by the token that it brings. */
sealed interface Visitor {
    /** Nobody in particular: there is no token. */
    record Unnamed() implements Visitor {}

    /** This fan, and whoever sits there means it. */
    record Known(Fan fan) implements Visitor {}

    /** This fan, but perhaps it is a link that somebody else has passed on or planted. */
    record Unconfirmed(Fan fan) implements Visitor {}

    /** The token is forged, of another project or too old, or its fan is no more. */
    record Invalid() implements Visitor {}

    /** The fan whom the token names. */
    default Optional<FanId> named() {
        return switch (this) {
            case Unnamed(), Invalid() -> Optional.empty();
            case Known(Fan fan) -> Optional.of(fan.id());
            case Unconfirmed(Fan fan) -> Optional.of(fan.id());
        };
    }
}
