package dev.actionflows.domain.intake;

import static dev.actionflows.domain.testing.Samples.NOW;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The contract of {@link ReEntryStore} implementations. */
public abstract class ReEntryStoreContract {
    private static final Duration DAY = Duration.ofDays(1);

    private final ReEntryStore guards;
    private final ReEntryStore.ReEntryKey entry =
            new ReEntryStore.ReEntryKey(
                    Samples.projectId(), Samples.flowId(), Samples.fanId(), false);
    private final RunId first = Samples.run().key().run();
    private final RunId second = Samples.run().key().run();

    protected ReEntryStoreContract(Stores stores) {
        this.guards = stores.guards();
    }

    private Optional<RunId> enter(RunId run, Instant now) {
        return guards.enter(entry, run, now, now.plus(DAY));
    }

    @Test
    void during_a_cooldown_only_the_run_that_started_it_can_enter_again() {
        assertThat(enter(first, NOW)).isEmpty();

        assertThat(enter(second, NOW.plusSeconds(5))).contains(first);
        assertThat(enter(first, NOW.plusSeconds(5))).isEmpty();
    }

    @Test
    void further_attempts_do_not_extend_a_cooldown() {
        enter(first, NOW);
        enter(first, NOW.plusSeconds(100));
        enter(second, NOW.plusSeconds(200));

        assertThat(enter(second, NOW.plus(DAY).minusMillis(1))).contains(first);
        assertThat(enter(second, NOW.plus(DAY))).isEmpty();
        assertThat(enter(first, NOW.plus(DAY))).contains(second);
    }

    @Test
    void a_cooldown_can_be_looked_up_without_starting_one() {
        assertThat(guards.coolingDown(entry, NOW)).isEmpty();
        enter(first, NOW);

        assertThat(guards.coolingDown(entry, NOW.plusSeconds(1))).contains(first);
        assertThat(guards.coolingDown(entry, NOW.plus(DAY))).isEmpty();
        assertThat(enter(second, NOW.plus(DAY))).isEmpty();
    }

    @Test
    void only_one_of_twenty_concurrent_runs_enters() {
        List<Optional<RunId>> answers =
                Together.run(20, _ -> enter(Samples.run().key().run(), NOW));

        assertThat(answers).containsOnlyOnce(Optional.empty());
    }

    @Test
    void other_fans_and_other_flows_are_not_affected() {
        enter(first, NOW);

        ReEntryStore.ReEntryKey otherFan =
                new ReEntryStore.ReEntryKey(entry.project(), entry.flow(), Samples.fanId(), false);
        ReEntryStore.ReEntryKey otherFlow =
                new ReEntryStore.ReEntryKey(entry.project(), Samples.flowId(), entry.fan(), false);
        assertThat(guards.enter(otherFan, second, NOW, NOW.plus(DAY))).isEmpty();
        assertThat(guards.enter(otherFlow, second, NOW, NOW.plus(DAY))).isEmpty();
    }

    private static ThresholdCounter counter(long revision, String... events) {
        return new ThresholdCounter(
                List.of(events).stream()
                        .map(event -> new ThresholdCounter.Mark(event, "rel_1", NOW, ""))
                        .toList(),
                revision);
    }

    private boolean replace(ThresholdCounter expected, ThresholdCounter updated) {
        return guards.replace(entry, expected, updated, NOW.plus(DAY));
    }

    @Test
    void test_events_are_counted_separately() {
        ReEntryStore.ReEntryKey test =
                new ReEntryStore.ReEntryKey(entry.project(), entry.flow(), entry.fan(), true);
        ThresholdCounter counter = counter(1, "sms:1");

        assertThat(guards.replace(test, ThresholdCounter.none(), counter, NOW.plus(DAY))).isTrue();

        assertThat(guards.counter(test)).contains(counter);
        assertThat(guards.counter(entry)).isEmpty();
    }

    @Test
    void a_counter_is_found_as_it_was_stored() {
        assertThat(guards.counter(entry)).isEmpty();
        ThresholdCounter counter =
                new ThresholdCounter(
                        List.of(
                                new ThresholdCounter.Mark("sms:1", "presave", NOW, ""),
                                new ThresholdCounter.Mark(
                                        "sms:2", "presave", NOW.plusSeconds(1), "sms:3")),
                        1);

        assertThat(replace(ThresholdCounter.none(), counter)).isTrue();

        assertThat(guards.counter(entry)).contains(counter);
    }

    @Test
    void only_one_of_ten_concurrent_counter_updates_succeeds() {
        assertThat(
                        Together.run(
                                10,
                                number ->
                                        replace(ThresholdCounter.none(), counter(1, "e" + number))))
                .containsOnlyOnce(true);
        ThresholdCounter stored = guards.counter(entry).orElseThrow();

        assertThat(Together.run(10, number -> replace(stored, counter(2, "f" + number))))
                .containsOnlyOnce(true);
        assertThat(guards.counter(entry).orElseThrow().revision()).isEqualTo(2);
    }
}
