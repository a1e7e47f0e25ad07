package dev.actionflows.domain.privacy;

import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;

import java.util.Optional;
import java.util.stream.IntStream;

/** How the runs of a fan who was erased are removed. */
interface RunRemoval {
    /** Removes a run, or leaves it to a later pass. */
    Result erase(RunKey key);

    /** The lists of waiting runs name a run that nothing wakes any more. */
    static long removeWaiting(Run run, FanDataStore data) {
        return run.steps().stream()
                .flatMap(step -> step.waiting().stream())
                .flatMap(wait -> wait.requirement().stream())
                .filter(requirement -> data.deleteWaiting(run.key(), requirement))
                .count();
    }

    /** The links in the messages of a run; of one that cannot be read, those that it may have. */
    static void removeLinks(RunKey key, Optional<Run> run, FanDataStore data) {
        data.deleteLinks(
                IntStream.range(
                                0,
                                run.map(it -> it.steps().size()).orElse(FlowDefinition.MAX_STEPS))
                        .filter(
                                index ->
                                        run.map(it -> it.step(index).type().isMessage())
                                                .orElse(true))
                        .mapToObj(index -> new StepKey(key, index))
                        .toList());
    }

    /**
     * What was done about a run.
     *
     * @param left whether it has to be removed by a later pass
     */
    record Result(DataCount counts, boolean left) {
        static Result removed(boolean run, long waiting) {
            return new Result(
                    DataCount.of(DataKind.RUN, run ? 1 : 0)
                            .plus(DataCount.of(DataKind.WAITING_RUN, waiting)),
                    false);
        }
    }
}
