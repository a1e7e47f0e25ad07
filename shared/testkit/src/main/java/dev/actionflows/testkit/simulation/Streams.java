package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.Duration;

/**
 * A streaming service that is slow, throttles, fails, loses authorizations, or rejects requests.
 */
final class Streams implements StreamingService {
    private final Kernel kernel;
    private final Faults faults;

    /** Whether it fails most requests, as in some histories. */
    private final boolean strict;

    private final InMemoryStreamingService library =
            new InMemoryStreamingService(StreamingProvider.SPOTIFY);

    Streams(Kernel kernel, Faults faults) {
        this.kernel = kernel;
        this.faults = faults;
        this.strict = kernel.chance("streams").of("strict").hits(0.2);
    }

    /** The libraries of the fans. */
    InMemoryStreamingService library() {
        return library;
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.SPOTIFY;
    }

    @Override
    public StreamingAnswer saveAlbum(StreamingAccess access, String albumId, Duration timeout) {
        return ask(timeout, () -> library.saveAlbum(access, albumId, timeout));
    }

    @Override
    public StreamingAnswer followArtist(StreamingAccess access, String artistId, Duration timeout) {
        return ask(timeout, () -> library.followArtist(access, artistId, timeout));
    }

    @Override
    public StreamingAnswer saveTrack(StreamingAccess access, String trackId, Duration timeout) {
        return ask(timeout, () -> library.saveTrack(access, trackId, timeout));
    }

    @Override
    public StreamingAnswer followPlaylist(
            StreamingAccess access, String playlistId, Duration timeout) {
        return ask(timeout, () -> library.followPlaylist(access, playlistId, timeout));
    }

    private StreamingAnswer ask(
            Duration timeout, java.util.function.Supplier<StreamingAnswer> real) {
        Kernel.Actor process = kernel.current();
        kernel.note("stream");
        process.calls("StreamingService");
        Duration there = faults.latency(process.chance("there"));
        Duration back = faults.latency(process.chance("back"));
        boolean fails = faults.hits(process.chance("fails"), strict ? 0.6 : 0.1);
        boolean takesEffect = fails && process.chance("acts").hits(0.5);
        StreamingResult failure = failure();
        boolean tooLate = there.plus(back).compareTo(timeout) >= 0;
        if (tooLate) {
            kernel.after(there, () -> kernel.note(real.get().toString()));
            process.pause(timeout.isNegative() ? Duration.ZERO : timeout);
            return StreamingAnswer.of(new StreamingResult.Unavailable());
        }
        return process.ask(
                there,
                back,
                () -> {
                    if (takesEffect || !fails) {
                        StreamingAnswer answer = real.get();
                        return () -> fails ? StreamingAnswer.of(failure) : answer;
                    }
                    return () -> StreamingAnswer.of(failure);
                });
    }

    private StreamingResult failure() {
        return switch (strict ? 2 : kernel.chance("failure").below(5)) {
            case 0 ->
                    new StreamingResult.RateLimited(
                            kernel.chance("limited for").between(1_000, 90_000_000));
            case 1 -> new StreamingResult.AuthorizationEnded();
            case 2 -> new StreamingResult.RequestRefused(Reason.FORBIDDEN);
            default -> new StreamingResult.Unavailable();
        };
    }
}
