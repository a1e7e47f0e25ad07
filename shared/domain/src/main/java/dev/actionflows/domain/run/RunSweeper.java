package dev.actionflows.domain.run;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Scans the due runs and sends a wake-up for each: one mechanism for starts that were lost or
 * refused, executions that died, and waits that are over.
 */
public final class RunSweeper {
    /**
     * Runs that are due within this time get a delayed wake-up now. Slightly longer than the
     * interval between two sweeps. A healthy run is never this close to its due time, because none
     * of its steps begins later than {@link Run#YIELD_AFTER}.
     */
    public static final Duration LOOK_AHEAD = Run.LEASE.minus(Run.YIELD_AFTER);

    /**
     * The delays of further sweeps after a scheduled one. EventBridge Scheduler invokes within a
     * minute of the scheduled time, so that two invocations can be two minutes apart; with these,
     * two sweeps are at most 40 seconds apart. Source: EventBridge Scheduler User Guide, "Schedule
     * types": "60-second precision".
     */
    public static final List<Duration> FURTHER_SWEEPS =
            List.of(Duration.ofSeconds(40), Duration.ofSeconds(80));

    private static final int MAX_COUNTED = 1000;

    private final DueRunIndex due;
    private final WakeUpQueue wakeUps;
    private final Limits limits;

    public RunSweeper(DueRunIndex due, WakeUpQueue wakeUps) {
        this(due, wakeUps, Limits.BY_DEFAULT);
    }

    public RunSweeper(DueRunIndex due, WakeUpQueue wakeUps, Limits limits) {
        this.due = due;
        this.wakeUps = wakeUps;
        this.limits = limits;
    }

    /**
     * @param page number of runs that are read and sent together
     * @param queued number of wake-ups above which the queue is behind
     */
    public record Limits(int page, int queued) {
        /** What ten functions process in less than half a minute. */
        public static final Limits BY_DEFAULT = new Limits(100, 5000);
    }

    /**
     * The result of sweeping one shard.
     *
     * @param found number of runs that are due, or will be within {@link #LOOK_AHEAD}
     * @param sent number of wake-ups sent
     * @param complete false if the time was up before the end of the shard
     * @param oldest the earliest due time
     */
    public record Swept(int found, int sent, boolean complete, Optional<Instant> oldest) {
        public static final Swept NOTHING = new Swept(0, 0, true, Optional.empty());
        private static final Swept INCOMPLETE = new Swept(0, 0, false, Optional.empty());

        /** The sum of both. */
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

    /** The number of shards to sweep. */
    public int shards() {
        return due.shards();
    }

    /**
     * Sends a wake-up for each set-aside run that is due, up to 1000, as far as the time allows.
     * Call it after the other runs have been sent, so that set-aside runs do not delay them.
     *
     * @return number of set-aside runs, due or not, up to 1000
     */
    public int sweep(SetAsideRunStore setAside, Deadline deadline) {
        Instant now = deadline.clock().instant();
        List<DueRunIndex.DueRun> all = setAside.find(MAX_COUNTED);
        List<DueRunIndex.DueRun> dueNow =
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
     * Sweeps one shard, as far as the time allows. While the queue is behind, sending all overdue
     * runs again with each sweep would delay every project. In that case only the first runs of
     * each project, up to one page, are sent from those that were due before the previous sweep.
     * Only projects with more runs than can be processed are delayed, even if earlier wake-ups were
     * lost.
     */
    public Swept sweep(int shard, Deadline deadline) {
        if (!deadline.left().isPositive()) {
            return Swept.INCOMPLETE;
        }
        Instant start = deadline.clock().instant();
        Instant lastSweep = start.minus(LOOK_AHEAD);
        DueRunIndex.Period all = DueRunIndex.Period.until(start.plus(LOOK_AHEAD));
        Page<DueRunIndex.DueRun> first = due.find(shard, all, Optional.empty(), limits.page());
        if (first.next().isEmpty()
                || first.items().stream().anyMatch(entry -> !entry.at().isBefore(lastSweep))
                || !isBehind()) {
            return send(first.items(), start)
                    .and(sweep(shard, all, first.next(), deadline, UnaryOperator.identity()));
        }
        // newly due runs first, in case the time is not enough for the rest
        Share share = new Share(limits.page());
        DueRunIndex.Period fresh = new DueRunIndex.Period(lastSweep, all.until());
        DueRunIndex.Period stale = DueRunIndex.Period.until(lastSweep);
        return sweepFrom(shard, fresh, Optional.empty(), deadline, UnaryOperator.identity())
                .and(send(share.of(first.items()), start))
                .and(sweep(shard, stale, first.next(), deadline, share::of));
    }

    /**
     * Whether more is queued than can be processed soon; false if the length of the queue is
     * unknown.
     */
    private boolean isBehind() {
        try {
            return wakeUps.queued() > limits.queued();
        } catch (RuntimeException e) {
            // then all of them are sent, as usual
            return false;
        }
    }

    /** Limits the number of runs for each project. */
    private static final class Share {
        private final int most;
        private final Map<ProjectId, Integer> taken = new HashMap<>();

        Share(int most) {
            this.most = most;
        }

        List<DueRunIndex.DueRun> of(List<DueRunIndex.DueRun> entries) {
            return entries.stream()
                    .filter(it -> taken.merge(it.run().project(), 1, Integer::sum) <= most)
                    .toList();
        }
    }

    private Swept sweep(
            int shard,
            DueRunIndex.Period period,
            Optional<String> next,
            Deadline deadline,
            UnaryOperator<List<DueRunIndex.DueRun>> chosen) {
        return next.isEmpty() ? Swept.NOTHING : sweepFrom(shard, period, next, deadline, chosen);
    }

    private Swept sweepFrom(
            int shard,
            DueRunIndex.Period period,
            Optional<String> from,
            Deadline deadline,
            UnaryOperator<List<DueRunIndex.DueRun>> chosen) {
        Swept swept = Swept.NOTHING;
        Optional<String> cursor = from;
        while (deadline.left().isPositive()) {
            Page<DueRunIndex.DueRun> page = due.find(shard, period, cursor, limits.page());
            swept = swept.and(send(chosen.apply(page.items()), deadline.clock().instant()));
            if (page.next().isEmpty()) {
                return swept;
            }
            cursor = page.next();
        }
        return swept.and(Swept.INCOMPLETE);
    }

    private Swept send(List<DueRunIndex.DueRun> entries, Instant now) {
        Optional<Instant> oldest = entries.stream().map(DueRunIndex.DueRun::at).findFirst();
        int sent = entries.isEmpty() ? 0 : wakeUps.sendDue(entries, now);
        return new Swept(entries.size(), sent, true, oldest);
    }
}
