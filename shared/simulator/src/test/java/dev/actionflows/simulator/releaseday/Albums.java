package dev.actionflows.simulator.releaseday;

import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.Duration;
import java.util.BitSet;

/** A streaming service that saves one album, and can do nothing else. */
final class Albums implements StreamingService {
    private final String album;
    private final BitSet savedFor;

    /**
     * @param count of the fans, so that nothing grows with those who were dealt with
     */
    Albums(String album, int count) {
        this.album = album;
        this.savedFor = new BitSet(count);
    }

    /** The number of fans in whose library it is. */
    int saved() {
        return savedFor.cardinality();
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.SPOTIFY;
    }

    @Override
    public StreamingAnswer saveAlbum(StreamingAccess access, String albumId, Duration timeout) {
        if (!albumId.equals(album)) {
            throw unexpected();
        }
        savedFor.set(GeneratedFans.numberOf(access.token()));
        return StreamingAnswer.of(new StreamingResult.Done());
    }

    @Override
    public RefreshAnswer refresh(StreamingApp app, String userToken, Duration timeout) {
        throw unexpected();
    }

    @Override
    public StreamingAnswer saveTrack(StreamingAccess access, String trackId, Duration timeout) {
        throw unexpected();
    }

    @Override
    public StreamingAnswer followPlaylist(
            StreamingAccess access, String playlistId, Duration timeout) {
        throw unexpected();
    }

    @Override
    public StreamingAnswer followArtist(StreamingAccess access, String artistId, Duration timeout) {
        throw unexpected();
    }

    /** An error, which no code under test handles. */
    private static AssertionError unexpected() {
        return new AssertionError("a release-day job saves its album only");
    }
}
