package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;

import java.time.Instant;
import java.util.Optional;

/**
 * A fan who has pre-saved a release.
 *
 * @param fan the id under which it was registered; the fan may have been merged since
 * @param since when it was registered
 * @param result of the last release-day job that has concluded it
 */
public record PreSaver(FanId fan, Instant since, Optional<Result> result) {
    /**
     * What a job has done for a fan.
     *
     * @param reason {@link Reason#SAVED}, or why it was not saved until the job ended
     */
    public record Result(JobId job, Reason reason, Instant at) {
        boolean isSaved() {
            return reason == Reason.SAVED;
        }
    }

    public boolean isSaved() {
        return result.filter(Result::isSaved).isPresent();
    }

    /** Why this job has given the fan up; empty if it has not. */
    Optional<Reason> givenUpBy(JobId job) {
        return result.filter(it -> it.job().equals(job) && !it.isSaved()).map(Result::reason);
    }
}
