package dev.actionflows.domain.streaming;

import dev.actionflows.domain.Reason;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An in-memory streaming service: performs every request unless configured otherwise. Like the real
 * one, Apple Music cannot follow artists. Thread-safe.
 */
public final class InMemoryStreamingService implements StreamingService {
    private final StreamingProvider provider;
    private final Deque<StreamingAnswer> script = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final Map<StreamingOperation, Set<Entry>> done =
            new EnumMap<>(StreamingOperation.class);

    /** An entry in the library of the fan with this user token. */
    public record Entry(String userToken, String id) {}

    public InMemoryStreamingService(StreamingProvider provider) {
        this.provider = provider;
    }

    /** The next requests get these answers, in this order; those after them succeed. */
    public synchronized InMemoryStreamingService answers(StreamingAnswer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    public InMemoryStreamingService answers(StreamingResult result) {
        return answers(StreamingAnswer.of(result));
    }

    public Set<Entry> savedAlbums() {
        return done(StreamingOperation.SAVE_ALBUM);
    }

    public Set<Entry> followedArtists() {
        return done(StreamingOperation.FOLLOW_ARTIST);
    }

    /** What the operation has added to the fans' libraries. */
    public synchronized Set<Entry> done(StreamingOperation operation) {
        return new LinkedHashSet<>(done.getOrDefault(operation, Set.of()));
    }

    /** The id of each request's object, regardless of the result, in order. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public StreamingProvider provider() {
        return provider;
    }

    @Override
    public synchronized StreamingAnswer saveAlbum(
            StreamingAccess access, String albumId, Duration timeout) {
        return act(StreamingOperation.SAVE_ALBUM, access, albumId);
    }

    @Override
    public synchronized StreamingAnswer saveTrack(
            StreamingAccess access, String trackId, Duration timeout) {
        return act(StreamingOperation.SAVE_TRACK, access, trackId);
    }

    @Override
    public synchronized StreamingAnswer followPlaylist(
            StreamingAccess access, String playlistId, Duration timeout) {
        return act(StreamingOperation.FOLLOW_PLAYLIST, access, playlistId);
    }

    @Override
    public synchronized StreamingAnswer followArtist(
            StreamingAccess access, String artistId, Duration timeout) {
        return switch (provider) {
            case SPOTIFY -> act(StreamingOperation.FOLLOW_ARTIST, access, artistId);
            case APPLE_MUSIC ->
                    StreamingAnswer.of(new StreamingResult.RequestRefused(Reason.NOT_SUPPORTED));
        };
    }

    private StreamingAnswer act(StreamingOperation operation, StreamingAccess access, String id) {
        requests.add(id);
        StreamingAnswer scripted = script.poll();
        StreamingAnswer answer =
                scripted == null ? StreamingAnswer.of(new StreamingResult.Done()) : scripted;
        if (answer.result() instanceof StreamingResult.Done) {
            done.computeIfAbsent(operation, _ -> new LinkedHashSet<>())
                    .add(new Entry(access.userToken(), id));
        }
        return answer;
    }
}
