package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.streaming.StreamingApp;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps all requests from an app that is rate limited for long: Spotify's limits count per app, and
 * have taken a day. Runs see that a circuit is open in the project, which they read anyway; this
 * process knows it at once.
 */
final class AppCircuits {
    /** A limit that is no longer, such as a presumed one, concerns the run that met it only. */
    static final Duration LEAST = Duration.ofMinutes(1);

    /** The runs that wait for a circuit are spread over at most this time. */
    private static final Duration SPREAD = Duration.ofMinutes(10);

    private static final int MAX_APPS = 100;

    /** Longer than storing a limit takes, and than a project is cached. */
    private static final Duration UNTIL_STORED = Duration.ofSeconds(20);

    private final StreamingAppStore store;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    /** A limit that this process met itself. */
    private record Known(Instant until, Instant metAt) {
        /** After that, the project says whether it still counts: an operator may remove it. */
        Instant until(Instant now) {
            return now.isBefore(metAt.plus(UNTIL_STORED)) ? until : Instant.EPOCH;
        }
    }

    AppCircuits(StreamingAppStore store) {
        this.store = store;
    }

    /** How an attempt ends whose app must not be called now; empty if it may be called. */
    Optional<Attempt> open(StreamingApp app, StreamingTarget fan) {
        Instant now = fan.clockTime();
        Instant stored =
                fan.project()
                        .streamingApps()
                        .limitedUntil(app.provider(), app.id())
                        .orElse(Instant.EPOCH);
        Instant ownUntil =
                Optional.ofNullable(known.get(app.id()))
                        .map(it -> it.until(now))
                        .orElse(Instant.EPOCH);
        Instant until = stored.isAfter(ownUntil) ? stored : ownUntil;
        return until.isAfter(now)
                ? Optional.of(waitUntil(until, now, Reason.RATE_LIMITED, fan))
                : Optional.empty();
    }

    /**
     * The app is rate limited.
     *
     * @param reason why the step that met the limit waits
     */
    Attempt limited(StreamingApp app, Duration retryAfter, Reason reason, StreamingTarget fan) {
        if (retryAfter.compareTo(LEAST) <= 0) {
            return Attempt.tryLater(reason, retryAfter);
        }
        Instant now = fan.clockTime();
        Instant until = now.plus(retryAfter);
        if (known.size() >= MAX_APPS) {
            known.clear();
        }
        known.put(app.id(), new Known(until, now));
        store.limited(fan.projectId(), app.provider(), app.id(), until);
        return waitUntil(until, now, reason, fan);
    }

    private static Attempt waitUntil(
            Instant until, Instant now, Reason reason, StreamingTarget fan) {
        Duration left = Duration.between(now, until);
        Duration quarter = left.dividedBy(4);
        Duration most = quarter.compareTo(SPREAD) < 0 ? quarter : SPREAD;
        int place = Math.floorMod(fan.id().value().hashCode(), 1_000);
        return Attempt.tryLater(reason, left.plus(most.multipliedBy(place).dividedBy(1_000)));
    }
}
