package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.management.ReplayService;
import dev.actionflows.domain.management.ReplayService.ReplayRequest;
import dev.actionflows.domain.replay.JobKey;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.SeededIds;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The label's operators have the failed steps of many runs tried again, and change their minds. */
final class Replays {
    private static final int MAX_REPLAYS = 3;

    /** A replay of nothing finds no mistakes. */
    private static final int MIN_FAILED = 2;

    private static final Duration UNTIL_NEXT_LOOK = Duration.ofSeconds(15);

    private final Deployment deployment;
    private final Kernel kernel;
    private final ApiClient api;

    Replays(Deployment deployment, ApiClient api) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.api = api;
    }

    /**
     * Schedules what they do while faults occur.
     *
     * @param times draws a time
     * @param end the last time at which faults occur
     */
    void schedule(List<Flow> flows, Function<Chance, Instant> times, Instant end) {
        Chance chance = kernel.chance("history").of("replays");
        for (int number = 0; number < MAX_REPLAYS; number++) {
            Chance one = chance.of("replay " + number);
            if (one.of("happens").hits(0.4)) {
                int seed = number;
                kernel.at(times.apply(one), () -> replayOnceSomeFailed(one, flows, seed, end));
            }
        }
    }

    private void replayOnceSomeFailed(Chance chance, List<Flow> flows, int number, Instant end) {
        Instant later = kernel.instant().plus(UNTIL_NEXT_LOOK);
        if (failedRuns(flows).size() < MIN_FAILED && later.isBefore(end)) {
            kernel.at(later, () -> replayOnceSomeFailed(chance, flows, number, end));
        } else {
            replay(chance, flows, number);
        }
    }

    private List<Run> failedRuns(List<Flow> flows) {
        return deployment.runs.all().stream()
                .filter(run -> failedStep(run).isPresent())
                .filter(run -> flows.stream().anyMatch(it -> it.id().equals(run.flow())))
                .toList();
    }

    private void replay(Chance chance, List<Flow> flows, int number) {
        List<Run> failed = failedRuns(flows);
        FlowId flow =
                failed.isEmpty()
                        ? chance.of("flow").anyOf(flows).id()
                        : chance.of("run").anyOf(failed).flow();
        Optional<RunStep> step =
                failed.isEmpty() ? Optional.empty() : failedStep(chance.of("run").anyOf(failed));
        Optional<Reason> reason =
                step.filter(_ -> chance.of("by reason").hits(0.3))
                        .flatMap(RunStep::outcome)
                        .map(StepOutcome::reason);
        Optional<StepType> type =
                step.filter(_ -> chance.of("by type").hits(0.2)).map(RunStep::type);
        ReplayRequest request = new ReplayRequest(reason, type, Optional.empty(), Optional.empty());
        boolean previewed = chance.of("is previewed").hits(0.2);
        create(2 * number, service -> service.create(SampleProject.ID, flow, request, previewed));
        if (previewed) {
            Instant later = kernel.instant().plus(chance.of("decides after").between(0, 60_000));
            kernel.at(later, () -> createFromPreview(flow, 2 * number));
        }
        if (chance.of("is cancelled").hits(0.1)) {
            Instant later = kernel.instant().plus(chance.of("cancelled after").between(0, 3_000));
            kernel.at(later, () -> cancel(2 * number));
        }
    }

    private void createFromPreview(FlowId flow, int preview) {
        create(
                preview + 1,
                service -> {
                    service.createFrom(SampleProject.ID, flow, id(preview));
                });
    }

    /** A repeated request has the same idempotency key, and therefore makes the same id. */
    private void create(int number, java.util.function.Consumer<ReplayService> request) {
        ReplayService service = deployment.application.management().replays(ids(number));
        api.call(
                kernel.instant(),
                "replay " + number,
                () -> {
                    if (isAccepted(() -> request.accept(service))) {
                        deployment.replayCheck.created(new JobKey(SampleProject.ID, id(number)));
                    }
                });
    }

    private void cancel(int number) {
        ReplayService service = deployment.application.management().replays(ids(number));
        api.call(
                kernel.instant(),
                "cancel replay " + number,
                () -> isAccepted(() -> service.cancel(SampleProject.ID, id(number))));
    }

    /** The preview may not be completed, and the job may not exist or have ended. */
    private static boolean isAccepted(Runnable request) {
        try {
            request.run();
            return true;
        } catch (ProblemException e) {
            if (e.code().category() != ErrorCode.Category.CALLER) {
                throw e;
            }
            return false;
        }
    }

    private static IdSource ids(int number) {
        return count -> new SeededIds(number).randomBytes(count);
    }

    private static JobId id(int number) {
        return JobId.from(ids(number));
    }

    private static Optional<RunStep> failedStep(Run run) {
        return run.steps().stream()
                .filter(it -> it.outcome().orElse(null) instanceof StepOutcome.Failed)
                .filter(it -> !it.mayHaveSent())
                .findFirst();
    }
}
