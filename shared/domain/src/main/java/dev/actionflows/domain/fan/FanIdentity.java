package dev.actionflows.domain.fan;

/**
 * A way in which a fan is known, with its value. Only the fan's profile holds it; {@link #toString}
 * hides the value, which is never for logs.
 *
 * @param value normalised: of a phone E.164, of an email address lower case, of an account its id
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
