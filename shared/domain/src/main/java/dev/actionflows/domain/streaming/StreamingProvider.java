package dev.actionflows.domain.streaming;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A streaming service at which fans can connect. */
public enum StreamingProvider {
    SPOTIFY,
    APPLE_MUSIC;

    /** The name in JSON, in paths and in keys, such as {@code apple_music}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Whether requests carry an access token that the user token renews (RFC 6749, section 1.5);
     * otherwise, they carry the user token itself.
     */
    public boolean hasAccessTokens() {
        return this == SPOTIFY;
    }

    public static Optional<StreamingProvider> ofWireName(String wireName) {
        return Arrays.stream(values())
                .filter(provider -> provider.wireName().equals(wireName))
                .findFirst();
    }
}
