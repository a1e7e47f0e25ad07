package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Optional;

/** What a fan asks for on a page of the project, to be done at their streaming service. */
public sealed interface FanAction {
    /** The name in URLs, such as {@code presave}. */
    String wireName();

    /** The id of the release or the artist that it is about. */
    String scope();

    /** What it takes at the streaming service. */
    default StreamingOperation operation() {
        return switch (this) {
            case PreSave _, AddToLibrary _, NextSave _ -> StreamingOperation.SAVE_ALBUM;
            case Follow _ -> StreamingOperation.FOLLOW_ARTIST;
        };
    }

    /** What happens in the project once it is done. */
    default TriggerType trigger() {
        return switch (this) {
            case PreSave _ -> TriggerType.RELEASE_PRESAVED;
            case AddToLibrary _ -> TriggerType.RELEASE_ADDED_TO_LIBRARY;
            case Follow _ -> TriggerType.ARTIST_FOLLOWED;
            case NextSave _ -> TriggerType.NEXTSAVE_OPTED_IN;
        };
    }

    /**
     * Reads one.
     *
     * @param name see {@link #wireName}
     * @param release the id of a release, for actions that are about one
     * @param artist the id of an artist, for actions that are about one
     * @return empty when there is no such action, or when what it is about is missing
     */
    static Optional<FanAction> of(String name, Optional<String> release, Optional<String> artist) {
        Optional<ReleaseId> releaseId = release.flatMap(ReleaseId::parse);
        Optional<ArtistId> artistId = artist.flatMap(ArtistId::parse);
        return switch (name) {
            case PreSave.NAME -> releaseId.map(PreSave::new);
            case Follow.NAME -> artistId.map(Follow::new);
            case AddToLibrary.NAME -> releaseId.map(AddToLibrary::new);
            case NextSave.NAME -> artistId.map(NextSave::new);
            default -> Optional.empty();
        };
    }

    /** The release in the fan's library: at once if it is out, else on release day. */
    record PreSave(ReleaseId release) implements FanAction {
        static final String NAME = "presave";

        @Override
        public String wireName() {
            return NAME;
        }

        @Override
        public String scope() {
            return release.value();
        }
    }

    record Follow(ArtistId artist) implements FanAction {
        static final String NAME = "follow";

        @Override
        public String wireName() {
            return NAME;
        }

        @Override
        public String scope() {
            return artist.value();
        }
    }

    /** A release that is out. */
    record AddToLibrary(ReleaseId release) implements FanAction {
        static final String NAME = "add_to_library";

        @Override
        public String wireName() {
            return NAME;
        }

        @Override
        public String scope() {
            return release.value();
        }
    }

    /** All releases of the artist that are still to come, each on its release day. */
    record NextSave(ArtistId artist) implements FanAction {
        static final String NAME = "next_save";

        @Override
        public String wireName() {
            return NAME;
        }

        @Override
        public String scope() {
            return artist.value();
        }
    }
}
