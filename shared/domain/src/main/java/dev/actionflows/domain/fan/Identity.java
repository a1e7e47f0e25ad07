package dev.actionflows.domain.fan;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * A way in which a fan is known, hidden: the value itself is only in the fan's profile, keys and
 * logs hold this hash.
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
        /** The id by which Instagram tells one business account of a person. */
        INSTAGRAM;

        /** Whether a fan can be written to there, and can say STOP. */
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
