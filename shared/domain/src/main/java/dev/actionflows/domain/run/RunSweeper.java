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
     * @param page how many runs are read and sent together
     * @param queued with more wake-ups than this the queue is behind
     */
    public record Limits(int page, int queued) {
        /** What ten functions get through in less than half a minute. */
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
     * Sweeps one part of the list, as far as the time allows. While the queue is behind, sending
     * all of them again with each sweep would delay everybody: then of what was due before the last
     * sweep only the first runs of each project are sent, as many as a page holds. So those wait
     * whose project has more of them than can be done, and nobody else does, whatever became of the
     * wake-ups before.
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
        // what is new comes first, in case that there is no time for the rest
        Share share = new Share(limits.page());
        DueRunIndex.Period fresh = new DueRunIndex.Period(lastSweep, all.until());
        DueRunIndex.Period stale = DueRunIndex.Period.until(lastSweep);
        return sweepFrom(shard, fresh, Optional.empty(), deadline, UnaryOperator.identity())
                .and(send(share.of(first.items()), start))
                .and(sweep(shard, stale, first.next(), deadline, share::of));
    }

    /** Whether more is queued than can be done soon; where nobody knows it is not. */
    private boolean isBehind() {
        try {
            return wakeUps.queued() > limits.queued();
        } catch (RuntimeException e) {
            // then all of them are sent, as ever
            return false;
        }
    }

    /** Of each project a few runs. */
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
