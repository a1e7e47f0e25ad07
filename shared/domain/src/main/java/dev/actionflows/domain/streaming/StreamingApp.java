package dev.actionflows.domain.streaming;

/** The project's app at a streaming provider, unsealed; never stored or logged in this form. */
public sealed interface StreamingApp {
    StreamingProvider provider();

    /** The app's id at its provider, which is no secret. */
    String id();

    /** A Spotify app's client id and client secret. */
    record Spotify(String clientId, String clientSecret) implements StreamingApp {
        @Override
        public StreamingProvider provider() {
            return StreamingProvider.SPOTIFY;
        }

        @Override
        public String id() {
            return clientId;
        }

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
        public StreamingProvider provider() {
            return StreamingProvider.APPLE_MUSIC;
        }

        @Override
        public String id() {
            return teamId + "/" + keyId;
        }

        @Override
        public String toString() {
            return "AppleMusic[" + teamId + ", " + keyId + "]";
        }
    }
}
