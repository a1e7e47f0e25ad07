package dev.actionflows.simulator;

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
 * A standard queue with the function that reads it: at-least-once delivery, unordered. A message
 * that fails five times goes to the dead-letter queue, which the operator redrives at the end.
 *
 * @param <B> the body of a message
 */
final class Queue<B> {
    /**
     * How often a page may be requested: once per receive of the preceding message, each of which a
     * standard queue may deliver twice, and there may be two such messages, since a consumer that
     * dies after its request repeats it.
     */
    static final int MAX_REQUESTS = 20;

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
    private final Map<String, Integer> requests = new TreeMap<>();

    /** How many messages of each content are neither processed nor dead-lettered. */
    private final Map<B, Integer> pending = new HashMap<>();

    private int sent;

    /**
     * @param nameOf the same for messages with equal content
     * @param consumer does what the function's handler does; if it throws, the message is
     *     redelivered
     * @param played receives what was played, by the template's names
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

    /**
     * The template's names of a queue, its dead-letter queue, its event source and its function.
     */
    record Names(String queue, String deadLetters, String source, String function) {}

    /**
     * @param id the same for every delivery
     * @param root the id of the external message that it originates from
     */
    record Message<B>(String id, String root, B body) {}

    void send(B body) {
        send(body, Duration.ZERO);
    }

    /** Sends a message that is delivered after a delay. */
    void send(B body, Duration delay) {
        Message<B> source = consuming.get(kernel.current());
        if (source != null) {
            int times =
                    requests.merge(nameOf.apply(body) + " of " + source.root(), 1, Integer::sum);
            if (times > MAX_REQUESTS) {
                // the guarantee is violated already, and multiplying messages would never end
                return;
            }
        }
        faults.call(
                "SendMessage",
                () -> {
                    deliver(body, Optional.ofNullable(source), delay);
                    return Optional.empty();
                });
    }

    /** The number of messages that are neither processed nor dead-lettered. */
    int pending() {
        return pending.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether a message of this type is neither processed nor dead-lettered. */
    boolean hasPending(Class<? extends B> type) {
        return pending.keySet().stream().anyMatch(type::isInstance);
    }

    /**
     * How often consumers requested each message that originates from an external one.
     *
     * @return by the requested message and the external message that it originates from
     */
    Map<String, Integer> requests() {
        return requests;
    }

    /** The operator redrives the dead-letter queue; see docs/operations.md. */
    void redrive() {
        List<Message<B>> again = List.copyOf(dead);
        dead.clear();
        again.forEach(message -> deliver(message, Duration.ZERO));
    }

    /** Adds a message that counts as external, regardless of its sender. */
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
            pending.merge(message.body(), 1, Integer::sum);
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
                                ended(message);
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
            ended(message);
            dead.add(message);
            played.accept("queue " + names.deadLetters());
        } else {
            kernel.after(VISIBILITY, () -> receive(message, count + 1));
        }
    }

    private void ended(Message<B> message) {
        int left = pending.merge(message.body(), -1, Integer::sum);
        if (left < 0) {
            throw new IllegalStateException("ended more often than it was sent: " + message);
        }
        pending.remove(message.body(), 0);
    }
}
