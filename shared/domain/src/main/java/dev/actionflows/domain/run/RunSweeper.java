package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks through the due list and sends a wake-up for each run that is due: one mechanism for starts
 * that were lost or refused, executions that died, and waits whose time has come.
 */
public final class RunSweeper {
    /**
     * Runs that are due within this time are sent for now, to be delivered when they are due: a
     * little more than the time between two sweeps. A run that is well is never so near to its due
     * time: no step of it begins later than {@link Run#YIELD_AFTER}.
     */
    public static final Duration LOOK_AHEAD = Run.LEASE.minus(Run.YIELD_AFTER);

    /**
     * When a sweep of the schedule is followed by others. EventBridge Scheduler calls within a
     * minute of the time that it is set to, so that two calls can be two minutes apart; with these,
     * two sweeps are 40 seconds apart at most. Source: EventBridge Scheduler User Guide, "Schedule
     * types": "60-second precision".
     */
    public static final List<Duration> FURTHER_SWEEPS =
            List.of(Duration.ofSeconds(40), Duration.ofSeconds(80));

    private static final int MAX_COUNTED = 1000;

    private final DueRuns due;
    private final WakeUps wakeUps;
    private final Limits limits;

    public RunSweeper(DueRuns due, WakeUps wakeUps) {
        this(due, wakeUps, Limits.BY_DEFAULT);
    }

    public RunSweeper(DueRuns due, WakeUps wakeUps, Limits limits) {
        this.due = due;
        this.wakeUps = wakeUps;
        this.limits = limits;
    }

    /**
     * @param page how many runs are read and sent together
     * @param queued with how many wake-ups the queue is so far behind that those which were sent
     *     are not sent again
     */
    public record Limits(int page, int queued) {
        /** As many as ten functions get through between two sweeps. */
        public static final Limits BY_DEFAULT = new Limits(100, 5000);
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
        private static final Swept INCOMPLETE = new Swept(0, 0, false, Optional.empty());

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

    /**
     * Sends a wake-up for each of the runs that are set aside and due, up to a thousand, as far as
     * the time allows. To be called when the others are sent, so that these hold up none of them.
     *
     * @return how many runs are set aside, due or not; counted up to a thousand
     */
    public int sweep(SetAsideRuns setAside, Deadline deadline) {
        Instant now = deadline.clock().instant();
        List<DueRuns.Entry> all = setAside.find(MAX_COUNTED);
        List<DueRuns.Entry> dueNow =
                all.stream().filter(entry -> !entry.at().isAfter(now)).toList();
        for (int from = 0;
                from < dueNow.size() && deadline.left().isPositive();
                from += limits.page()) {
            wakeUps.sendDue(
                    dueNow.subList(from, Math.min(dueNow.size(), from + limits.page())), now);
        }
        return all.size();
    }

    /**
     * Sweeps one part of the list, as far as the time allows. While the queue is behind, the runs
     * that were due before the last sweep are left out but for the first page of them: their
     * wake-ups are on the queue, and sending them again with each sweep would delay everybody.
     */
    public Swept sweep(int shard, Deadline deadline) {
        if (!deadline.left().isPositive()) {
            return Swept.INCOMPLETE;
        }
        Instant start = deadline.clock().instant();
        DueRuns.Period all = DueRuns.Period.until(start.plus(LOOK_AHEAD));
        Page<DueRuns.Entry> first = due.find(shard, all, Optional.empty(), limits.page());
        Swept swept = send(first, start);
        if (first.next().isEmpty()) {
            return swept;
        }
        Instant lastSweep = start.minus(LOOK_AHEAD);
        boolean skips =
                first.items().stream().allMatch(entry -> entry.at().isBefore(lastSweep))
                        && wakeUps.queued() > limits.queued();
        DueRuns.Period rest = skips ? new DueRuns.Period(lastSweep, all.until()) : all;
        return swept.and(sweep(shard, rest, skips ? Optional.empty() : first.next(), deadline));
    }

    private Swept sweep(
            int shard, DueRuns.Period period, Optional<String> from, Deadline deadline) {
        Swept swept = Swept.NOTHING;
        Optional<String> cursor = from;
        while (deadline.left().isPositive()) {
            Page<DueRuns.Entry> page = due.find(shard, period, cursor, limits.page());
            swept = swept.and(send(page, deadline.clock().instant()));
            if (page.next().isEmpty()) {
                return swept;
            }
            cursor = page.next();
        }
        return swept.and(Swept.INCOMPLETE);
    }

    private Swept send(Page<DueRuns.Entry> page, Instant now) {
        Optional<Instant> oldest = page.items().stream().map(DueRuns.Entry::at).findFirst();
        int sent = page.items().isEmpty() ? 0 : wakeUps.sendDue(page.items(), now);
        return new Swept(page.items().size(), sent, true, oldest);
    }
}
