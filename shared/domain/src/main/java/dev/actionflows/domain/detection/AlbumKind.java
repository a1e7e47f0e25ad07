package dev.actionflows.domain.detection;

/** What an album is, as far as all services tell it. */
public enum AlbumKind {
    ALBUM,
    /** A single or an EP, between which Spotify does not distinguish. */
    SINGLE
}
