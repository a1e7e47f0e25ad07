package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A streaming service that accepts every request and only records it. */
record DryRunStreamingService(StreamingProvider provider, Consumer<PlannedEffect> effects)
        implements StreamingService {
    @Override
    public RefreshAnswer refresh(StreamingApp app, String userToken, Duration timeout) {
        return new RefreshAnswer.Granted(
                new AccessGrant("made up", Duration.ofHours(1)), Optional.empty());
    }

    @Override
    public StreamingAnswer saveAlbum(StreamingAccess access, String albumId, Duration timeout) {
        return note(StreamingOperation.SAVE_ALBUM, albumId);
    }

    @Override
    public StreamingAnswer followArtist(StreamingAccess access, String artistId, Duration timeout) {
        return note(StreamingOperation.FOLLOW_ARTIST, artistId);
    }

    @Override
    public StreamingAnswer saveTrack(StreamingAccess access, String trackId, Duration timeout) {
        return note(StreamingOperation.SAVE_TRACK, trackId);
    }

    @Override
    public StreamingAnswer followPlaylist(
            StreamingAccess access, String playlistId, Duration timeout) {
        return note(StreamingOperation.FOLLOW_PLAYLIST, playlistId);
    }

    private StreamingAnswer note(StreamingOperation operation, String id) {
        effects.accept(new PlannedEffect.Streaming(provider, operation, id));
        return StreamingAnswer.of(new StreamingResult.Done());
    }
}
