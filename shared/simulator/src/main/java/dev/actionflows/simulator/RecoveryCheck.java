package dev.actionflows.simulator;

import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.Stall;
import dev.actionflows.domain.run.StepOutcome;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Checks that every run that can continue does so in time, once there are no more faults. */
final class RecoveryCheck {
    /** Two minutes, and what is still in progress from before. */
    private static final Duration RECOVERY = Duration.ofSeconds(130);

    private static final Duration STARTING = Duration.ofSeconds(10);

    private final Deployment deployment;
    private final ViolationLog violations;
    private final Kernel kernel;
    private final Set<RunKey> late = new HashSet<>();

    RecoveryCheck(Deployment deployment) {
        this.deployment = deployment;
        this.violations = deployment.violations;
        this.kernel = deployment.kernel;
    }

    /**
     * Called while there are no faults.
     *
     * @param calm the end of the faults
     */
    void inCalm(Instant calm) {
        for (Run run : deployment.runs.all()) {
            Instant changedAt = deployment.changes.changedAt(run);
            Optional<Instant> canContinueSince =
                    switch (run.status()) {
                        case RUNNING ->
                                // a repeatedly lost execution is retried at growing intervals
                                run.stall()
                                        .flatMap(Stall::until)
                                        .map(until -> latest(until, changedAt))
                                        .or(() -> Optional.of(changedAt));
                        case WAITING -> run.dueAt().map(due -> latest(due, changedAt));
                        case COMPLETED, FAILED, CANCELLED -> Optional.empty();
                    };
            canContinueSince
                    .map(since -> latest(since, calm))
                    .map(
                            since ->
                                    latest(
                                            since,
                                            deployment.unreadable.excusedUntil(run).orElse(since)))
                    .filter(since -> since.plus(RECOVERY).isBefore(kernel.instant()))
                    .filter(_ -> late.add(run.key()))
                    .ifPresent(
                            since ->
                                    violations.add(
                                            Guarantee.RECOVERED,
                                            run,
                                            "has not continued since " + since));
        }
    }

    /**
     * The look may fall between the start of a lease and that of its execution; a new run that
     * begins with a wait is left to the next sweep.
     */
    private boolean isBeingStarted(Run run) {
        Instant now = kernel.instant();
        return run.startedAt().plus(RECOVERY).isAfter(now)
                || run.dueAt()
                        .filter(due -> due.minus(Run.LEASE).plus(STARTING).isAfter(now))
                        .isPresent();
    }

    /** An execution that yields leaves the run to the next sweep. */
    private boolean isLeftToSweep(Run run) {
        return deployment.yields.yields(run.key()) > 0
                && run.dueAt()
                        .filter(due -> !due.isAfter(kernel.instant()))
                        .filter(due -> due.plus(RECOVERY).isAfter(kernel.instant()))
                        .isPresent();
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Called after some minutes without faults. */
    void afterCalm() {
        for (Run run : deployment.runs.all()) {
            if (run.status() == RunStatus.RUNNING
                    && !run.isSetAside()
                    && !deployment.workflow.isExecuting(run.key())
                    && !isBeingStarted(run)
                    && !isLeftToSweep(run)) {
                violations.add(Guarantee.RECOVERED, run, "has no execution");
            }
            if (!run.hasEnded()
                    && run.dueAt()
                            .filter(due -> due.isAfter(kernel.instant().minusSeconds(120)))
                            .isEmpty()) {
                violations.add(Guarantee.RECOVERED, run, "is overdue since " + run.dueAt());
            }
            for (RunStep step : run.steps()) {
                step.waiting()
                        .filter(waiting -> isMet(run, step, waiting))
                        .ifPresent(
                                waiting ->
                                        violations.add(
                                                Guarantee.WOKEN,
                                                run,
                                                "its requirement is met: " + waiting));
            }
        }
    }

    /** Whether the step's missing requirement is met by now. */
    private boolean isMet(Run run, RunStep step, StepOutcome.Waiting waiting) {
        Project project = deployment.stored.project();
        return switch (waiting.reason()) {
            case NO_NUMBER -> project.sms().isPresent();
            case NO_SENDER -> project.email().isPresent();
            case NO_INSTAGRAM_ACCOUNT, ACCOUNT_DISCONNECTED -> mayUseInstagram();
            case SENDING_STOPPED -> !project.limits().stopped();
            case CREDITS_USED_UP -> deployment.limits.hasCredits();
            case NO_APP -> project.spotify().isPresent();
            case NOT_CONNECTED -> isConnected(run);
            case FLOW_PAUSED -> deployment.stored.flowOf(run).status() == FlowStatus.ACTIVE;
            case CONSENT_UNCONFIRMED ->
                    deployment
                            .stored
                            .permittedSince(run, step.type(), deployment.optIns)
                            .filter(at -> at.plus(RECOVERY).isBefore(kernel.instant()))
                            .isPresent();
            default -> false;
        };
    }

    private boolean mayUseInstagram() {
        return deployment
                .memory
                .instagramAccounts
                .find(SampleProject.ID)
                .flatMap(InstagramAccount::access)
                .filter(access -> !access.hasEnded())
                .isPresent();
    }

    private boolean isConnected(Run run) {
        return deployment
                .memory
                .fans
                .find(SampleProject.ID, run.fan())
                .map(fan -> deployment.memory.fans.connections(SampleProject.ID, fan))
                .filter(connections -> !connections.isEmpty())
                .isPresent();
    }
}
