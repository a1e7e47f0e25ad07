package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Looks through the due list and sends a wake-up for each run that is due: one mechanism for starts
 * that were lost or refused, executions that died, and waits whose time has come.
 */
public final class RunSweeper {
    /**
     * Runs that are due within this time are sent for now, to be delivered when they are due. A run
     * that is well is never so near to its due time.
     */
    public static final Duration LOOK_AHEAD = Duration.ofSeconds(15);

    private static final int PAGE = 100;

    private final DueRuns due;
    private final WakeUps wakeUps;

    public RunSweeper(DueRuns due, WakeUps wakeUps) {
        this.due = due;
        this.wakeUps = wakeUps;
    }

    /**
     * What one sweep over a part of the list found.
     *
     * @param found how many runs were due, or soon to be
     * @param sent for how many of them a wake-up was sent
     * @param complete false when the time was over before the end of the list
     * @param oldest the earliest due time
     */
    public record Swept(int found, int sent, boolean complete, Optional<Instant> oldest) {
        public static final Swept NOTHING = new Swept(0, 0, true, Optional.empty());

        /** Both together. */
        public Swept and(Swept other) {
            return new Swept(
                    found + other.found,
                    sent + other.sent,
                    complete && other.complete,
                    oldest.isEmpty() || other.oldest.filter(oldest.get()::isAfter).isPresent()
                            ? other.oldest
                            : oldest);
        }
    }

    /** How many parts there are to sweep. */
    public int shards() {
        return due.shards();
    }

    /** Sweeps one part of the list, as far as the time allows. */
    public Swept sweep(int shard, Deadline deadline) {
        Swept swept = Swept.NOTHING;
        Optional<String> cursor = Optional.empty();
        while (deadline.left().isPositive()) {
            Instant now = deadline.clock().instant();
            Page<DueRuns.Entry> page = due.find(shard, now.plus(LOOK_AHEAD), cursor, PAGE);
            Optional<Instant> oldest = page.items().stream().map(DueRuns.Entry::at).findFirst();
            int sent = page.items().isEmpty() ? 0 : wakeUps.sendDue(page.items(), now);
            swept = swept.and(new Swept(page.items().size(), sent, true, oldest));
            if (page.next().isEmpty()) {
                return swept;
            }
            cursor = page.next();
        }
        return swept.and(new Swept(0, 0, false, Optional.empty()));
    }
}
