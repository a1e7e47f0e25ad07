package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.run.Run;

import java.time.Instant;

/** The result of an event in one flow. */
public sealed interface EventResult {
    FanEvent event();

    /** When it happened. */
    Instant at();

    /** Distinguishes results of the same time. */
    String id();

    /** The place in a list by time: places sort like the results. */
    default String place() {
        return "%013d#%s".formatted(at().toEpochMilli(), id());
    }

    /** The event started a run. */
    record RunStarted(Run run) implements EventResult {
        @Override
        public FanEvent event() {
            return run.event();
        }

        @Override
        public Instant at() {
            return run.startedAt();
        }

        @Override
        public String id() {
            return run.key().run().value();
        }
    }

    /** The event started no run. */
    record NotStarted(EventRecord entry) implements EventResult {
        @Override
        public FanEvent event() {
            return entry.event();
        }

        @Override
        public Instant at() {
            return entry.event().receivedAt();
        }

        @Override
        public String id() {
            return entry.flow().map(FlowId::value).orElse("") + "#" + entry.event().id().value();
        }
    }
}
