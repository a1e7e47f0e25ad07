package dev.actionflows.simulator;

import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The libraries of fans at Spotify, and since when the release is in each. */
final class TimedLibrary extends InMemoryStreamingService {
    private final Kernel kernel;
    private final Map<String, Instant> savedSince = new HashMap<>();

    TimedLibrary(Kernel kernel) {
        super(StreamingProvider.SPOTIFY);
        this.kernel = kernel;
    }

    @Override
    public synchronized StreamingAnswer saveAlbum(
            StreamingAccess access, String albumId, Duration timeout) {
        StreamingAnswer answer = super.saveAlbum(access, albumId, timeout);
        done(StreamingOperation.SAVE_ALBUM)
                .forEach(it -> savedSince.putIfAbsent(it.userToken(), kernel.now()));
        return answer;
    }

    /** Whether the fan with this refresh token had saved it by then. */
    synchronized boolean hadSaved(String userToken, Instant by) {
        return savedSince.getOrDefault(userToken, Instant.MAX).isBefore(by);
    }
}
