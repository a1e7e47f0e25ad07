package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.Optional;

/** An operation at a fan's streaming service, for a step or for a page. */
public sealed interface StreamingTask {
    /** What the fan must have allowed. */
    StreamingOperation operation();

    /**
     * Saves the release: immediately if it is out, otherwise on release day. No streaming service
     * has pre-saves.
     *
     * @param release empty if the project does not have it
     */
    record PreSave(Optional<Release> release) implements StreamingTask {
        @Override
        public StreamingOperation operation() {
            return StreamingOperation.SAVE_ALBUM;
        }
    }

    /**
     * Saves a release, not before it is out.
     *
     * @param release empty if the project does not have it
     */
    record AddToLibrary(Optional<Release> release) implements StreamingTask {
        @Override
        public StreamingOperation operation() {
            return StreamingOperation.SAVE_ALBUM;
        }
    }

    /** Saves a track. */
    record AddTrack(ProviderIds track) implements StreamingTask {
        @Override
        public StreamingOperation operation() {
            return StreamingOperation.SAVE_TRACK;
        }
    }

    /** Follows a playlist, which adds it to the library. */
    record AddPlaylist(ProviderIds playlist) implements StreamingTask {
        @Override
        public StreamingOperation operation() {
            return StreamingOperation.FOLLOW_PLAYLIST;
        }
    }

    /**
     * @param artist empty if the project does not have it
     */
    record FollowArtist(Optional<ProviderIds> artist) implements StreamingTask {
        @Override
        public StreamingOperation operation() {
            return StreamingOperation.FOLLOW_ARTIST;
        }
    }

    /**
     * Saves all future releases of the artist, each on its release day.
     *
     * @param artist empty if the project does not have it
     */
    record NextSave(Optional<Artist> artist) implements StreamingTask {
        @Override
        public StreamingOperation operation() {
            return StreamingOperation.SAVE_ALBUM;
        }
    }
}
