package dev.actionflows.domain.backtest;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.step.Step;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What fans would get that they did not get, and the other way around. Two steps are the same if
 * they say the same, wherever they are in their flows: a text that was reworded is another one.
 *
 * @param withRecorded whether it is compared with what the flow really did; otherwise with what its
 *     stored definition would have done, because it has never been active
 * @param unchanged the fans who would get exactly the same
 * @param gained what they would get in addition, the most frequent first
 * @param lost what they would no longer get, the most frequent first
 */
public record BacktestDifference(
        boolean withRecorded,
        int unchanged,
        List<StepDifference> gained,
        List<StepDifference> lost) {
    /** The most examples of one difference. */
    public static final int MAX_EXAMPLES = 5;

    public BacktestDifference {
        gained = List.copyOf(gained);
        lost = List.copyOf(lost);
    }

    /**
     * A step that some fans would get more often, or less often.
     *
     * @param index of the step in its flow
     * @param fans how many
     * @param examples some of them
     */
    public record StepDifference(int index, Step step, int fans, List<FanId> examples) {
        public StepDifference {
            examples = List.copyOf(examples);
        }
    }

    /** What was done for one fan: how often each step. */
    record Done(Map<Step, Integer> times, Map<Step, Integer> indexes) {
        Done() {
            this(new LinkedHashMap<>(), new LinkedHashMap<>());
        }

        void add(int index, Step step) {
            times.merge(step, 1, Integer::sum);
            indexes.putIfAbsent(step, index);
        }

        int times(Step step) {
            return times.getOrDefault(step, 0);
        }
    }

    /** Counts the differences of several fans. */
    static final class Counter {
        private final Map<Step, StepDifference> gained = new LinkedHashMap<>();
        private final Map<Step, StepDifference> lost = new LinkedHashMap<>();
        private int unchanged;

        void add(FanId fan, Done played, Done before) {
            boolean isChanged = count(fan, played, before, gained);
            isChanged |= count(fan, before, played, lost);
            unchanged += isChanged ? 0 : 1;
        }

        private static boolean count(
                FanId fan, Done more, Done less, Map<Step, StepDifference> differences) {
            List<Step> steps =
                    more.times().keySet().stream()
                            .filter(step -> more.times(step) > less.times(step))
                            .toList();
            for (Step step : steps) {
                int index = more.indexes().getOrDefault(step, 0);
                differences.merge(
                        step,
                        new StepDifference(index, step, 1, List.of(fan)),
                        (all, one) -> sum(all, fan));
            }
            return !steps.isEmpty();
        }

        private static StepDifference sum(StepDifference all, FanId fan) {
            List<FanId> examples = new ArrayList<>(all.examples());
            if (examples.size() < MAX_EXAMPLES) {
                examples.add(fan);
            }
            return new StepDifference(all.index(), all.step(), all.fans() + 1, examples);
        }

        BacktestDifference result(boolean withRecorded) {
            return new BacktestDifference(
                    withRecorded, unchanged, mostFirst(gained), mostFirst(lost));
        }

        private static List<StepDifference> mostFirst(Map<Step, StepDifference> differences) {
            return differences.values().stream()
                    .sorted(
                            Comparator.comparingInt(StepDifference::fans)
                                    .reversed()
                                    .thenComparingInt(StepDifference::index))
                    .toList();
        }
    }
}
