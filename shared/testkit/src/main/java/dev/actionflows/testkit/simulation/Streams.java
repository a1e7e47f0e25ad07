package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A streaming service that is slow, throttles, fails, loses authorizations, or rejects requests.
 */
final class Streams implements StreamingService {
    private final Kernel kernel;
    private final Faults faults;
    private final DisconnectCheck connections;
    private final Disconnects disconnects;

    /** Whether it fails most requests, as in some histories. */
    private final boolean strict;

    private final InMemoryStreamingService library =
            new InMemoryStreamingService(StreamingProvider.SPOTIFY);

    Streams(Kernel kernel, Faults faults, DisconnectCheck connections, Disconnects disconnects) {
        this.kernel = kernel;
        this.faults = faults;
        this.connections = connections;
        this.disconnects = disconnects;
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
        return ask(access, timeout, () -> library.saveAlbum(access, albumId, timeout));
    }

    @Override
    public StreamingAnswer followArtist(StreamingAccess access, String artistId, Duration timeout) {
        return ask(access, timeout, () -> library.followArtist(access, artistId, timeout));
    }

    @Override
    public StreamingAnswer saveTrack(StreamingAccess access, String trackId, Duration timeout) {
        return ask(access, timeout, () -> library.saveTrack(access, trackId, timeout));
    }

    @Override
    public StreamingAnswer followPlaylist(
            StreamingAccess access, String playlistId, Duration timeout) {
        return ask(access, timeout, () -> library.followPlaylist(access, playlistId, timeout));
    }

    private StreamingAnswer ask(
            StreamingAccess access, Duration timeout, Supplier<StreamingAnswer> library) {
        Kernel.Actor process = kernel.current();
        kernel.note("stream");
        process.calls("StreamingService");
        connections.acts(access.userToken(), process);
        disconnects.mayDisconnect(access.userToken(), process.chance("fan"));
        boolean rotates = process.chance("rotates").hits(0.2);
        Supplier<StreamingAnswer> real =
                rotates ? () -> rotated(library.get(), access.userToken()) : library;
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

    /** The service accepts the earlier token, too, in case the new one does not arrive. */
    private StreamingAnswer rotated(StreamingAnswer answer, String token) {
        String fresh = token + "'";
        connections.rotated(token, fresh);
        return new StreamingAnswer(answer.result(), Optional.of(fresh));
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
