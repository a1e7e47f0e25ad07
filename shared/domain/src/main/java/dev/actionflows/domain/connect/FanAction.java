package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;

/** What a fan asks for on a page of the project, to be done at their streaming service. */
public sealed interface FanAction {
    /** The name in URLs, such as {@code presave}. */
    String wireName();

    /** The id of the release or the artist that it is about. */
    String scope();

    /** The release in the fan's library: at once if it is out, else on release day. */
    record PreSave(ReleaseId release) implements FanAction {
        @Override
        public String wireName() {
            return "presave";
        }

        @Override
        public String scope() {
            return release.value();
        }
    }

    record Follow(ArtistId artist) implements FanAction {
        @Override
        public String wireName() {
            return "follow";
        }

        @Override
        public String scope() {
            return artist.value();
        }
    }

    /** A release that is out. */
    record AddToLibrary(ReleaseId release) implements FanAction {
        @Override
        public String wireName() {
            return "add_to_library";
        }

        @Override
        public String scope() {
            return release.value();
        }
    }

    /** All releases of the artist that are still to come, each on its release day. */
    record NextSave(ArtistId artist) implements FanAction {
        @Override
        public String wireName() {
            return "next_save";
        }

        @Override
        public String scope() {
            return artist.value();
        }
    }
}
