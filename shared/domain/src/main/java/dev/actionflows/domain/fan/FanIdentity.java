package dev.actionflows.domain.fan;

/**
 * An identity of a fan, with its value. Only the fan's profile contains it; {@link #toString} omits
 * the value, which must not be logged.
 *
 * @param value normalized: E.164 for a phone, lower case for an email address, the id for an
 *     account
 */
public record FanIdentity(Identity identity, String value) {
    public Identity.Kind kind() {
        return identity.kind();
    }

    @Override
    public String toString() {
        return identity.toString();
    }
}
