package dev.actionflows.aws;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ProjectId;

/** Keys of what is known of the artists whose new releases are looked for. */
final class WatchKeys {
    /** Written once for each artist, and read as a whole by one function. */
    static final String WATCHED_PARTITION = "WATCHED_ARTISTS";

    private WatchKeys() {}

    static Key watched(ProjectId project, ArtistId artist) {
        return new Key(WATCHED_PARTITION, watchedSk(project, artist));
    }

    static String watchedSk(ProjectId project, ArtistId artist) {
        return Key.PROJECT_PREFIX + project + "#" + artist;
    }

    /** What has been seen in the artist's lists of albums. */
    static Key albums(ProjectId project, ArtistId artist) {
        return new Key("ALBUMS#" + project + "#" + artist, "ALBUMS");
    }
}
