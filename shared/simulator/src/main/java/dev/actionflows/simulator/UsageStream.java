package dev.actionflows.simulator;

import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.usage.RunUsage;
import dev.actionflows.domain.usage.SequenceNumber;
import dev.actionflows.domain.usage.UsageChange;
import dev.actionflows.domain.usage.UsageRollUp;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * The table's stream, and the function that counts usage. The changes of a run are in one shard, in
 * order. A batch is delivered until it succeeds, perhaps in smaller parts. Lambda may lose its
 * position, too: then changes that were counted are delivered again, from anywhere, or a batch is
 * processed twice at once.
 */
final class UsageStream {
    private static final int SHARDS = 2;
    private static final int MAX_BATCH = 6;
    private static final Duration WINDOW = Duration.ofSeconds(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Kernel kernel;
    private final Faults faults;
    private final PlayedParts played;
    private final UsageRollUp rollUp;
    private final List<Received> received = new ArrayList<>();
    private final List<Shard> shards =
            IntStream.range(0, SHARDS).mapToObj(number -> new Shard("shard" + number)).toList();

    UsageStream(Kernel kernel, Faults faults, PlayedParts played, UsageRollUp rollUp) {
        this.kernel = kernel;
        this.faults = faults;
        this.played = played;
        this.rollUp = rollUp;
    }

    /** Receives each change of a stored run. The insertion of a run uses up nothing. */
    void changed(Run before, Run after) {
        shards.get(Math.floorMod(after.key().run().hashCode(), SHARDS))
                .add(RunUsage.of(before), RunUsage.of(after));
    }

    /** Whether every change has been processed. */
    boolean isDelivered() {
        return shards.stream().allMatch(shard -> shard.delivered == shard.changes.size());
    }

    /**
     * A batch with texts that the function has received successfully.
     *
     * @param since when it was called
     * @param months of the texts
     */
    record Received(Instant since, Set<YearMonth> months) {}

    List<Received> received() {
        return List.copyOf(received);
    }

    private void succeeded(Instant since, List<UsageChange> batch) {
        Set<YearMonth> months = new TreeSet<>();
        for (UsageChange change : batch) {
            change.after()
                    .since(change.before())
                    .forEach(
                            (key, added) -> {
                                if (added.credits() > 0) {
                                    months.add(key.month());
                                }
                            });
        }
        if (!months.isEmpty()) {
            received.add(new Received(since, months));
        }
    }

    private final class Shard {
        private final String name;
        private final List<UsageChange> changes = new ArrayList<>();
        private int delivered;
        private boolean polling;

        Shard(String name) {
            this.name = name;
        }

        void add(RunUsage before, RunUsage after) {
            SequenceNumber number = SequenceNumber.of(String.valueOf(changes.size() + 95));
            changes.add(new UsageChange(number, before, after));
            pollLater();
        }

        private void pollLater() {
            if (!polling) {
                polling = true;
                kernel.after(WINDOW, this::poll);
            }
        }

        private void poll() {
            played.add("source UsageRollUpSource");
            Chance chance = kernel.chance("stream").of(name).of("poll at " + kernel.now());
            if (faults.hits(chance.of("loses position"), 0.1)) {
                delivered = chance.of("position").below(delivered + 1);
            }
            int from = delivered;
            int to = Math.min(changes.size(), from + 1 + chance.of("batch").below(MAX_BATCH));
            if (faults.hits(chance.of("twice at once"), 0.1)) {
                invoke(from, to, () -> {}, () -> {});
            }
            invoke(
                    from,
                    to,
                    () -> {
                        delivered = to;
                        goOn();
                    },
                    this::goOn);
        }

        private void goOn() {
            polling = false;
            if (delivered < changes.size()) {
                pollLater();
            }
        }

        private void invoke(int from, int to, Runnable succeeded, Runnable failed) {
            played.add("function usage-roll-up");
            List<UsageChange> batch = List.copyOf(changes.subList(from, to));
            Instant since = kernel.now();
            Kernel.Actor process =
                    kernel.start(
                            "usage roll-up " + name,
                            () -> rollUp.receive(name, batch),
                            failure -> {
                                if (failure == null) {
                                    succeeded(since, batch);
                                    succeeded.run();
                                } else {
                                    failed.run();
                                }
                            });
            kernel.after(TIMEOUT, process::kill);
            faults.mayKill(process, 100);
        }
    }
}
