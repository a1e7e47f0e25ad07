package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Who counts as a test fan, under any number or record. */
class TestModeFansTest extends TestModeFixture {
    @Test
    void a_merged_test_fan_remains_one_under_every_number() {
        Flow draft = draft("presave");
        test(draft, other);

        merge(tester, other);
        text("SM1");
        text(OTHER_NUMBER, "SM2", "presave");

        assertThat(started()).hasSize(2).extracting(Run::fan).containsOnly(tester);
        assertThat(startedFlows()).containsOnly(draft.id());
    }

    @Test
    void a_merged_fan_is_stored_once_under_the_current_id() {
        merge(tester, other);

        assertThat(test(draft("presave"), other, tester).fans()).containsExactly(tester);
    }

    @Test
    void a_redelivery_after_the_test_fan_was_merged_starts_no_second_run() {
        test(draft("presave"), other);
        text(OTHER_NUMBER, "SM1", "presave");

        merge(tester, other);

        assertThat(text(OTHER_NUMBER, "SM1", "presave")).isEqualTo(EventOutcome.DUPLICATE);
        assertThat(started()).hasSize(1);
    }

    @Test
    void an_unknown_fan_is_reported_with_its_pointer() {
        Flow draft = draft("presave");

        assertThat(
                        problem(
                                        ErrorCode.INVALID_REQUEST,
                                        () -> test(draft, tester, Samples.fanId()))
                                .violations())
                .extracting(Violation::pointer)
                .containsExactly("/fanIds/1");
        assertThat(underWay(draft)).isEmpty();
    }

    @Test
    void two_flows_with_one_trigger_cannot_have_the_same_test_fan() {
        Flow first = draft("presave");
        Flow second = draft("presave");
        test(first, other);

        assertThat(test(second, tester).fans()).containsExactly(tester);
        ProblemException refused =
                problem(ErrorCode.SCOPE_TAKEN, () -> test(second, tester, other));
        assertThat(refused.violations())
                .containsExactly(new Violation("/fanIds/1", "is a test fan of flow " + first.id()));
        assertThat(underWay(second).orElseThrow().fans()).containsExactly(tester);

        world.tests.end(project, first.id());
        assertThat(test(second, tester, other).fans()).containsExactly(tester, other);
    }

    @Test
    void two_ids_of_one_person_are_the_same_test_fan() {
        Flow first = draft("presave");
        test(first, other);
        merge(tester, other);

        problem(ErrorCode.SCOPE_TAKEN, () -> test(draft("presave"), tester));
    }

    @Test
    void only_one_of_ten_concurrent_tests_with_one_trigger_starts() {
        List<Flow> drafts = Collections.nCopies(10, "presave").stream().map(this::draft).toList();

        List<Boolean> begun =
                Together.run(
                        drafts.size(),
                        number -> {
                            try {
                                test(drafts.get(number), tester);
                                return true;
                            } catch (ProblemException e) {
                                assertThat(e.code()).isEqualTo(ErrorCode.SCOPE_TAKEN);
                                return false;
                            }
                        });

        assertThat(begun).containsOnlyOnce(true);
    }

    @Test
    void a_concurrent_merge_of_test_fans_starts_one_run_per_event() {
        test(draft("presave"), tester, other);

        Together.run(
                9,
                number ->
                        switch (number % 3) {
                            case 0 -> text(World.FAN_NUMBER, "SM" + number, "presave");
                            case 1 -> text(OTHER_NUMBER, "SM" + number, "presave");
                            default -> {
                                merge(tester, other);
                                yield EventOutcome.RUN_STARTED;
                            }
                        });

        assertThat(world.fans.findRecords(project, List.of(tester, other)))
                .extracting(Fan::mergedInto)
                .containsExactlyInAnyOrder(Optional.empty(), Optional.of(tester));
        assertThat(started()).hasSize(6).extracting(Run::test).containsOnly(true);
        assertThat(world.events.records()).extracting(EventRecord::why).isEmpty();
    }
}
