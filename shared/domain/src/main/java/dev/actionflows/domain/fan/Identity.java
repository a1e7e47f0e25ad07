package dev.actionflows.domain.fan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An identity of a fan, hashed: only the fan's profile has the value; keys and logs have this hash.
 *
 * @param hash HMAC-SHA256 of project, kind and value with the deployment's identity key, in
 *     hexadecimal
 */
public record Identity(Kind kind, String hash) {
    public enum Kind {
        PHONE,
        EMAIL,
        /** The id of an account at Spotify. */
        SPOTIFY,
        /** The id by which Instagram identifies a fan to one business account. */
        INSTAGRAM;

        /** Whether a fan can receive messages there and send STOP. */
        boolean isChannel() {
            return switch (this) {
                case PHONE, EMAIL, INSTAGRAM -> true;
                case SPOTIFY -> false;
            };
        }

        /** The name in keys. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<Kind> ofWireName(String wireName) {
            return Arrays.stream(values())
                    .filter(kind -> kind.wireName().equals(wireName))
                    .findFirst();
        }
    }
}
