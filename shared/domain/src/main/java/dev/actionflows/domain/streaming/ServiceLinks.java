package dev.actionflows.domain.streaming;

/** Public addresses of albums and artists at the services. */
public final class ServiceLinks {
    private ServiceLinks() {}

    /**
     * @param id {@code spotify:album:…} or an Apple Music catalog id
     */
    public static String album(StreamingProvider provider, String id) {
        return link(provider, "album", id);
    }

    /**
     * @param id {@code spotify:artist:…} or an Apple Music catalog id
     */
    public static String artist(StreamingProvider provider, String id) {
        return link(provider, "artist", id);
    }

    /**
     * Apple's host {@code geo} redirects to the store of the visitor's country; the path's country
     * and title do not matter.
     */
    private static String link(StreamingProvider provider, String kind, String id) {
        return switch (provider) {
            case SPOTIFY ->
                    "https://open.spotify.com/%s/%s"
                            .formatted(kind, id.substring(id.lastIndexOf(':') + 1));
            case APPLE_MUSIC -> "https://geo.music.apple.com/us/%s/_/%s".formatted(kind, id);
        };
    }
}
