package dev.actionflows.domain.privacy;

import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;

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
