package dev.actionflows.domain.management;

import static dev.actionflows.domain.testing.Samples.NOW;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.InMemoryProjectEvents;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.intake.ProjectEvents;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class EventSearchTest {
    private static final EventSearch.Filter ALL =
            new EventSearch.Filter(Optional.empty(), Optional.empty(), Optional.empty());
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 2);

    private final InMemoryPorts ports = new InMemoryPorts();
    private final ProjectId project = Samples.projectId();
    private final EventSearch search =
            new EventSearch(new InMemoryProjectEvents(ports.events), ports.flows);

    private void refused(String id, TriggerType type, Instant at) {
        ports.events.record(
                new EventRecord(
                        project,
                        new FanEvent(new EventId(id), type, "scope", at),
                        Optional.empty(),
                        Optional.empty(),
                        NotStartedReason.NO_FLOW,
                        Optional.empty()));
    }

    private List<String> all(EventSearch.Filter filter, int limit) {
        List<String> found = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<EventResult> page = search.find(project, filter, cursor, limit);
            page.items().forEach(it -> found.add(it.event().id().value()));
            cursor = page.next();
        } while (cursor.isPresent());
        return found;
    }

    @Test
    void runs_of_flows_that_are_not_active_are_listed_too() {
        Flow draft = Samples.draft("presave");
        ports.flows.create(project, draft);
        ports.ledger.putIfAbsent(Samples.run(project, draft.id(), NOW));
        refused("api:1", TriggerType.SMS_KEYWORD, NOW.plusSeconds(1));

        assertThat(all(ALL, 1)).hasSize(2).first().isEqualTo("api:1");
    }

    @Test
    void a_type_is_searched_over_several_pages() {
        for (int second = 0; second < 30; second++) {
            refused("sms:" + second, TriggerType.SMS_KEYWORD, NOW.minusSeconds(second));
        }
        refused("api:old", TriggerType.TRACK_LISTENED, NOW.minusSeconds(60));
        EventSearch.Filter listened =
                new EventSearch.Filter(
                        Optional.of(TriggerType.TRACK_LISTENED),
                        Optional.empty(),
                        Optional.empty());

        Page<EventResult> first = search.find(project, listened, Optional.empty(), 5);

        assertThat(first.items()).isEmpty();
        assertThat(first.next()).isPresent();
        assertThat(all(listened, 5)).containsExactly("api:old");
        assertThat(all(listened, 100)).containsExactly("api:old");
    }

    /** An index may still list an event that is gone, which must not end the list. */
    @Test
    void a_page_of_which_something_is_gone_is_not_the_last() {
        EventSearch afterDeletion =
                new EventSearch(
                        (_, _, range, _) ->
                                new ProjectEvents.Latest(
                                        List.of(),
                                        Optional.of(range.before())
                                                .filter(ProjectEvents.Range.END::equals)
                                                .map(_ -> "1793620800000#gone")),
                        ports.flows);

        Page<EventResult> page = afterDeletion.find(project, ALL, Optional.empty(), 5);
        assertThat(page.items()).isEmpty();
        assertThat(page.next()).isEmpty();

        EventSearch withMany =
                new EventSearch(
                        (_, _, _, _) ->
                                new ProjectEvents.Latest(
                                        List.of(), Optional.of("1793620800000#gone")),
                        ports.flows);
        assertThat(withMany.find(project, ALL, Optional.empty(), 5).next())
                .contains(Cursor.encode("1793620800000#gone"));
    }

    @Test
    void both_days_are_included() {
        Instant midnight = Instant.parse("2026-11-02T00:00:00Z");
        refused("api:1", TriggerType.SMS_KEYWORD, midnight.minusMillis(1));
        refused("api:2", TriggerType.SMS_KEYWORD, midnight);
        refused("api:3", TriggerType.SMS_KEYWORD, midnight.plus(Duration.ofDays(1)).minusMillis(1));
        refused("api:4", TriggerType.SMS_KEYWORD, midnight.plus(Duration.ofDays(1)));

        for (int limit : List.of(1, 10)) {
            assertThat(all(days(Optional.of(TODAY), Optional.of(TODAY)), limit))
                    .containsExactly("api:3", "api:2");
            assertThat(all(days(Optional.of(TODAY), Optional.empty()), limit))
                    .containsExactly("api:4", "api:3", "api:2");
            assertThat(all(days(Optional.empty(), Optional.of(TODAY)), limit))
                    .containsExactly("api:3", "api:2", "api:1");
        }
        assertThat(all(days(Optional.empty(), Optional.of(LocalDate.of(1000, 1, 1))), 10))
                .isEmpty();
    }

    private static EventSearch.Filter days(Optional<LocalDate> from, Optional<LocalDate> to) {
        return new EventSearch.Filter(Optional.empty(), from, to);
    }

    @Test
    void a_cursor_of_another_list_is_rejected() {
        assertThatThrownBy(() -> search.find(project, ALL, Optional.of(Cursor.encode("fan_1")), 10))
                .isInstanceOf(ProblemException.class);
    }
}
