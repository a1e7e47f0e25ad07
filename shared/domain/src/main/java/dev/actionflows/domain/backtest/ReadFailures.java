package dev.actionflows.domain.backtest;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * Remembers that something stored could not be read: the steps of production make an outcome of
 * that, or try again in an hour, and neither would have happened.
 */
final class ReadFailures {
    private Optional<RuntimeException> first = Optional.empty();

    /** Reads what is stored. */
    <T> T read(Supplier<T> from) {
        try {
            return from.get();
        } catch (RuntimeException e) {
            first = first.or(() -> Optional.of(e));
            throw e;
        }
    }

    /** Fails as the first read that failed, whatever became of that. */
    void rethrow() {
        if (first.isPresent()) {
            throw first.get();
        }
    }
}
