package dev.actionflows.testkit.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A standard queue with the function that reads it: at least once, in no order. A message that
 * fails five times goes to the dead letters, from where the operator sends it again in the end.
 *
 * @param <B> what a message says
 */
final class Queue<B> {
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
    private final Names names;
    private final Function<B, String> nameOf;
    private final Consumer<Message<B>> consumer;
    private final Consumer<String> played;
    private final List<Message<B>> dead = new ArrayList<>();
    private final Map<Kernel.Actor, Message<B>> consuming = new HashMap<>();
    private final Map<String, Integer> asked = new TreeMap<>();
    private int sent;
    private int undone;

    /**
     * @param nameOf the same for every message that says the same
     * @param consumer does what the function's handler does; the message comes again if it throws
     * @param played told what was played, by the template's names
     */
    Queue(
            Kernel kernel,
            Faults faults,
            Names names,
            Function<B, String> nameOf,
            Consumer<Message<B>> consumer,
            Consumer<String> played) {
        this.kernel = kernel;
        this.faults = faults;
        this.names = names;
        this.nameOf = nameOf;
        this.consumer = consumer;
        this.played = played;
    }

    /** The template's names of a queue, its dead letters, its source and the function behind it. */
    record Names(String queue, String deadLetters, String source, String function) {}

    /**
     * @param id the same each time that it is delivered
     * @param root the id of the message from outside that it goes back to
     */
    record Message<B>(String id, String root, B body) {}

    void send(B body) {
        Message<B> source = consuming.get(kernel.current());
        if (source != null) {
            int times = asked.merge(nameOf.apply(body) + " of " + source.root(), 1, Integer::sum);
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

    /** How many messages are neither done nor given up. */
    int undone() {
        return undone;
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
        List<Message<B>> again = List.copyOf(dead);
        dead.clear();
        again.forEach(message -> deliver(message, Duration.ZERO));
    }

    /** Adds a message that counts as one from outside, whoever sends it. */
    void deliver(B body, Duration delay) {
        deliver(body, Optional.empty(), delay);
    }

    private void deliver(B body, Optional<Message<B>> source, Duration delay) {
        String id = names.queue() + " message " + ++sent;
        deliver(new Message<>(id, source.map(Message::root).orElse(id), body), delay);
    }

    private void deliver(Message<B> message, Duration delay) {
        Chance chance = kernel.chance("queue").of(nameOf.apply(message.body()));
        int copies = faults.hits(chance.of("twice"), 0.05) ? 2 : 1;
        for (int copy = 0; copy < copies; copy++) {
            undone++;
            kernel.after(
                    delay.plus(faults.latency(chance.of("latency"))), () -> receive(message, 1));
        }
    }

    private void receive(Message<B> message, int count) {
        played.accept("function " + names.function());
        played.accept("queue " + names.queue());
        played.accept("source " + names.source());
        Kernel.Actor process =
                kernel.start(
                        names.function() + " " + nameOf.apply(message.body()),
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

    private void again(Message<B> message, int count) {
        if (count == MAX_RECEIVES) {
            undone--;
            dead.add(message);
            played.accept("queue " + names.deadLetters());
        } else {
            kernel.after(VISIBILITY, () -> receive(message, count + 1));
        }
    }
}
