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

/** Why flows did or did not fire. */
public final class TimelineService {
    private static final Pattern PLACE = Pattern.compile("[0-9]{13}#.{1,300}");

    private final EventLog events;
    private final FanLookup fans;

    public TimelineService(EventLog events, FanLookup fans) {
        this.events = events;
        this.fans = fans;
    }

    /**
     * All that an event led to, one entry for each flow that listened to it.
     *
     * @throws ProblemException NOT_FOUND
     */
    public List<EventResult> event(ProjectId project, EventId event) {
        List<EventResult> found = events.trace(project, event);
        if (found.isEmpty()) {
            throw ProblemException.notFound(
                    "there is no event with this id. An event's id begins with its source: one that"
                        + " a server sent as order-1 is api:order-1, a text sms:SM…; one that has"
                        + " just come in is found in a moment, and one that started no run is kept"
                        + " for 90 days");
        }
        return found;
    }

    /** The events that a run has kept from entering its flow, oldest first, at most 100. */
    public List<EventRecord> stoppedBy(RunKey run) {
        return events.stoppedBy(run);
    }

    /**
     * What came of everything that a person did, newest first, whichever id it is stored under.
     *
     * @param cursor where the previous page ended
     * @throws ProblemException NOT_FOUND; INVALID_REQUEST when no page gave out this cursor
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
        Fan person =
                fans.find(project, named)
                        .orElseThrow(() -> ProblemException.notFound("there is no fan " + named));
        List<EventResult> newest =
                person.ids().stream()
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
