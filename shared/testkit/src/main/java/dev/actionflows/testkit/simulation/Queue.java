package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.run.DueRuns;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUps;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A standard queue: at least once, in no order. A message that fails five times goes to the dead
 * letters, from where the operator sends it again in the end.
 */
final class Queue implements WakeUps {
    private static final Duration VISIBILITY = Duration.ofSeconds(90);
    private static final int MAX_RECEIVES = 5;

    private final Kernel kernel;
    private final Faults faults;
    private final Consumer<WakeUp> consumer;
    private final List<WakeUp> dead = new ArrayList<>();

    Queue(Kernel kernel, Faults faults, Consumer<WakeUp> consumer) {
        this.kernel = kernel;
        this.faults = faults;
        this.consumer = consumer;
    }

    @Override
    public void send(WakeUp.RequirementMet wakeUp) {
        faults.call(
                "SendMessage",
                () -> {
                    deliver(wakeUp, Duration.ZERO);
                    return Optional.empty();
                });
    }

    @Override
    public int sendDue(List<DueRuns.Entry> due, Instant now) {
        try {
            faults.call(
                    "SendMessageBatch",
                    () -> {
                        for (DueRuns.Entry entry : due) {
                            Duration early = Duration.between(now, entry.at());
                            deliver(
                                    new WakeUp.RunDue(entry.run()),
                                    early.isNegative() ? Duration.ZERO : early);
                        }
                        return Optional.empty();
                    });
            return due.size();
        } catch (RuntimeException e) {
            return 0;
        }
    }

    /** What the operator does: see docs/operations.md. */
    void redrive() {
        List<WakeUp> again = List.copyOf(dead);
        dead.clear();
        again.forEach(wakeUp -> deliver(wakeUp, Duration.ZERO));
    }

    private void deliver(WakeUp wakeUp, Duration delay) {
        Chance chance = kernel.chance("queue").of(nameOf(wakeUp));
        int copies = faults.hits(chance.of("twice"), 0.05) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            kernel.after(
                    delay.plus(faults.latency(chance.of("latency"))), () -> receive(wakeUp, 1));
        }
    }

    private void receive(WakeUp wakeUp, int count) {
        Kernel.Actor process =
                kernel.start(
                        "run-starter " + nameOf(wakeUp),
                        () -> consumer.accept(wakeUp),
                        failure -> {
                            if (failure != null) {
                                again(wakeUp, count);
                            }
                        });
        kernel.after(Duration.ofSeconds(15), process::kill);
        faults.mayKill(process, 300);
    }

    private static String nameOf(WakeUp wakeUp) {
        return switch (wakeUp) {
            case WakeUp.RunDue(RunKey run) -> run.run().value();
            case WakeUp.RequirementMet met ->
                    met.requirement().key() + " " + met.cursor().orElse("");
        };
    }

    private void again(WakeUp wakeUp, int count) {
        if (count == MAX_RECEIVES) {
            dead.add(wakeUp);
        } else {
            kernel.after(VISIBILITY, () -> receive(wakeUp, count + 1));
        }
    }
}
