package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.WaitingRunStore.WaitingRun;
import dev.actionflows.domain.testing.Cursors;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contract of {@link WaitingRunStore} implementations. */
public abstract class WaitingRunStoreContract {
    private static final Instant EXPIRES_AT = Samples.NOW.plus(Duration.ofDays(60));

    private final WaitingRunStore waiting;
    private final ProjectId project = Samples.projectId();
    private final Requirement number = Requirement.phoneNumber();

    protected WaitingRunStoreContract(Stores stores) {
        this.waiting = stores.waitingRuns();
    }

    @Test
    void a_waiting_run_is_found_only_under_its_requirement() {
        RunKey run = run();
        waiting.add(run, number, "first", EXPIRES_AT);

        assertThat(find(number)).containsExactly(new WaitingRun(run, "first"));
        assertThat(find(Requirement.streamingApp())).isEmpty();
        assertThat(waiting.find(Samples.projectId(), number, Optional.empty(), 5).items())
                .isEmpty();
    }

    @Test
    void a_run_can_wait_for_two_requirements() {
        RunKey run = run();
        Requirement connection = Requirement.streamingConnection(Samples.fanId());
        waiting.add(run, number, "first", EXPIRES_AT);
        waiting.add(run, connection, "second", EXPIRES_AT);

        waiting.remove(run, number, new WaitingRun(run, "first"));

        assertThat(find(number)).isEmpty();
        assertThat(find(connection)).containsExactly(new WaitingRun(run, "second"));
    }

    @Test
    void removing_an_entry_is_idempotent() {
        RunKey run = run();
        waiting.add(run, number, "first", EXPIRES_AT);
        WaitingRun entry = find(number).getFirst();

        waiting.remove(run, number, entry);
        waiting.remove(run, number, entry);

        assertThat(find(number)).isEmpty();
    }

    @Test
    void removing_an_outdated_entry_keeps_the_newer_one() {
        RunKey run = run();
        waiting.add(run, number, "first", EXPIRES_AT);
        WaitingRun first = find(number).getFirst();
        waiting.add(run, number, "second", EXPIRES_AT);

        waiting.remove(run, number, first);

        assertThat(find(number)).containsExactly(new WaitingRun(run, "second"));
    }

    @Test
    void waiting_runs_are_listed_once_each() {
        List<WaitingRun> added = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            WaitingRun entry = new WaitingRun(run(), Samples.nonce());
            waiting.add(entry.run(), number, entry.nonce(), EXPIRES_AT);
            added.add(entry);
        }

        assertThat(Cursors.readAll(cursor -> waiting.find(project, number, cursor, 5), 5))
                .containsExactlyInAnyOrderElementsOf(added);
    }

    @Test
    void a_cursor_remains_valid_after_earlier_entries_are_removed() {
        List<WaitingRun> added = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            WaitingRun entry = new WaitingRun(run(), Samples.nonce());
            waiting.add(entry.run(), number, entry.nonce(), EXPIRES_AT);
            added.add(entry);
        }
        Page<WaitingRun> first = waiting.find(project, number, Optional.empty(), 3);
        first.items().forEach(entry -> waiting.remove(entry.run(), number, entry));

        Page<WaitingRun> second = waiting.find(project, number, first.next(), 3);

        assertThat(second.next()).isEmpty();
        added.removeAll(first.items());
        assertThat(second.items()).containsExactlyInAnyOrderElementsOf(added);
    }

    @Test
    void a_request_for_the_next_page_is_recorded_for_exactly_that_page() {
        WaitingRunStore.ListPage first = new WaitingRunStore.ListPage(project, number, "pass", "");
        assertThat(waiting.continuationOf(first)).isEmpty();

        waiting.addContinuation(first, "2.next", Samples.NOW);
        waiting.addContinuation(first, "2.next", Samples.NOW.plusSeconds(1));

        assertThat(waiting.continuationOf(first)).contains("2.next");
        assertThat(
                        waiting.continuationOf(
                                new WaitingRunStore.ListPage(project, number, "pass", "2.next")))
                .isEmpty();
        assertThat(
                        waiting.continuationOf(
                                new WaitingRunStore.ListPage(project, number, "another", "")))
                .isEmpty();
        assertThat(
                        waiting.continuationOf(
                                new WaitingRunStore.ListPage(
                                        project, Requirement.streamingApp(), "pass", "")))
                .isEmpty();
        assertThat(
                        waiting.continuationOf(
                                new WaitingRunStore.ListPage(
                                        Samples.projectId(), number, "pass", "")))
                .isEmpty();
    }

    @Test
    void entries_between_two_cursors_are_listed() {
        for (int i = 0; i < 12; i++) {
            waiting.add(run(), number, Samples.nonce(), EXPIRES_AT);
        }
        List<WaitingRun> all = waiting.find(project, number, Optional.empty(), 50).items();
        String third = nextAfter(3);
        String tenth = nextAfter(10);

        Page<WaitingRun> first = waiting.findBetween(project, number, third, tenth, 5);
        Page<WaitingRun> second =
                waiting.findBetween(project, number, first.next().orElseThrow(), tenth, 5);

        assertThat(first.items()).isEqualTo(all.subList(3, 8));
        assertThat(second).isEqualTo(new Page<>(all.subList(8, 10), Optional.empty()));
        assertThat(waiting.findBetween(project, number, tenth, third, 5).items()).isEmpty();
    }

    private String nextAfter(int count) {
        return waiting.find(project, number, Optional.empty(), count).next().orElseThrow();
    }

    private RunKey run() {
        return Samples.run(project, Samples.flowId(), Samples.NOW).key();
    }

    private List<WaitingRun> find(Requirement requirement) {
        return waiting.find(project, requirement, Optional.empty(), 5).items();
    }
}
