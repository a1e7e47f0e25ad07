package dev.actionflows.simulator;

import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepTicket;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Notifies listeners with the run whenever a step reads its facts. */
final class FactReaderWatch {
    private final List<BiConsumer<Run, OptionalInt>> listeners = new ArrayList<>();

    /** The calls whose callers wait for the answer, by the argument that is about the run. */
    private final IdentityHashMap<Object, Call> asking = new IdentityHashMap<>();

    /** A call of the step with this ticket. */
    private static final class Call {
        private final StepTicket ticket;
        private boolean hasRead;

        Call(StepTicket ticket) {
            this.ticket = ticket;
        }

        /** Whether this read is not the first one, so that the answer may be that of the first. */
        boolean readsAgain() {
            boolean again = hasRead;
            hasRead = true;
            return again;
        }
    }

    void listen(Consumer<Run> listener) {
        listeners.add((run, _) -> listener.accept(run));
    }

    /**
     * @param listener gets the run and the step whose function asks, or else whose turn it is
     */
    void listen(BiConsumer<Run, OptionalInt> listener) {
        listeners.add(listener);
    }

    /** The reader as its callers see it, beyond a network. */
    FactReader asked(FactReader reader, Supplier<Optional<StepTicket>> caller) {
        return around(
                reader,
                (about, _, call) -> {
                    caller.get().ifPresent(ticket -> asking.put(about, new Call(ticket)));
                    try {
                        return call.proceed();
                    } finally {
                        asking.remove(about);
                    }
                });
    }

    /**
     * @param runs finds the run that is read together with facts
     */
    FactReader watch(FactReader reader, Function<RunKey, Optional<Run>> runs) {
        return around(
                reader,
                (about, named, call) -> {
                    Call asked = asking.get(about);
                    if (asked != null && asked.readsAgain()) {
                        return call.proceed();
                    }
                    StepTicket ticket = asked == null ? null : asked.ticket;
                    if (named instanceof RunKey key) {
                        // a call of an earlier epoch will not act, nor will one that is repeated
                        // after its process has got the first answer
                        runs.apply(key)
                                .filter(run -> ticket != null && ticket.epoch() == run.epoch())
                                .ifPresent(run -> notify(run, ticket));
                    } else {
                        notify((Run) named, ticket);
                    }
                    return call.proceed();
                });
    }

    private void notify(Run run, @Nullable StepTicket ticket) {
        OptionalInt turn = ticket == null ? run.nextStep() : OptionalInt.of(ticket.index());
        listeners.forEach(it -> it.accept(run, turn));
    }

    /** The code around a read of a run's facts. */
    @FunctionalInterface
    private interface Read {
        /**
         * @param about a run, or the outline of one: no other call has the same object
         * @param named the run or its key
         */
        @Nullable Object around(Object about, Object named, PortProxy.Call call) throws Throwable;
    }

    private static FactReader around(FactReader reader, Read read) {
        return PortProxy.of(
                FactReader.class,
                reader,
                (method, arguments, call) ->
                        switch (method.getName()) {
                            case "read" -> read.around(arguments[0], arguments[0], call);
                            case "readWithRun" -> read.around(arguments[1], arguments[0], call);
                            default -> call.proceed();
                        });
    }
}
