package dev.actionflows.domain.connect;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;

import java.util.Optional;

/** The fan who uses a browser, according to the token that it sends. */
sealed interface Visitor {
    /** Unknown: there is no token. */
    record Unnamed() implements Visitor {}

    /** This fan, who has confirmed it. */
    record Known(Fan fan) implements Visitor {}

    /** This fan, unless somebody else forwarded or planted the link. */
    record Unconfirmed(Fan fan) implements Visitor {}

    /** The token is forged, of another project or expired, or its fan does not exist. */
    record Invalid() implements Visitor {}

    /** The fan in the token. */
    default Optional<FanId> named() {
        return switch (this) {
            case Unnamed(), Invalid() -> Optional.empty();
            case Known(Fan fan) -> Optional.of(fan.id());
            case Unconfirmed(Fan fan) -> Optional.of(fan.id());
        };
    }
}
