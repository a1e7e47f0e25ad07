package dev.actionflows.domain.intake;

import static dev.actionflows.domain.testing.Samples.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The contract of {@link ProjectEvents} implementations. */
public abstract class ProjectEventsContract {
    private final Stores stores;
    private final ProjectEvents events;
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = Samples.flowId();

    /**
     * @param over makes what lists the events of the stores
     */
    protected ProjectEventsContract(Stores stores, Function<Stores, ProjectEvents> over) {
        this.stores = stores;
        this.events = over.apply(stores);
    }

    private EventResult started(FlowId by, Instant at) {
        Run run = Samples.run(project, by, at);
        stores.runs().putIfAbsent(run);
        return new EventResult.RunStarted(run);
    }

    private EventResult refused(String id, Optional<FlowId> by, Instant at) {
        EventRecord entry =
                new EventRecord(
                        project,
                        new FanEvent(new EventId(id), TriggerType.RELEASE_PRESAVED, "rel_1", at),
                        Optional.empty(),
                        by,
                        by.isPresent() ? NotStartedReason.ENTERED_BEFORE : NotStartedReason.NO_FLOW,
                        Optional.empty());
        stores.events().record(entry);
        return new EventResult.NotStarted(entry);
    }

    private List<EventResult> latest(Instant from, String before, int limit) {
        return events.latest(project, List.of(flow), new ProjectEvents.Range(from, before), limit)
                .results();
    }

    @Test
    void runs_and_events_that_started_none_are_listed_newest_first() {
        EventResult run = started(flow, NOW);
        EventResult older = refused("api:1", Optional.empty(), NOW.minusSeconds(5));
        EventResult newer = refused("api:2", Optional.of(flow), NOW.plusSeconds(5));
        EventResult ofAnother = refused("api:3", Optional.of(Samples.flowId()), NOW.plusSeconds(6));

        assertThat(latest(Instant.EPOCH, ProjectEvents.Range.END, 10))
                .containsExactly(ofAnother, newer, run, older);
        assertThat(latest(Instant.EPOCH, ProjectEvents.Range.END, 2))
                .containsExactly(ofAnother, newer);
        assertThat(latest(Instant.EPOCH, newer.place(), 10)).containsExactly(run, older);
    }

    @Test
    void runs_of_other_flows_and_events_of_other_projects_are_left_out() {
        started(Samples.flowId(), NOW);

        assertThat(latest(Instant.EPOCH, ProjectEvents.Range.END, 10)).isEmpty();
        refused("api:1", Optional.empty(), NOW);
        assertThat(
                        events.latest(
                                        Samples.projectId(),
                                        List.of(flow),
                                        new ProjectEvents.Range(
                                                Instant.EPOCH, ProjectEvents.Range.END),
                                        10)
                                .results())
                .isEmpty();
    }

    @Test
    void a_range_begins_with_its_first_moment_and_ends_before_its_last() {
        EventResult first = refused("api:1", Optional.empty(), NOW);
        EventResult run = started(flow, NOW.plusMillis(1));
        refused("api:2", Optional.empty(), NOW.plusMillis(2));
        refused("api:3", Optional.empty(), NOW.minusMillis(1));

        assertThat(latest(NOW, ProjectEvents.Range.at(NOW.plusMillis(2)), 10))
                .containsExactly(run, first);
        assertThat(latest(NOW, ProjectEvents.Range.at(NOW), 10)).isEmpty();
        assertThat(latest(NOW, ProjectEvents.Range.at(NOW.minusMillis(9)), 10)).isEmpty();
    }

    @Test
    void many_events_of_one_moment_are_listed_page_by_page() {
        List<EventResult> all = new ArrayList<>();
        IntStream.range(0, 20).forEach(n -> all.add(refused("api:" + n, Optional.empty(), NOW)));
        IntStream.range(0, 5).forEach(_ -> all.add(started(flow, NOW)));
        all.sort(Comparator.comparing(EventResult::place).reversed());

        for (int limit : List.of(1, 7, 25)) {
            List<EventResult> found = new ArrayList<>();
            List<EventResult> page = latest(NOW, ProjectEvents.Range.END, limit);
            while (!page.isEmpty()) {
                found.addAll(page);
                page = latest(NOW, page.getLast().place(), limit);
            }
            assertThat(found).isEqualTo(all);
        }
    }

    @Test
    void the_further_results_are_before_the_last_one_and_the_last_page_has_none() {
        refused("api:1", Optional.empty(), NOW);
        EventResult later = refused("api:2", Optional.empty(), NOW.plusSeconds(1));
        ProjectEvents.Range all = new ProjectEvents.Range(Instant.EPOCH, ProjectEvents.Range.END);

        assertThat(events.latest(project, List.of(flow), all, 1))
                .isEqualTo(new ProjectEvents.Latest(List.of(later), Optional.of(later.place())));
        assertThat(events.latest(project, List.of(flow), all, 2).next()).isEmpty();
    }
}
