package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.DetectedReleaseQueue;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.SweepQueue;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * A standard queue: at least once, in no order. A message that fails five times goes to the dead
 * letters, from where the operator sends it again in the end.
 */
final class Queue implements WakeUpQueue, SweepQueue, DetectedReleaseQueue {
    /**
     * How often a page may be asked for: by each receive of the message before it, of which a
     * standard queue may deliver each one twice, and of which there may be two, since whoever dies
     * after asking asks again.
     */
    static final int MAX_ASKS = 20;

    private static final int MAX_RECEIVES = 5;

    private static final Duration VISIBILITY = Duration.ofSeconds(90);

    private final Kernel kernel;
    private final Faults faults;
    private final Consumer<Message> consumer;
    private final Consumer<String> played;
    private final List<Message> dead = new ArrayList<>();
    private final Map<Kernel.Actor, Message> consuming = new HashMap<>();
    private final Map<String, Integer> asked = new TreeMap<>();
    private final boolean arrivesInDoubt;
    private int sent;
    private int undone;

    Queue(Kernel kernel, Faults faults, Consumer<Message> consumer, Consumer<String> played) {
        this.kernel = kernel;
        this.faults = faults;
        this.consumer = consumer;
        this.played = played;
        this.arrivesInDoubt = kernel.chance("sent in case of death").hits(0.25);
    }

    /** What a message says. */
    sealed interface Body {
        record ToWake(WakeUp wakeUp) implements Body {}

        record OfRelease(DetectedRelease release) implements Body {}

        /** The same for every message that says the same. */
        default String name() {
            return switch (this) {
                case ToWake(WakeUp.RunDue(RunKey run)) -> run.run().value();
                case ToWake(WakeUp.Sweep()) -> "sweep";
                case ToWake(WakeUp.RequirementMet met) ->
                        met.requirement().key() + " " + met.cursor().orElse("");
                case OfRelease(DetectedRelease release) ->
                        "release %s %s %s"
                                .formatted(
                                        release.id(), release.fan(), release.cursor().orElse(""));
            };
        }
    }

    /**
     * @param id the same each time that it is delivered
     * @param root the id of the message from outside that it goes back to
     */
    record Message(String id, String root, Body body) {}

    @Override
    public void send(WakeUp.RequirementMet wakeUp) {
        send(new Body.ToWake(wakeUp));
    }

    @Override
    public void send(DetectedRelease release) {
        send(new Body.OfRelease(release));
    }

    private void send(Body body) {
        Message source = consuming.get(kernel.current());
        if (source != null) {
            int times = asked.merge(body.name() + " of " + source.root(), 1, Integer::sum);
            if (times > MAX_ASKS) {
                // the guarantee is broken, and a history in which messages multiply never ends
                return;
            }
        }
        faults.call(
                "SendMessage",
                () -> {
                    deliver(body, Optional.ofNullable(source), Duration.ZERO);
                    return Optional.empty();
                });
    }

    /**
     * What is sent in case that its sender dies. In most histories it never arrives, so that what
     * the sender does afterwards, or whoever tries again after its death, has to be enough: in
     * those nobody gives up.
     */
    @Override
    public void sendLater(WakeUp.RequirementMet wakeUp, Duration delay) {
        faults.call(
                "SendMessage",
                () -> {
                    if (arrivesInDoubt) {
                        deliver(new Body.ToWake(wakeUp), Optional.empty(), delay);
                    }
                    return Optional.empty();
                });
    }

    @Override
    public void sweepLater(Duration delay) {
        faults.call(
                "SendMessage",
                () -> {
                    deliver(new Body.ToWake(new WakeUp.Sweep()), Optional.empty(), delay);
                    return Optional.empty();
                });
    }

    @Override
    public int sendDue(List<DueRunIndex.DueRun> due, Instant now) {
        try {
            faults.call(
                    "SendMessageBatch",
                    () -> {
                        for (DueRunIndex.DueRun entry : due) {
                            Duration early = Duration.between(now, entry.at());
                            deliver(
                                    new Body.ToWake(new WakeUp.RunDue(entry.run())),
                                    Optional.empty(),
                                    early.isNegative() ? Duration.ZERO : early);
                        }
                        return Optional.empty();
                    });
            return due.size();
        } catch (RuntimeException e) {
            return 0;
        }
    }

    @Override
    public int queued() {
        int[] queued = new int[1];
        faults.call(
                "GetQueueAttributes",
                () -> {
                    queued[0] = undone;
                    return Optional.empty();
                });
        return queued[0];
    }

    /** Whether what is sent in case of death arrives in this history. */
    boolean arrivesInDoubt() {
        return arrivesInDoubt;
    }

    /**
     * How often consumers asked for each message that goes back to one from outside.
     *
     * @return by what they asked for, and of which message from outside it was a part
     */
    Map<String, Integer> asked() {
        return asked;
    }

    /** What the operator does: see docs/operations.md. */
    void redrive() {
        List<Message> again = List.copyOf(dead);
        dead.clear();
        again.forEach(message -> deliver(message, Duration.ZERO));
    }

    private void deliver(Body body, Optional<Message> source, Duration delay) {
        String id = "message " + ++sent;
        deliver(new Message(id, source.map(Message::root).orElse(id), body), delay);
    }

    private void deliver(Message message, Duration delay) {
        Chance chance = kernel.chance("queue").of(message.body().name());
        int copies = faults.hits(chance.of("twice"), 0.05) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            undone++;
            kernel.after(
                    delay.plus(faults.latency(chance.of("latency"))), () -> receive(message, 1));
        }
    }

    private void receive(Message message, int count) {
        Kernel.Actor process =
                kernel.start(
                        "run-starter " + message.body().name(),
                        () -> consumer.accept(message),
                        failure -> {
                            if (failure == null) {
                                undone--;
                            } else {
                                again(message, count);
                            }
                        });
        consuming.put(process, message);
        kernel.after(Duration.ofSeconds(15), process::kill);
        faults.mayKill(process, 300);
    }

    private void again(Message message, int count) {
        if (count == MAX_RECEIVES) {
            undone--;
            dead.add(message);
            played.accept("queue WakeUpsDead");
        } else {
            kernel.after(VISIBILITY, () -> receive(message, count + 1));
        }
    }
}
