package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.StreamingResult;

/** How a streaming service fails, and how often. */
final class StreamFailures {
    private static final long BRIEF = 100_000;
    private static final long LONGEST = 90_000_000;

    private final Kernel kernel;

    /** Whether it refuses most requests, as in some histories. */
    private final boolean isStrict;

    /** Whether it limits the rate of many requests for a moment, as in some histories. */
    private final boolean isBusy;

    StreamFailures(Kernel kernel) {
        this.kernel = kernel;
        this.isStrict = kernel.chance("streams").of("strict").hits(0.2);
        this.isBusy = kernel.chance("streams").of("busy").hits(0.15);
    }

    /** The share of requests that fail. */
    double rate() {
        if (isStrict) {
            return 0.6;
        }
        return isBusy ? 0.4 : 0.1;
    }

    /**
     * @param invalid that a token is not accepted
     */
    StreamingResult next(Chance chance, StreamingResult invalid) {
        int kind = chance.below(5);
        if (isStrict) {
            kind = 2;
        } else if (isBusy) {
            kind = 0;
        }
        return switch (kind) {
            case 0 ->
                    new StreamingResult.RateLimited(
                            kernel.chance("limited for").between(1_000, isBusy ? BRIEF : LONGEST));
            case 1 -> invalid;
            case 2 -> new StreamingResult.RequestRefused(Reason.FORBIDDEN);
            default -> new StreamingResult.Unavailable();
        };
    }
}
