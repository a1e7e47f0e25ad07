package dev.actionflows.domain.management;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.ProjectEvents;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Lists the events of a project, newest first: what they started, or why nothing. */
public final class EventSearch {
    /** The flows whose runs are read for a page; each takes eight reads. */
    public static final int MAX_FLOWS = 20;

    /** The most pages that one call reads, so that a rare type does not take seconds. */
    static final int MAX_PAGES = 3;

    private static final Pattern PLACE = Pattern.compile("[0-9]{13}#.{1,300}");

    private final ProjectEvents events;
    private final FlowStore flows;

    public EventSearch(ProjectEvents events, FlowStore flows) {
        this.events = events;
        this.flows = flows;
    }

    /**
     * @param type only events of this type
     * @param from the first day, in UTC
     * @param to the last day
     */
    public record Filter(
            Optional<TriggerType> type, Optional<LocalDate> from, Optional<LocalDate> to) {
        private boolean fits(EventResult result) {
            return type.filter(it -> it != result.event().type()).isEmpty();
        }

        private Instant begin() {
            return from.map(day -> day.atStartOfDay(ZoneOffset.UTC).toInstant())
                    .filter(it -> it.isAfter(Instant.EPOCH))
                    .orElse(Instant.EPOCH);
        }

        private String end() {
            return to.map(day -> day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant())
                    .map(it -> it.isAfter(Instant.EPOCH) ? it : Instant.EPOCH)
                    .map(ProjectEvents.Range::at)
                    .orElse(ProjectEvents.Range.END);
        }
    }

    /**
     * A page of the results. It may be shorter than the limit, or empty, and not be the last: with
     * a type, or if an event has just been deleted.
     *
     * @param cursor the end of the previous page
     * @throws ProblemException INVALID_REQUEST if the cursor is not one of this list
     */
    public Page<EventResult> find(
            ProjectId project, Filter filter, Optional<String> cursor, int limit) {
        String before =
                Cursor.decode(cursor, EventSearch::place)
                        .map(place -> earlier(place, filter.end()))
                        .orElse(filter.end());
        Collection<FlowId> read = flows(project);
        Instant from = filter.begin();
        ProjectEvents.Latest page =
                events.latest(project, read, new ProjectEvents.Range(from, before), limit);
        for (int pages = 1;
                pages < MAX_PAGES
                        && page.next().isPresent()
                        && page.results().stream().noneMatch(filter::fits);
                pages++) {
            page =
                    events.latest(
                            project,
                            read,
                            new ProjectEvents.Range(from, page.next().orElseThrow()),
                            limit);
        }
        return new Page<>(
                page.results().stream().filter(filter::fits).toList(),
                page.next().map(Cursor::encode));
    }

    private static Optional<String> place(String text) {
        return PLACE.matcher(text).matches() ? Optional.of(text) : Optional.empty();
    }

    private static String earlier(String one, String other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** The active flows, then the oldest others. */
    private Set<FlowId> flows(ProjectId project) {
        Set<FlowId> chosen = new LinkedHashSet<>();
        Stream.concat(
                        flows.activeFlows(project).flows().stream()
                                .sorted(Comparator.comparing(FlowId::value)),
                        flows.list(project, Optional.empty(), MAX_FLOWS).items().stream()
                                .map(Flow::id))
                .distinct()
                .limit(MAX_FLOWS)
                .forEach(chosen::add);
        return chosen;
    }
}
