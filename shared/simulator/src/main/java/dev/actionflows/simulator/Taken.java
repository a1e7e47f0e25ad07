package dev.actionflows.simulator;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.messaging.budget.ShardTake;

import java.time.Instant;
import java.util.Optional;

/** What one message took from the limits, and until when it counts. */
final class Taken {
    final MessageTake take;
    final Instant at;
    Optional<Instant> givenBackAt = Optional.empty();

    /** Since when caps no longer count its message. */
    Optional<Instant> uncountedAt = Optional.empty();

    Taken(MessageTake take, Instant at) {
        this.take = take;
        this.at = at;
    }

    boolean isActive() {
        return givenBackAt.isEmpty();
    }

    boolean wasActiveSince(Instant since) {
        return givenBackAt.filter(it -> it.isBefore(since)).isEmpty();
    }

    /** Whether caps count its message, or did since then. */
    boolean isCountedSince(Instant since) {
        return uncountedAt.filter(it -> it.isBefore(since)).isEmpty();
    }

    boolean isOfStep(String step) {
        return take.sent().filter(it -> it.message().step().equals(step)).isPresent();
    }

    boolean isTo(Identity address) {
        return take.sent().filter(it -> it.address().equals(address)).isPresent();
    }

    /** What was taken from a pool of credits. */
    int creditsOf(String pool) {
        return take.credits().stream()
                .filter(it -> it.pool().equals(pool))
                .mapToInt(ShardTake::credits)
                .sum();
    }
}
