package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Lists the events of a project, which {@link EventLog} and the runs hold. */
public interface ProjectEvents {
    /**
     * The runs of these flows, and the events that started no run in any flow, newest first.
     * Eventually consistent.
     *
     * @param flows each takes as many reads as its runs have shards
     */
    Latest latest(ProjectId project, Collection<FlowId> flows, Range range, int limit);

    /**
     * The latest results of a range.
     *
     * @param results may be fewer than the limit although there are more: an index can still list
     *     what has just been deleted
     * @param next the place before which the further results are; empty if there are none
     */
    record Latest(List<EventResult> results, Optional<String> next) {
        public Latest {
            results = List.copyOf(results);
        }
    }

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
