package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.AccessGrant;
import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A streaming service that is slow, throttles, fails, loses authorizations, rejects requests, and
 * rotates refresh tokens.
 */
final class Streams implements StreamingService {
    private static final long MAX_CHAOS = 1_200_000;

    /** A limit that has to be stored. */
    private static final Duration LONG = Duration.ofMinutes(3);

    private final Kernel kernel;
    private final Faults faults;
    private final DisconnectCheck connections;
    private final Disconnects disconnects;
    private final TokenCheck tokens;
    private final AppCheck app;

    /** The endpoints that serve the app. */
    private Set<SpotifyEndpoint> serving;

    /** Until then, the app is rate limited. */
    private Instant limitedUntil = Instant.EPOCH;

    private final StreamFailures failures;

    /** Whether it rotates refresh tokens, as in some histories. */
    private final boolean rotates;

    private final TimedLibrary library;

    Streams(
            Kernel kernel,
            Faults faults,
            DisconnectCheck connections,
            Disconnects disconnects,
            TokenCheck tokens,
            AppCheck app) {
        this.connections = connections;
        this.disconnects = disconnects;
        this.kernel = kernel;
        this.library = new TimedLibrary(kernel);
        this.faults = faults;
        this.tokens = tokens;
        this.app = app;
        this.serving = dialect("dialect");
        Chance chance = kernel.chance("streams");
        if (chance.of("switches").hits(0.3)) {
            kernel.after(
                    chance.of("switch at").between(0, MAX_CHAOS),
                    () -> serving = dialect("other dialect"));
        }
        if (chance.of("limits").hits(0.3)) {
            kernel.after(
                    chance.of("limit at").between(0, MAX_CHAOS),
                    () ->
                            limitedUntil =
                                    kernel.instant()
                                            .plus(chance.of("limit").between(120_000, 90_000_000)));
        }
        this.failures = new StreamFailures(kernel);
        this.rotates = kernel.chance("streams").of("rotates").hits(0.5);
    }

    /** That of older apps, of new ones, or of those with extended quota. */
    private Set<SpotifyEndpoint> dialect(String purpose) {
        return kernel.chance("streams")
                .of(purpose)
                .anyOf(
                        List.of(
                                EnumSet.allOf(SpotifyEndpoint.class),
                                EnumSet.of(SpotifyEndpoint.LIBRARY),
                                EnumSet.of(SpotifyEndpoint.DEPRECATED)));
    }

    /** The libraries of the fans. */
    TimedLibrary library() {
        return library;
    }

    @Override
    public StreamingProvider provider() {
        return StreamingProvider.SPOTIFY;
    }

    @Override
    public RefreshAnswer refresh(StreamingApp app, String userToken, Duration timeout) {
        return tokens.refreshing(
                userToken,
                () ->
                        ask(
                                userToken,
                                timeout,
                                () -> issue(app, userToken, timeout),
                                RefreshAnswer.RefreshDenied::new,
                                this::refreshFailure));
    }

    private RefreshAnswer issue(StreamingApp app, String userToken, Duration timeout) {
        Optional<StreamingResult> limited = limited();
        if (limited.isPresent()) {
            return new RefreshAnswer.RefreshDenied(limited.get());
        }
        if (tokens.isReplaced(userToken)) {
            return new RefreshAnswer.RefreshDenied(new StreamingResult.AuthorizationEnded());
        }
        Chance chance = kernel.chance("refresh");
        library.refreshAnswers(
                new RefreshAnswer.Granted(
                        new AccessGrant(
                                "access-" + library.refreshes().size(),
                                chance.of("lifetime").between(100_000, 3_600_000)),
                        rotates && chance.of("rotates").hits(0.5)
                                ? Optional.of("refresh-" + library.refreshes().size())
                                : Optional.empty()));
        RefreshAnswer answer = library.refresh(app, userToken, timeout);
        tokens.issued(userToken, answer);
        if (answer instanceof RefreshAnswer.Granted granted) {
            granted.rotatedUserToken().ifPresent(it -> connections.rotated(userToken, it));
        }
        return answer;
    }

    @Override
    public StreamingAnswer saveAlbum(StreamingAccess access, String albumId, Duration timeout) {
        return perform(
                access,
                StreamingOperation.SAVE_ALBUM,
                timeout,
                () -> library.saveAlbum(access, albumId, timeout));
    }

    @Override
    public StreamingAnswer followArtist(StreamingAccess access, String artistId, Duration timeout) {
        return perform(
                access,
                StreamingOperation.FOLLOW_ARTIST,
                timeout,
                () -> library.followArtist(access, artistId, timeout));
    }

