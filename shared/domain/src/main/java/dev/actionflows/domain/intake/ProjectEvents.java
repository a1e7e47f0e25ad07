package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** Lists the events of a project, which {@link EventLog} and the runs hold. */
public interface ProjectEvents {
    /**
     * The runs of these flows, and the events that started no run in any flow, newest first.
     * Eventually consistent.
     *
     * @param flows each takes as many reads as its runs have shards
     */
    List<EventResult> latest(ProjectId project, Collection<FlowId> flows, Range range, int limit);

    /**
     * @param from the first moment, in milliseconds precision
     * @param before only results before this place of an {@link EventResult}
     */
    record Range(Instant from, String before) {
        /** Sorts after every place. */
        public static final String END = ":";

        /** The text before which no result of this range is. */
        public String start() {
            return at(from);
        }

        /** The text before which no result of that moment is. */
        public static String at(Instant moment) {
            return "%013d".formatted(moment.toEpochMilli());
        }
    }
}
