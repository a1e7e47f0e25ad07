package dev.actionflows.testkit.simulation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Time, chance and processes. Processes are written as plain blocking code; each has a thread of
 * its own, of which exactly one runs at any moment: the one whose event is next. So everything
 * happens in one order, and the seed alone decides which.
 */
final class Kernel implements InstantSource {
    private static final ScopedValue<Actor> CURRENT = ScopedValue.newInstance();

    private final Chance chances;
    private final Map<String, Integer> starts = new HashMap<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparing(Event::number));
    private Instant now;
    private long numbers;
    private long clockError;
    private long history;
    private final Optional<Consumer<String>> trace;

    /** Something that will happen. */
    private record Event(Instant at, long number, Runnable what) {}

    /**
     * @param chances all numbers that are drawn in this history
     * @param trace told what happens, line by line
     */
    Kernel(Chance chances, Instant start, Optional<Consumer<String>> trace) {
        this.chances = chances;
        this.now = start;
        this.trace = trace;
    }

    /** What the clock of the process says whose code is running, or else the true time. */
    @Override
    public Instant instant() {
        return inProcess() ? now.plus(current().clockError) : now;
    }

    /** The true time. */
    Instant now() {
        return now;
    }

    /** From now on each new process has a clock that is wrong by up to this much, either way. */
    void clocksDifferBy(Duration most) {
        clockError = most.toMillis();
    }

    /**
     * Numbers for a purpose: of the process whose code is running, so that what one process draws
     * changes nothing for the others, or else of the history as a whole.
     */
    Chance chance(String purpose) {
        return (inProcess() ? current().chances : chances).of(purpose);
    }

    /** Bytes of which ids are made. */
    byte[] bytes(int count) {
        return chance("ids").bytes(count);
    }

    /** A number that is the same exactly when everything happened in the same order. */
    long history() {
        return history;
    }

    void note(String what) {
        history = 31 * history + what.hashCode();
        if (trace.isPresent()) {
            String by = inProcess() ? "   by " + current().name() : "";
            trace.get().accept(now + "  " + what + by);
        }
    }

    void at(Instant when, Runnable what) {
        events.add(new Event(when.isBefore(now) ? now : when, numbers++, what));
    }

    void after(Duration delay, Runnable what) {
        at(now.plus(delay), what);
    }

    /** Lets everything happen that happens until then. */
    void runUntil(Instant end) {
        while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
        }
        now = end;
    }

    /** Whether it is a process whose code is running: else it is the kernel itself. */
    boolean inProcess() {
        return CURRENT.isBound();
    }

    /** The process whose code is running. */
    Actor current() {
        return CURRENT.get();
    }

    /**
     * Starts a process now.
     *
     * @param name what it does and for whom; those of one name draw numbers in turn
     * @param body its code; what it throws is handed to {@code ended}
     * @param ended told how it ended: with nothing, with what it threw, or {@link Killed}
     */
    Actor start(String name, Runnable body, Consumer<@Nullable Throwable> ended) {
        Actor process = new Actor(name, body, ended);
        after(Duration.ZERO, process::resume);
        return process;
    }

    /** A thread that runs only while the kernel waits for it. */
    final class Actor {
        private final String name;
        private final Consumer<@Nullable Throwable> ended;
        private final Semaphore mayRun = new Semaphore(0);
        private final Semaphore hasStopped = new Semaphore(0);
        private final Thread thread;
        private @Nullable Throwable failure;
        private boolean done;
        private boolean killed;
        private String lastCall = "";
        private Instant lastCallAt = now;
        private final Chance chances;
        private final Duration clockError;

        private Actor(String name, Runnable body, Consumer<@Nullable Throwable> ended) {
            this.name = name;
            this.ended = ended;
            int start = starts.merge(name, 1, Integer::sum);
            this.chances = Kernel.this.chances.of("process").of(name).of("start " + start);
            this.clockError =
                    Kernel.this.clockError == 0
                            ? Duration.ZERO
                            : chances.of("clock")
                                    .between(-Kernel.this.clockError, Kernel.this.clockError);
            this.thread =
                    Thread.ofVirtual()
                            .unstarted(
                                    () -> {
                                        mayRun.acquireUninterruptibly();
                                        if (!killed) {
                                            ScopedValue.where(CURRENT, this).run(() -> run(body));
                                        } else {
                                            failure = new Killed();
                                        }
                                        done = true;
                                        hasStopped.release();
                                    });
            thread.start();
        }

        private void run(Runnable body) {
            try {
                body.run();
            } catch (Throwable e) {
                failure = e;
            }
        }

        String name() {
            return name;
        }

        /** Numbers of its own for a purpose. */
        Chance chance(String purpose) {
            return chances.of(purpose);
        }

        boolean isDone() {
            return done;
        }

        /** Remembers what it asks for; see {@link #lastCall}. */
        void calls(String what) {
            lastCall = what;
            lastCallAt = now;
        }

        /** What it has asked for last. */
        String lastCall() {
            return lastCall;
        }

        /** When it asked for it. */
        Instant lastCallAt() {
            return lastCallAt;
        }

        /** Called by its own code: stops until {@link #wake} is called. */
        void sleep() {
            stop();
        }

        /** Called from outside, once for each {@link #sleep}. */
        void wake() {
            after(Duration.ZERO, this::resume);
        }

        /** Called by the kernel: lets it run until it stops or has ended. */
        private void resume() {
            if (done) {
                return;
            }
            mayRun.release();
            hasStopped.acquireUninterruptibly();
            if (done) {
                note("end " + name);
                ended.accept(failure);
            }
        }

        /** Called by its own code: time passes, and other things happen. */
        void pause(Duration time) {
            after(time, this::resume);
            stop();
        }

        private void stop() {
            dieIfKilled();
            hasStopped.release();
            mayRun.acquireUninterruptibly();
            dieIfKilled();
        }

        private void dieIfKilled() {
            if (killed) {
                throw new Killed();
            }
        }

        /** Called from outside: it ends where it is, at once. */
        void kill() {
            if (!done && !killed) {
                killed = true;
                note("kill " + name);
                resume();
            }
        }

        /**
         * Called by its own code: asks another service to do something, and waits for its answer.
         * The request goes on its way even if the process dies meanwhile.
         *
         * @param there how long the request is under way
         * @param back how long the answer is
         */
        <T extends @Nullable Object> T ask(
                Duration there, Duration back, Supplier<Answer<T>> service) {
            dieIfKilled();
            Answer<T>[] answer = newAnswer();
            after(
                    there,
                    () -> {
                        answer[0] = service.get();
                        after(back, this::resume);
                    });
            hasStopped.release();
            mayRun.acquireUninterruptibly();
            dieIfKilled();
            return answer[0].get();
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        private static <T extends @Nullable Object> Answer<T>[] newAnswer() {
            return new Answer[1];
        }
    }

    /** What a service answered: a value, or a failure to be thrown where it was asked. */
    @FunctionalInterface
    interface Answer<T extends @Nullable Object> {
        T get();
    }
}
