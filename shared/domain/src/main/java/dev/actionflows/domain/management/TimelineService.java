package dev.actionflows.domain.management;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.run.RunKey;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Explains why flows did or did not start. */
public final class TimelineService {
    private static final Pattern PLACE = Pattern.compile("[0-9]{13}#.{1,300}");

    private final EventLog events;
    private final FanLookup fans;

    public TimelineService(EventLog events, FanLookup fans) {
        this.events = events;
        this.fans = fans;
    }

    /**
     * All results of an event, one for each flow that listened to it.
     *
     * @throws ProblemException NOT_FOUND
     */
    public List<EventResult> event(ProjectId project, EventId event) {
        List<EventResult> found = events.trace(project, event);
        if (found.isEmpty()) {
            throw ProblemException.notFound(
                    "no such event. The id of an event begins with its source: the id of order-1"
                        + " from a server is api:order-1, that of a text sms:SM…. A new event is"
                        + " visible after a moment; an event that started no run is kept for 90"
                        + " days");
        }
        return found;
    }

    /** The events that a run has kept from entering its flow, oldest first, at most 100. */
    public List<EventRecord> stoppedBy(RunKey run) {
        return events.stoppedBy(run);
    }

    /**
     * The results of all events of a fan, newest first, under any of the fan's ids.
     *
     * @param cursor the end of the previous page
     * @throws ProblemException NOT_FOUND; INVALID_REQUEST if the cursor is not one of this list
     */
    public Page<EventResult> fan(
            ProjectId project, FanId named, Optional<String> cursor, int limit) {
        Optional<String> before =
                Cursor.decode(
                        cursor,
                        text ->
                                PLACE.matcher(text).matches()
                                        ? Optional.of(text)
                                        : Optional.empty());
        Fan fan =
                fans.find(project, named)
                        .orElseThrow(() -> ProblemException.notFound("no such fan: " + named));
        List<EventResult> newest =
                fan.ids().stream()
                        .flatMap(id -> events.latest(project, id, before, limit + 1).stream())
                        .sorted(Comparator.comparing(EventResult::place).reversed())
                        .limit(limit + 1L)
                        .toList();
        return newest.size() <= limit
                ? new Page<>(newest, Optional.empty())
                : new Page<>(
                        newest.subList(0, limit),
                        Optional.of(Cursor.encode(newest.get(limit - 1).place())));
    }
}
