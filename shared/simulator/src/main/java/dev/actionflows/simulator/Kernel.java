package dev.actionflows.simulator;

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
 * Time, chance and processes. Processes are plain blocking code, each on its own thread. Only one
 * thread runs at a time: the one with the next event. So everything happens in one order, which
 * only the seed determines.
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

    /** A scheduled event. */
    private record Event(Instant at, long number, Runnable what) {}

    /**
     * @param chances all random numbers of this history
     * @param trace receives each event, line by line
     */
    Kernel(Chance chances, Instant start, Optional<Consumer<String>> trace) {
        this.chances = chances;
        this.now = start;
        this.trace = trace;
    }

    /** The clock of the current process, or the true time outside of processes. */
    @Override
    public Instant instant() {
        return inProcess() ? now.plus(current().clockError) : now;
    }

    /** The true time. */
    Instant now() {
        return now;
    }

    /** From now on, the clock of each new process is off by up to this much, either way. */
    void clocksDifferBy(Duration most) {
        clockError = most.toMillis();
    }

    /**
     * Random numbers for a purpose: of the current process, so that its draws change nothing for
     * others, or otherwise of the whole history.
     */
    Chance chance(String purpose) {
        return (inProcess() ? current().chances : chances).of(purpose);
    }

    /** Random bytes for ids. */
    byte[] bytes(int count) {
        return chance("ids").bytes(count);
    }

    /** A hash that is equal exactly if everything happened in the same order. */
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

    /** Runs all events up to that time. */
    void runUntil(Instant end) {
        while (!events.isEmpty() && !events.peek().at().isAfter(end)) {
            Event event = events.remove();
            now = event.at();
            event.what().run();
        }
        now = end;
    }

    /** Whether a process is running, rather than the kernel itself. */
    boolean inProcess() {
        return CURRENT.isBound();
    }

    /** The running process. */
    Actor current() {
        return CURRENT.get();
    }

    /**
     * Starts a process now.
     *
     * @param name what it does and for whom; processes of one name draw numbers in turn
     * @param body its code; an exception is passed to {@code ended}
     * @param ended receives null on success, the exception, or {@link Killed}
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
        private final Instant startedAt = now;
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

        /** The process's own numbers for a purpose. */
        Chance chance(String purpose) {
            return chances.of(purpose);
        }

        /** Records a call; see {@link #lastCall}. */
        void calls(String what) {
            lastCall = what;
            lastCallAt = now;
        }

        Instant startedAt() {
            return startedAt;
        }

        /** The latest call. */
        String lastCall() {
            return lastCall;
        }

        /** The time of the latest call. */
        Instant lastCallAt() {
            return lastCallAt;
        }

        /** Called by the process: stops until {@link #wake} is called. */
        void sleep() {
            stop();
        }

        /** Called by others, once for each {@link #sleep}. */
        void wake() {
            after(Duration.ZERO, this::resume);
        }

        /** Called by the kernel: runs the process until it stops or ends. */
        private void resume() {
            if (done) {
                return;
            }
            mayRun.release();
            hasStopped.acquireUninterruptibly();
            if (done) {
                note("end " + name);
                if (failure instanceof LinkageError broken) {
                    // the code that is simulated cannot run: no fault of the world
                    throw broken;
                }
                ended.accept(failure);
            }
        }

        /** Called by the process: lets time pass while other events happen. */
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

        /** Called by others: ends the process immediately. */
        void kill() {
            if (!done && !killed) {
                killed = true;
                note("kill " + name);
                resume();
            }
        }

        /**
         * Called by the process: sends a request to another service and waits for the response. The
         * request arrives even if the process dies meanwhile.
         *
         * @param there the transmission time of the request
         * @param back the transmission time of the response
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

    /** The response of a service: a value, or an exception to be thrown in the caller. */
    @FunctionalInterface
    interface Answer<T extends @Nullable Object> {
        T get();
    }
}
