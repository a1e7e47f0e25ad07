package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.RunLedger.ClaimRequest;
import dev.actionflows.domain.run.RunLedger.ClaimResult;
import dev.actionflows.domain.testing.AnyRun;
import dev.actionflows.domain.testing.Cursors;
import dev.actionflows.domain.testing.Runs;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The contract of {@link RunLedger} implementations. */
public abstract class RunLedgerContract {
    private static final Instant NOW = Samples.NOW;
    private static final Instant LATER = NOW.plus(Duration.ofMinutes(1));

    private final RunLedger ledger;

    protected RunLedgerContract(Stores stores) {
        this.ledger = stores.runs();
    }

    @Test
    void a_run_is_found_as_it_was_stored() {
        AnyRun any = new AnyRun(1);
        for (int i = 0; i < 100; i++) {
            Run run = any.next();
            assertThat(ledger.putIfAbsent(run)).isEmpty();
            assertThat(ledger.find(run.key())).contains(run);
        }
    }

    @Test
    void a_run_that_was_never_stored_is_not_found() {
        assertThat(ledger.find(Samples.run().key())).isEmpty();
    }

    @Test
    void a_second_run_with_the_same_key_is_not_stored_and_the_first_one_is_returned() {
        Run first = Samples.run();
        ledger.putIfAbsent(first);
        Run second = first.withRevision(7);

        assertThat(ledger.putIfAbsent(second)).contains(first);
        assertThat(ledger.find(first.key())).contains(first);
    }

    @Test
    void a_run_with_nanosecond_times_stored_twice_is_returned_as_equal() {
        Run run = Samples.run(Samples.projectId(), Samples.flowId(), NOW.plusNanos(1_234));
        ledger.putIfAbsent(run);

        assertThat(ledger.putIfAbsent(run)).contains(run);
    }

    @Test
    void exactly_one_of_fifty_concurrent_threads_stores_a_run() {
        Run run = Samples.run();

        List<Optional<Run>> before = Together.run(50, _ -> ledger.putIfAbsent(run));

        assertThat(before).filteredOn(Optional::isEmpty).hasSize(1);
        assertThat(before).filteredOn(Optional::isPresent).containsOnly(Optional.of(run));
    }

    @Test
    void a_claim_on_an_open_step_is_granted_and_returns_the_claimed_run() {
        Run run = Samples.run();
        ledger.putIfAbsent(run);
        StepClaim claim = new StepClaim("token", "nonce", LATER);

        ClaimResult result =
                ledger.claim(run.key(), new ClaimRequest(1, 3, Optional.of(claim), true, NOW));

        Run claimed = ((ClaimResult.Granted) result).run();
        assertThat(claimed.step(3).claim()).contains(claim);
        assertThat(claimed.step(3).startedAt()).contains(NOW);
        assertThat(claimed.startsWithoutProgress()).isEqualTo(1);
        assertThat(claimed.revision()).isEqualTo(2);
        assertThat(ledger.find(run.key())).contains(claimed);
    }

    @Test
    void a_claim_is_granted_only_if_it_fits_and_changes_only_what_it_specifies() {
        AnyRun any = new AnyRun(2);
        int granted = 0;
        for (int i = 0; i < 300; i++) {
            Run run = any.next();
            ledger.putIfAbsent(run);
            ClaimRequest request = any.claimOn(run);

            ClaimResult result = ledger.claim(run.key(), request);

            if (request.fits(run)) {
                granted++;
                Run expected = request.applyTo(run).withRevision(run.revision() + 1);
                assertThat(result).isEqualTo(new ClaimResult.Granted(expected));
                assertThat(ledger.find(run.key())).contains(expected);
            } else {
                assertThat(result).isEqualTo(new ClaimResult.ClaimRefused(Optional.of(run)));
                assertThat(ledger.find(run.key())).contains(run);
            }
        }
        assertThat(granted).isBetween(50, 250);
    }

    @Test
    void a_claim_on_an_unknown_run_is_refused() {
        assertThat(ledger.claim(Samples.run().key(), claimBy("nonce")))
                .isEqualTo(new ClaimResult.ClaimRefused(Optional.empty()));
    }

