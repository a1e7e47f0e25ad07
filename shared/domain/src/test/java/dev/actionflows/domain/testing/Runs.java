package dev.actionflows.domain.testing;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.Stall;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Modified copies of runs. */
public final class Runs {
    private Runs() {}

    /** A copy of a run, with changes. */
    public static Copy copyOf(Run run) {
        return new Copy(run);
    }

    public static Run dueAt(Run run, Instant at) {
        return copyOf(run).dueAt(Optional.of(at)).build();
    }

    /**
     * A copy of a run with this due time.
     *
     * @param at if empty, the run ended when it started
     */
    public static Run dueAt(Run run, Optional<Instant> at) {
        return at.isPresent()
                ? copyOf(run).status(RunStatus.RUNNING).dueAt(at).endedAt(Optional.empty()).build()
                : copyOf(run)
                        .status(RunStatus.COMPLETED)
                        .dueAt(at)
                        .endedAt(Optional.of(run.startedAt()))
                        .build();
    }

    /**
     * The run as the state machine's StepDied state leaves it.
     *
     * @param patient whether the step only requested a later retry
     */
    public static Run stepDied(Run run, boolean patient, Instant now) {
        int starts = run.startsWithoutProgress();
        return copyOf(run)
                .dueAt(Optional.of(now))
                .startsWithoutProgress(patient ? Math.max(0, starts - 1) : Math.max(1, starts))
                .stall(Optional.empty())
                .build();
    }

    /** Keeps every property of the run that is not set. */
    public static final class Copy {
        private final Run run;
        private FanEvent event;
        private RunStatus status;
        private int epoch;
        private long revision;
        private Optional<Instant> endedAt;
        private Optional<Instant> dueAt;
        private int startsWithoutProgress;
        private List<RunStep> steps;
        private Optional<Stall> stall;

        private Copy(Run run) {
            this.run = run;
            event = run.event();
            status = run.status();
            epoch = run.epoch();
            revision = run.revision();
            endedAt = run.endedAt();
            dueAt = run.dueAt();
            startsWithoutProgress = run.startsWithoutProgress();
            steps = run.steps();
            stall = run.stall();
        }

        public Copy event(FanEvent event) {
            this.event = event;
            return this;
        }

        public Copy status(RunStatus status) {
            this.status = status;
            return this;
        }

        public Copy epoch(int epoch) {
            this.epoch = epoch;
            return this;
        }

        public Copy revision(long revision) {
            this.revision = revision;
            return this;
        }

        public Copy endedAt(Optional<Instant> endedAt) {
            this.endedAt = endedAt;
            return this;
        }

        public Copy dueAt(Optional<Instant> dueAt) {
            this.dueAt = dueAt;
            return this;
        }

        public Copy startsWithoutProgress(int startsWithoutProgress) {
            this.startsWithoutProgress = startsWithoutProgress;
            return this;
        }

        public Copy steps(List<RunStep> steps) {
            this.steps = steps;
            return this;
        }

        public Copy stall(Optional<Stall> stall) {
            this.stall = stall;
            return this;
        }

        public Run build() {
            return new Run(
                    run.key(),
                    run.flow(),
                    run.flowVersion(),
                    run.fan(),
                    event,
                    run.test(),
                    status,
                    epoch,
                    revision,
                    run.startedAt(),
                    endedAt,
                    dueAt,
                    startsWithoutProgress,
                    steps,
                    stall);
        }
    }
}
