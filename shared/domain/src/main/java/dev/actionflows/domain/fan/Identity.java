package dev.actionflows.domain.fan;

/**
 * A way in which a fan is known, hidden: the value itself is only in the fan's profile, keys and
 * logs hold this hash.
 *
 * @param hash HMAC-SHA256 of project, kind and value with the deployment's identity key, in
 *     hexadecimal
 */
public record Identity(Kind kind, String hash) {
    public enum Kind {
        PHONE;

        /** The name in keys. */
        public String wireName() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
