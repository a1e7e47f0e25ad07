package dev.actionflows.domain.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ExperimentEvaluatorTest {
    private static final LocalDate FIRST = LocalDate.of(2026, 3, 1);
    private static final ExperimentPlan TWO =
            new ExperimentPlan(List.of(new Arm("holdout", 10), new Arm("message", 90)), 5);

    private static DayCounts day(int day, Counts holdout, Counts message) {
        return new DayCounts(
                FIRST.plusDays(day - 1L), Map.of("holdout", holdout, "message", message));
    }

    /** Who converts does so at once. */
    private static Counts counts(long fans, long converted) {
        return new Counts(fans, converted, converted);
    }

    /** At the end of a day, counted from 1. */
    private static ExperimentResult after(int day, List<DayCounts> increments) {
        return ExperimentEvaluator.evaluate(TWO, increments, FIRST.plusDays(day));
    }

    private static Comparison only(ExperimentResult result) {
        assertThat(result.comparisons()).hasSize(1);
        return result.comparisons().getFirst();
    }

    private static List<DayCounts> daily(int days, long holdoutConverted, long messageConverted) {
        List<DayCounts> increments = new ArrayList<>();
        for (int day = 1; day <= days; day++) {
            increments.add(
                    day(day, counts(200, holdoutConverted), counts(1_800, messageConverted)));
        }
        return increments;
    }

    @Test
    void an_arm_that_converts_more_is_higher_from_the_day_on_which_it_was_shown() {
        ExperimentResult result = after(5, daily(5, 10, 180));
        Comparison comparison = only(result);

        assertThat(result.day()).isEqualTo(5);
        assertThat(comparison.verdict()).isEqualTo(Verdict.HIGHER);
        assertThat(comparison.difference()).hasValue(0.1 - 0.05);
        assertThat(comparison.interval().orElseThrow().lower()).isBetween(0.0, 0.05);
        LocalDate since = comparison.since().orElseThrow();
        int day = since.getDayOfMonth();
        assertThat(only(after(day, daily(5, 10, 180))).verdict()).isEqualTo(Verdict.HIGHER);
        assertThat(only(after(day - 1, daily(5, 10, 180))).verdict()).isEqualTo(Verdict.NONE_YET);
    }

    @Test
    void an_arm_that_converts_fewer_is_lower() {
        assertThat(only(after(5, daily(5, 40, 180))).verdict()).isEqualTo(Verdict.LOWER);
    }

    @Test
    void a_verdict_stays_whatever_comes_after() {
        List<DayCounts> increments = daily(3, 2, 200);
        increments.add(day(4, counts(200, 100), counts(1_800, 0)));
        Comparison comparison = only(after(5, increments));

        assertThat(comparison.difference().orElseThrow()).isNegative();
        assertThat(comparison.verdict()).isEqualTo(Verdict.HIGHER);
        assertThat(comparison.since().orElseThrow()).isBefore(FIRST.plusDays(3));
    }

    @Test
    void without_a_difference_there_is_none_yet_and_at_the_end_none_was_shown() {
        assertThat(only(after(4, daily(5, 20, 180))).verdict()).isEqualTo(Verdict.NONE_YET);
        assertThat(only(after(5, daily(5, 20, 180))).verdict())
                .isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
    }

    @Test
    void what_comes_after_the_planned_days_changes_no_comparison() {
        List<DayCounts> increments = daily(5, 20, 180);
        Comparison atTheEnd = only(after(5, increments));
        increments.add(day(6, counts(0, 0), counts(0, 1_500)));
        ExperimentResult later = after(40, increments);

        assertThat(only(later)).isEqualTo(atTheEnd);
        assertThat(later.day()).isEqualTo(5);
        assertThat(later.arms().get(1).counts()).isEqualTo(counts(9_000, 2_400));
    }

    @Test
    void only_complete_days_count() {
        List<DayCounts> increments = daily(3, 20, 180);
        ExperimentResult onTheThird =
                ExperimentEvaluator.evaluate(TWO, increments, FIRST.plusDays(2));

        assertThat(onTheThird).isEqualTo(after(2, increments.subList(0, 2)));
        assertThat(onTheThird.day()).isEqualTo(2);
        assertThat(onTheThird.arms().getFirst().counts()).isEqualTo(counts(400, 40));
    }

    @Test
    void when_all_that_happened_was_today_there_is_no_result_yet() {
        ExperimentResult result = ExperimentEvaluator.evaluate(TWO, daily(1, 20, 180), FIRST);

        assertThat(result).isEqualTo(ExperimentEvaluator.evaluate(TWO, List.of(), FIRST));
        assertThat(result.day()).isZero();
        assertThat(only(result))
                .isEqualTo(
                        new Comparison(
                                "message",
                                Optional.empty(),
                                Optional.empty(),
                                Verdict.TOO_FEW,
                                Optional.empty()));
        assertThat(result.arms().getFirst().share()).isEmpty();
        assertThat(result.sampleRatio()).isEqualTo(new SampleRatio(1, false));
    }

    @Test
    void the_order_of_increments_does_not_matter_and_those_of_a_day_add_up() {
        List<DayCounts> increments = daily(4, 12, 180);
        List<DayCounts> split = new ArrayList<>();
        for (DayCounts day : increments) {
            split.add(new DayCounts(day.day(), Map.of("message", counts(900, 90))));
            split.add(new DayCounts(day.day(), Map.of("message", counts(900, 90))));
            split.add(new DayCounts(day.day(), Map.of("holdout", counts(200, 12))));
        }
        Collections.reverse(split);

        assertThat(after(4, split)).isEqualTo(after(4, increments));
    }

    @Test
    void the_days_start_with_the_first_exposure() {
        List<DayCounts> increments = daily(2, 20, 180);
        increments.add(new DayCounts(FIRST.minusDays(9), Map.of("message", Counts.NONE)));

        assertThat(after(2, increments).day()).isEqualTo(2);
    }

    @Test
    void too_few_fans_are_not_compared_and_each_arm_has_its_interval() {
        ExperimentResult result = after(5, List.of(day(1, counts(10, 1), counts(90, 9))));

        assertThat(only(result).verdict()).isEqualTo(Verdict.TOO_FEW);
        assertThat(only(result).interval()).isEmpty();
        assertThat(only(result).difference()).hasValue(0.0);
        ArmResult.Share share = result.arms().getFirst().share().orElseThrow();
        assertThat(share.value()).isEqualTo(0.1);
        assertThat(share.interval().contains(0.4)).isTrue();
    }

    @Test
    void the_rule_of_too_few_starts_at_ten_expected_of_each_kind() {
        assertThat(EnoughFans.toCompare(counts(100, 30), counts(100, 0))).isTrue();
        assertThat(EnoughFans.toCompare(counts(100, 10), counts(100, 10))).isTrue();
        assertThat(EnoughFans.toCompare(counts(100, 10), counts(100, 9))).isFalse();
        assertThat(EnoughFans.toCompare(counts(100, 90), counts(100, 91))).isFalse();
        assertThat(EnoughFans.toCompare(counts(0, 0), counts(100, 50))).isFalse();
        assertThat(EnoughFans.toCompare(Counts.NONE, Counts.NONE)).isFalse();
    }

    @Test
    void an_arm_without_fans_is_a_mismatch_once_there_are_many() {
        ExperimentResult result = after(1, List.of(day(1, Counts.NONE, counts(1_000, 100))));

        assertThat(result.sampleRatio().mismatch()).isTrue();
        assertThat(only(result).verdict()).isEqualTo(Verdict.MISMATCH);
        assertThat(only(result).difference()).isEmpty();
        assertThat(result.arms().getFirst().share()).isEmpty();
    }

    @Test
    void a_mismatch_withholds_a_verdict() {
        List<DayCounts> increments = daily(3, 2, 200);
        increments.add(day(4, counts(1_000, 10), counts(0, 0)));
        Comparison comparison = only(after(4, increments));

        assertThat(only(after(3, increments)).verdict()).isEqualTo(Verdict.HIGHER);
        assertThat(comparison.verdict()).isEqualTo(Verdict.MISMATCH);
        assertThat(comparison.interval()).isEmpty();
        assertThat(comparison.since()).isEmpty();
    }

    @Test
    void a_verdict_is_found_anew_when_figures_of_past_days_are_corrected() {
        Comparison before = only(after(3, daily(3, 10, 180)));
        List<DayCounts> increments = daily(1, 10, 180);
        increments.add(day(2, counts(200, 10), counts(1_720, 100)));
        increments.add(day(3, counts(200, 10), counts(1_720, 100)));

        assertThat(before.verdict()).isEqualTo(Verdict.HIGHER);
        assertThat(before.since()).contains(FIRST.plusDays(1));
        assertThat(only(after(3, increments)).verdict()).isEqualTo(Verdict.NONE_YET);
    }

    /**
     * Of the fans of each day, a smaller share converts, on that day. How much is known then
     * follows from the sums alone: they differ by what is independent.
     */
    @Test
    void what_is_known_does_not_depend_on_how_the_fans_of_the_first_day_converted() {
        int[] converted = {120, 60, 30, 10, 0};
        List<DayCounts> increments = new ArrayList<>();
        SpendingBoundary boundary = new SpendingBoundary();
        Pair pair = new Pair(Counts.NONE, Counts.NONE);
        double limit = 0;
        for (int day = 1; day <= 5; day++) {
            Counts holdout = counts(200, converted[day - 1]);
            Counts message = counts(1_800, 9L * converted[day - 1]);
            increments.add(day(day, holdout, message));
            pair = new Pair(pair.arm().plus(message), pair.baseline().plus(holdout));
            double share = (double) pair.arm().converted() / pair.arm().fans();
            limit = boundary.next(day * share * (1 - share), 0.05 * day * day / 25);
        }

        Interval interval = only(after(5, increments)).interval().orElseThrow();

        assertThat(interval.upper()).isCloseTo(pair.interval(limit).upper(), within(1e-4));
        assertThat(interval.lower()).isCloseTo(pair.interval(limit).lower(), within(1e-4));
    }

    /**
     * Nearly everybody converts in the end: on the days between, too few of the others are left.
     */
    @Test
    void days_without_a_comparison_are_not_lost() {
        List<DayCounts> increments =
                List.of(
                        day(1, new Counts(200, 100, 100), new Counts(1_800, 900, 900)),
                        day(2, new Counts(0, 95, 0), new Counts(0, 855, 0)),
                        day(3, new Counts(200, 0, 0), new Counts(1_800, 0, 0)));
        assertThat(only(after(2, increments)).verdict()).isEqualTo(Verdict.TOO_FEW);

        SpendingBoundary boundary = new SpendingBoundary();
        Information information = new Information(pair(increments, 1));
        boundary.next(information.now(), 0.05 / 25);
        information.next(pair(increments, 2));
        information.next(pair(increments, 3));
        double limit = boundary.next(information.now(), 0.05 * 9 / 25);

        assertThat(only(after(3, increments)).interval())
                .contains(pair(increments, 3).interval(limit));
    }

    private static Pair pair(List<DayCounts> increments, int days) {
        return new Pair(
                sum(increments.subList(0, days), "message"),
                sum(increments.subList(0, days), "holdout"));
    }

    private static Counts sum(List<DayCounts> days, String arm) {
        return days.stream()
                .map(it -> it.arms().getOrDefault(arm, Counts.NONE))
                .reduce(Counts.NONE, Counts::plus);
    }

    /** Days are read one after the other, while they change. */
    @Test
    void more_conversions_than_fans_count_as_all_fans() {
        ExperimentResult result =
                after(
                        2,
                        List.of(
                                day(1, counts(5, 0), counts(5, 0)),
                                day(2, counts(0, 9), Counts.NONE)));

        assertThat(result.arms().getFirst().counts()).isEqualTo(counts(5, 5));
    }

    @Test
    void an_experiment_of_one_day_is_one_test_at_five_percent() {
        ExperimentPlan plan = new ExperimentPlan(List.of(new Arm("a", 1), new Arm("b", 1)), 1);
        Counts baseline = counts(1_000, 100);
        assertThat(oneDay(plan, baseline, counts(1_000, 128)).verdict())
                .isEqualTo(Verdict.NO_DIFFERENCE_SHOWN);
        assertThat(oneDay(plan, baseline, counts(1_000, 130)).verdict()).isEqualTo(Verdict.HIGHER);
    }

    private static Comparison oneDay(ExperimentPlan plan, Counts baseline, Counts arm) {
        DayCounts day = new DayCounts(FIRST, Map.of("a", baseline, "b", arm));
        return only(ExperimentEvaluator.evaluate(plan, List.of(day), FIRST.plusDays(1)));
    }

    @Test
    void each_of_four_arms_is_compared_with_the_first() {
        ExperimentPlan plan =
                new ExperimentPlan(
                        List.of(new Arm("a", 1), new Arm("b", 1), new Arm("c", 1), new Arm("d", 1)),
                        1);
        DayCounts day =
                new DayCounts(
                        FIRST,
                        Map.of(
                                "a", counts(1_000, 100),
                                "b", counts(1_000, 160),
                                "c", counts(1_000, 105),
                                "d", counts(1_000, 50)));
        ExperimentResult result =
                ExperimentEvaluator.evaluate(plan, List.of(day), FIRST.plusDays(1));

        assertThat(result.comparisons().stream().map(Comparison::verdict))
                .containsExactly(Verdict.HIGHER, Verdict.NO_DIFFERENCE_SHOWN, Verdict.LOWER);
        assertThat(result.comparisons().stream().map(Comparison::arm))
                .containsExactly("b", "c", "d");
    }

    @Test
    void an_arm_where_everybody_and_one_where_nobody_converted_can_be_compared() {
        List<DayCounts> increments =
                List.of(
                        day(1, counts(60, 60), counts(540, 0)),
                        day(2, counts(60, 60), counts(540, 0)));
        Comparison comparison = only(after(2, increments));

        assertThat(comparison.verdict()).isEqualTo(Verdict.LOWER);
        assertThat(comparison.interval().orElseThrow().lower()).isEqualTo(-1);
    }

    @Test
    void an_arm_that_the_plan_does_not_have_is_refused() {
        DayCounts day = new DayCounts(FIRST, Map.of("other", counts(1, 0)));
        assertThatThrownBy(() -> ExperimentEvaluator.evaluate(TWO, List.of(day), FIRST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    @Test
    void a_plan_that_cannot_be_is_refused() {
        Arm arm = new Arm("a", 1);
        Arm other = new Arm("b", 1);
        assertThatThrownBy(() -> new ExperimentPlan(List.of(arm), 7))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExperimentPlan(List.of(arm, arm), 7))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExperimentPlan(List.of(arm, other), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ExperimentPlan(List.of(arm, other), 93))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Arm("a", 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
