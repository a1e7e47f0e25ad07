package dev.actionflows.domain.usage;

import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;

import java.time.InstantSource;
import java.time.YearMonth;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Counts the messages of runs and the figures of flows, exactly once however often a change is
 * delivered. The changes of a shard have an order, and the counters are written together with the
 * last change that they hold.
 */
public final class UsageRollUp {
    private static final int MAX_ATTEMPTS = 5;

    private final UsageStore usage;
    private final CreditAlerts alerts;
    private final UsageObserver observer;
    private final InstantSource clock;

    public UsageRollUp(UsagePorts ports) {
        this.usage = ports.usage();
        this.alerts = new CreditAlerts(ports);
        this.observer = ports.usageObserver();
        this.clock = ports.clock();
    }

    /**
     * Counts changes, and publishes alerts about credits.
     *
     * @param shard of the table's stream
     * @param changes consecutive changes of the shard, in order; any of them may have been
     *     delivered before
     * @throws RuntimeException if not all is done; the changes must be delivered again
     */
    public void receive(String shard, List<UsageChange> changes) {
        if (changes.stream().anyMatch(UsageChange::counts)) {
            count(shard, changes);
        }
        // also for changes that were counted before: the alert may have failed then
        alert(changes);
    }

    private void count(String shard, List<UsageChange> changes) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            if (tryToCount(shard, changes)) {
                return;
            }
        }
        throw new ProblemException(ErrorCode.TRY_AGAIN, "another invocation counts the same shard");
    }

    /**
     * @return false if the same shard was counted by someone else meanwhile
     */
    private boolean tryToCount(String shard, List<UsageChange> changes) {
        Optional<SequenceNumber> counted = usage.counted(shard);
        Batch batch = new Batch(shard, counted);
        for (UsageChange change : changes) {
            boolean isNew = counted.filter(last -> !change.at().isAfter(last)).isEmpty();
            if (isNew && !batch.add(change)) {
                return false;
            }
        }
        return batch.write();
    }

    /** Changes that have not been written yet. */
    private final class Batch {
        private final String shard;
        private Optional<SequenceNumber> written;
        private Optional<SequenceNumber> last = Optional.empty();
        private final Map<UsageKey, Usage> added = new HashMap<>();
        private Figures.Sum figures = new Figures.Sum();
        private final CountSize size = new CountSize();
        private boolean counts;

        Batch(String shard, Optional<SequenceNumber> written) {
            this.shard = shard;
            this.written = written;
        }

        boolean add(UsageChange change) {
            if (!size.fits(change) && !write()) {
                return false;
            }
            size.add(change);
            change.added().forEach((key, usage) -> added.merge(key, usage, Usage::plus));
            figures.add(change.figures(), 1);
            last = Optional.of(change.at());
            counts |= change.counts();
            return true;
        }

        boolean write() {
            if (!counts) {
                // nothing to count: delivered again, the changes still add nothing
                return true;
            }
            added.values().removeIf(Usage::isNone);
            UsageCount count =
                    new UsageCount(
                            shard,
                            written,
                            last.orElseThrow(),
                            added,
                            figures.figures(),
                            clock.instant());
            boolean done = usage.count(count);
            if (done) {
                observer.counted(count);
            }
            written = last;
            added.clear();
            figures = new Figures.Sum();
            size.clear();
            counts = false;
            return done;
        }
    }

    private void alert(List<UsageChange> changes) {
        Map<ProjectId, Set<YearMonth>> months = new HashMap<>();
        Set<ProjectId> refused = new HashSet<>();
        for (UsageChange change : changes) {
            ProjectId project = change.after().project();
            change.added()
                    .forEach(
                            (key, added) -> {
                                if (added.credits() > 0) {
                                    months.computeIfAbsent(project, _ -> new HashSet<>())
                                            .add(key.month());
                                }
                            });
            if (change.refused()) {
                months.computeIfAbsent(project, _ -> new HashSet<>());
                refused.add(project);
            }
        }
        months.forEach((project, used) -> alerts.check(project, used, refused.contains(project)));
    }
}