    @Override
    public StreamingAnswer saveTrack(StreamingAccess access, String trackId, Duration timeout) {
        return perform(
                access,
                StreamingOperation.SAVE_TRACK,
                timeout,
                () -> library.saveTrack(access, trackId, timeout));
    }

    @Override
    public StreamingAnswer followPlaylist(
            StreamingAccess access, String playlistId, Duration timeout) {
        return perform(
                access,
                StreamingOperation.FOLLOW_PLAYLIST,
                timeout,
                () -> library.followPlaylist(access, playlistId, timeout));
    }

    private StreamingAnswer perform(
            StreamingAccess access,
            StreamingOperation operation,
            Duration timeout,
            Supplier<StreamingAnswer> real) {
        tokens.used(access.token());
        StreamingAnswer answer =
                ask(
                        library.userTokenOf(access.token()),
                        timeout,
                        () -> answer(access, operation, real),
                        StreamingAnswer::of,
                        () -> failure(access));
        answer.probed().ifPresent(endpoint -> app.told(operation, endpoint));
        return answer;
    }

    /** Like the client, which probes the other endpoint. */
    private StreamingAnswer answer(
            StreamingAccess access, StreamingOperation operation, Supplier<StreamingAnswer> real) {
        Optional<StreamingResult> limited = limited();
        if (limited.isPresent()) {
            return StreamingAnswer.of(limited.get());
        }
        if (!tokens.isValid(access.token())) {
            return StreamingAnswer.of(new StreamingResult.AccessTokenRejected());
        }
        if (serving.contains(access.endpoint())) {
            return real.get();
        }
        if (!access.mayProbe()) {
            return StreamingAnswer.of(new StreamingResult.RequestRefused(Reason.FORBIDDEN));
        }
        SpotifyEndpoint other = access.endpoint().other();
        app.probed(operation, other);
        return new StreamingAnswer(real.get().result(), Optional.of(other));
    }

    private Optional<StreamingResult> limited() {
        app.called();
        return left().isPositive()
                ? Optional.of(new StreamingResult.RateLimited(left()))
                : Optional.empty();
    }

    /** How long the app is still limited. */
    Duration left() {
        return Duration.between(kernel.instant(), limitedUntil);
    }

    private <T> T ask(
            String userToken,
            Duration timeout,
            Supplier<T> service,
            Function<StreamingResult, T> failed,
            Supplier<StreamingResult> failure) {
        Kernel.Actor process = kernel.current();
        Supplier<T> real = () -> app.serving(process, service);
        kernel.note("stream");
        process.calls("StreamingService");
        connections.acts(userToken, process);
        disconnects.mayDisconnect(userToken, process.chance("fan"));
        Duration there = faults.latency(process.chance("there"));
        Duration back = faults.latency(process.chance("back"));
        boolean fails = faults.hits(process.chance("fails"), failures.rate());
        boolean takesEffect = fails && process.chance("acts").hits(0.5);
        boolean tooLate = there.plus(back).compareTo(timeout) >= 0;
        if (tooLate) {
            kernel.after(there, () -> kernel.note(real.get().toString()));
            process.pause(timeout.isNegative() ? Duration.ZERO : timeout);
            return failed.apply(new StreamingResult.Unavailable());
        }
        T failing = failed.apply(fails ? failure.get() : new StreamingResult.Unavailable());
        return process.ask(
                there,
                back,
                () -> {
                    if (takesEffect || !fails) {
                        boolean isLimited = left().compareTo(LONG) > 0;
                        T answer = real.get();
                        return () -> {
                            if (isLimited && !fails) {
                                app.limited(limitedUntil);
                            }
                            return fails ? failing : answer;
                        };
                    }
                    return () -> failing;
                });
    }

    private StreamingResult failure(StreamingAccess access) {
        StreamingResult failure =
                failures.next(kernel.chance("failure"), new StreamingResult.AccessTokenRejected());
        if (failure instanceof StreamingResult.AccessTokenRejected) {
            tokens.revoke(access.token());
        }
        return failure instanceof StreamingResult.RateLimited(Duration time, _)
                ? new StreamingResult.RateLimited(time, kernel.chance("accepted").hits(0.5))
                : failure;
    }

    private StreamingResult refreshFailure() {
        return failures.next(
                kernel.chance("refresh failure"), new StreamingResult.AuthorizationEnded());
    }
}