    @Test
    void exactly_one_of_fifty_concurrent_claims_on_a_step_is_granted() {
        Run run = Samples.run();
        ledger.putIfAbsent(run);

        List<ClaimResult> results =
                Together.run(50, number -> ledger.claim(run.key(), claimBy("nonce " + number)));

        List<ClaimResult> granted =
                results.stream().filter(ClaimResult.Granted.class::isInstance).toList();
        assertThat(granted).hasSize(1);
        Run stored = ((ClaimResult.Granted) granted.getFirst()).run();
        assertThat(ledger.find(run.key())).contains(stored);
        assertThat(results)
                .filteredOn(ClaimResult.ClaimRefused.class::isInstance)
                .containsOnly(new ClaimResult.ClaimRefused(Optional.of(stored)));
    }

    private static ClaimRequest claimBy(String nonce) {
        return new ClaimRequest(
                1, 0, Optional.of(new StepClaim("token", nonce, LATER)), false, NOW);
    }

    @Test
    void replacing_an_unchanged_run_stores_it_and_increments_the_revision() {
        AnyRun any = new AnyRun(3);
        for (int i = 0; i < 50; i++) {
            Run run = any.next();
            ledger.putIfAbsent(run);
            Run updated = inPlaceOf(run, any.next());

            Optional<Run> stored = ledger.replace(run, updated);

            assertThat(stored).contains(updated.withRevision(run.revision() + 1));
            assertThat(ledger.find(run.key())).isEqualTo(stored);
        }
    }

    private static Run inPlaceOf(Run run, Run other) {
        return Runs.copyOf(run)
                .status(other.status())
                .epoch(other.epoch())
                .revision(other.revision())
                .endedAt(other.endedAt())
                .dueAt(other.dueAt())
                .startsWithoutProgress(other.startsWithoutProgress())
                .steps(other.steps())
                .stall(other.stall())
                .build();
    }

    @Test
    void replacing_a_changed_run_is_a_version_conflict() {
        Run run = Samples.run();
        ledger.putIfAbsent(run);
        ledger.claim(run.key(), claimBy("nonce"));
        Optional<Run> changed = ledger.find(run.key());

        assertThat(ledger.replace(run, run)).isEmpty();
        assertThat(ledger.find(run.key())).isEqualTo(changed);
    }

    @Test
    void an_unknown_run_cannot_be_replaced() {
        Run run = Samples.run();

        assertThat(ledger.replace(run, run)).isEmpty();
        assertThat(ledger.find(run.key())).isEmpty();
    }

    @Test
    void exactly_one_of_twenty_concurrent_replacements_is_stored() {
        Run run = Samples.run();
        ledger.putIfAbsent(run);

        List<Optional<Run>> stored =
                Together.run(20, thread -> ledger.replace(run, dueIn(run, thread + 1)));

        assertThat(stored).filteredOn(Optional::isPresent).hasSize(1);
    }

    @Test
    void a_replacement_is_idempotent() {
        Run run = Samples.run();
        ledger.putIfAbsent(run);
        Optional<Run> stored = ledger.replace(run, dueIn(run, 1));

        assertThat(ledger.replace(run, dueIn(run, 1))).isEqualTo(stored);
        assertThat(ledger.find(run.key())).isEqualTo(stored);
    }

    private static Run dueIn(Run run, int seconds) {
        return Runs.dueAt(run, run.startedAt().plusSeconds(seconds));
    }

    @Test
    void the_runs_of_a_flow_are_listed_once_each_newest_first() {
        ProjectId project = Samples.projectId();
        FlowId flow = Samples.flowId();
        List<Run> stored = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            // two per time
            Run run = Samples.run(project, flow, NOW.plusMillis(i / 2));
            ledger.putIfAbsent(run);
            stored.add(run);
        }
        ledger.putIfAbsent(Samples.run(project, Samples.flowId(), NOW));
        ledger.putIfAbsent(Samples.run(Samples.projectId(), flow, NOW));

        List<Run> listed =
                Cursors.readAll(cursor -> ledger.listByFlow(project, flow, cursor, 7), 7);

        assertThat(listed).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(listed)
                .extracting(Run::startedAt)
                .isSortedAccordingTo((one, other) -> other.compareTo(one));
        assertThat(ledger.listByFlow(project, flow, Optional.empty(), 30).next()).isEmpty();
    }

    @Test
    void a_flow_without_runs_has_an_empty_list() {
        assertThat(
                        ledger.listByFlow(
                                        Samples.projectId(), Samples.flowId(), Optional.empty(), 5)
                                .items())
                .isEmpty();
    }

    @Test
    void a_cursor_not_issued_by_the_list_is_rejected() {
        Cursors.assertGarbageIsRejected(
                cursor -> ledger.listByFlow(Samples.projectId(), Samples.flowId(), cursor, 5));
    }
}
