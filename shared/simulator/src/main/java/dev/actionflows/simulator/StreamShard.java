package dev.actionflows.simulator;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A shard of the table's stream as one consumer has it. A batch is delivered until it succeeds,
 * perhaps in smaller parts. Lambda may lose its position, too: then changes that were processed are
 * delivered again, from anywhere, or a batch is processed twice at once.
 *
 * @param <C> what a change is to the consumer
 */
final class StreamShard<C> {
    private static final int MAX_BATCH = 6;
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Kernel kernel;
    private final Faults faults;
    private final PlayedParts played;
    private final Names names;
    private final Duration window;
    private final Consumer<List<C>> function;
    private final Consumer<Delivered<C>> succeeded;
    private final List<C> changes = new ArrayList<>();
    private int delivered;
    private boolean polling;

    /**
     * @param source the event source mapping in the template
     * @param function the function's name
     * @param process what the function's processes are called
     * @param chance what decides about faults
     */
    record Names(String source, String function, String process, Chance chance) {}

    /**
     * A batch that was received successfully.
     *
     * @param since when the function was called
     */
    record Delivered<C>(Instant since, List<C> batch) {}

    /**
     * @param window how long changes are collected
     * @param function receives each batch
     * @param succeeded is told of each batch that was received successfully
     */
    StreamShard(
            Deployment deployment,
            Names names,
            Duration window,
            Consumer<List<C>> function,
            Consumer<Delivered<C>> succeeded) {
        this.kernel = deployment.kernel;
        this.faults = deployment.faults;
        this.played = deployment.played;
        this.names = names;
        this.window = window;
        this.function = function;
        this.succeeded = succeeded;
    }

    void add(C change) {
        changes.add(change);
        pollLater();
    }

    /** How many changes there were. */
    int size() {
        return changes.size();
    }

    /** Whether every change has been processed. */
    boolean isDelivered() {
        return delivered == changes.size();
    }

    private void pollLater() {
        if (!polling) {
            polling = true;
            kernel.after(window, this::poll);
        }
    }

    private void poll() {
        played.add("source " + names.source());
        Chance chance = names.chance().of("poll at " + kernel.now());
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
        if (!isDelivered()) {
            pollLater();
        }
    }

    private void invoke(int from, int to, Runnable done, Runnable failed) {
        played.add("function " + names.function());
        Delivered<C> batch = new Delivered<>(kernel.now(), List.copyOf(changes.subList(from, to)));
        Kernel.Actor process =
                kernel.start(
                        names.process(),
                        () -> function.accept(batch.batch()),
                        failure -> {
                            if (failure == null) {
                                succeeded.accept(batch);
                                done.run();
                            } else {
                                failed.run();
                            }
                        });
        kernel.after(TIMEOUT, process::kill);
        faults.mayKill(process, 100);
    }
}
