package dev.actionflows.domain.streaming;

import dev.actionflows.domain.Reason;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An in-memory streaming service: performs every request unless configured otherwise. Like the real
 * one, Apple Music cannot follow artists. Thread-safe.
 */
public final class InMemoryStreamingService implements StreamingService {
    private final StreamingProvider provider;
    private final Deque<StreamingAnswer> script = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final Set<Entry> savedAlbums = new LinkedHashSet<>();
    private final Set<Entry> followedArtists = new LinkedHashSet<>();

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

    public synchronized Set<Entry> savedAlbums() {
        return new LinkedHashSet<>(savedAlbums);
    }

    public synchronized Set<Entry> followedArtists() {
        return new LinkedHashSet<>(followedArtists);
    }

    /** The id of each request's album or artist, regardless of the result, in order. */
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
        return act(savedAlbums, access, albumId);
    }

    @Override
    public synchronized StreamingAnswer followArtist(
            StreamingAccess access, String artistId, Duration timeout) {
        return switch (provider) {
            case SPOTIFY -> act(followedArtists, access, artistId);
            case APPLE_MUSIC ->
                    StreamingAnswer.of(new StreamingResult.RequestRefused(Reason.NOT_SUPPORTED));
        };
    }

    private StreamingAnswer act(Set<Entry> entries, StreamingAccess access, String id) {
        requests.add(id);
        StreamingAnswer scripted = script.poll();
        StreamingAnswer answer =
                scripted == null ? StreamingAnswer.of(new StreamingResult.Done()) : scripted;
        if (answer.result() instanceof StreamingResult.Done) {
            entries.add(new Entry(access.userToken(), id));
        }
        return answer;
    }
}
