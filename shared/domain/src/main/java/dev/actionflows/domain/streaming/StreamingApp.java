package dev.actionflows.domain.streaming;

/** The project's app at a streaming provider, unsealed; never stored or logged in this form. */
public sealed interface StreamingApp {
    /** A Spotify app's client id and client secret. */
    record Spotify(String clientId, String clientSecret) implements StreamingApp {
        @Override
        public String toString() {
            return "Spotify[" + clientId + "]";
        }
    }

    /**
     * A MusicKit key.
     *
     * @param privateKey the key's PKCS #8 PEM (ES256)
     */
    record AppleMusic(String teamId, String keyId, String privateKey) implements StreamingApp {
        @Override
        public String toString() {
            return "AppleMusic[" + teamId + ", " + keyId + "]";
        }
    }
}
