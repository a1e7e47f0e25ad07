package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.ProviderIdFields;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the step {@code add_to_library} adds: an album of the project, a track or a playlist. */
public sealed interface LibraryItem {
    /** The properties in flow documents, of which a step has exactly one. */
    List<String> NAMES = List.of(Album.NAME, Track.NAME, Playlist.NAME);

    /** What the fan must have allowed. */
    StreamingOperation operation();

    /** The release of the project that it is. */
    default Optional<ReleaseId> referredRelease() {
        return Optional.empty();
    }

    /** The property of the step in a flow document. */
    Map<String, Object> properties();

    /** An album, EP or single of the project. */
    record Album(ReleaseId release) implements LibraryItem {
        static final String NAME = "releaseId";

        @Override
        public StreamingOperation operation() {
            return StreamingOperation.SAVE_ALBUM;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of(NAME, release.value());
        }

        @Override
        public Optional<ReleaseId> referredRelease() {
            return Optional.of(release);
        }
    }

    /** A track, by its ids at the services, at least one. */
    record Track(ProviderIds ids) implements LibraryItem {
        static final String NAME = "track";

        @Override
        public StreamingOperation operation() {
            return StreamingOperation.SAVE_TRACK;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of(NAME, ProviderIdFields.toDocument(ids));
        }
    }

    /** A public playlist, by its ids at the services, at least one. */
    record Playlist(ProviderIds ids) implements LibraryItem {
        static final String NAME = "playlist";

        @Override
        public StreamingOperation operation() {
            return StreamingOperation.FOLLOW_PLAYLIST;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of(NAME, ProviderIdFields.toDocument(ids));
        }
    }

    /**
     * Reads the one item of a step.
     *
     * @return empty if it has none, several or an invalid one, each of which is a violation
     */
    static Optional<LibraryItem> decode(Fields fields) {
        Optional<LibraryItem> album =
                fields.optional(Album.NAME, ReleaseId::parse, "the id of a release, such as rel_…")
                        .map(Album::new);
        Optional<LibraryItem> track =
                fields.optionalObject(Track.NAME)
                        .flatMap(ids -> StepDocuments.providerIds(ids, Track.NAME))
                        .map(Track::new);
        Optional<LibraryItem> playlist =
                fields.optionalObject(Playlist.NAME)
                        .flatMap(ids -> StepDocuments.providerIds(ids, Playlist.NAME))
                        .map(Playlist::new);
        List<String> given = NAMES.stream().filter(fields::has).toList();
        if (given.isEmpty()) {
            fields.violation(Album.NAME, "is required unless the step has a track or a playlist");
        }
        if (given.size() > 1) {
            fields.violation(
                    given.getLast(),
                    "must not be given together with %s: a step adds one of them"
                            .formatted(given.getFirst()));
            return Optional.empty();
        }
        return album.or(() -> track).or(() -> playlist);
    }
}
