package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.Optional;

/**
 * An action that a fan requests on a page of the project, performed at the fan's streaming service.
 */
public sealed interface FanAction {
    /** The name in URLs, such as {@code presave}. */
    String wireName();

    /** The id of the release or artist. */
    String scope();

    /**
     * The address of a page of ours that says that this was done, and that asks the fan to sign up
     * before everything else.
     *
     * @param page the page's address, absolute or relative, without parameters
     */
    default String doneOn(String page) {
        return page + "?done=" + wireName().replace('_', '-');
    }

    /** The operation at the streaming service. */
    default StreamingOperation operation() {
        return switch (this) {
            case PreSave _, AddToLibrary _, NextSave _ -> StreamingOperation.SAVE_ALBUM;
            case Follow _ -> StreamingOperation.FOLLOW_ARTIST;
        };
    }

    /** The trigger that fires in the project once the action is done. */
    default TriggerType trigger() {
        return switch (this) {
            case PreSave _ -> TriggerType.RELEASE_PRESAVED;
            case AddToLibrary _ -> TriggerType.RELEASE_ADDED_TO_LIBRARY;
            case Follow _ -> TriggerType.ARTIST_FOLLOWED;
            case NextSave _ -> TriggerType.NEXTSAVE_OPTED_IN;
        };
    }

    /**
     * Parses an action.
     *
     * @param name see {@link #wireName}
     * @param release the id of a release, for actions on a release
     * @param artist the id of an artist, for actions on an artist
     * @return empty if there is no such action, or if its release or artist is missing
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

    /** Saves a release to the fan's library: immediately if it is out, otherwise on release day. */
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

    /** Saves a release that is out. */
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

    /** Saves all future releases of the artist, each on its release day. */
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
