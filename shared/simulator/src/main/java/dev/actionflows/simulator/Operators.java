package dev.actionflows.simulator;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.management.MessageLimitService;
import dev.actionflows.domain.management.RunControl;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The label's operators: they cancel runs, stop all sends, and have failed steps tried again. */
final class Operators {
    private final Deployment deployment;
    private final Kernel kernel;
    private final ApiClient api;
    private final RunControl control;
    private final MessageLimitService limits;

    Operators(Deployment deployment, ApiClient api) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.api = api;
        this.control = deployment.application.management().runControl(deployment.ids);
        this.limits = deployment.application.management().messageLimits();
    }

    /**
     * Schedules what they do while faults occur.
     *
     * @param times draws a time
     */
    void schedule(List<Flow> flows, Function<Chance, Instant> times) {
        Chance chance = kernel.chance("history").of("operators");
        for (int number = 0; number < 3; number++) {
            Chance one = chance.of("cancellation " + number);
            if (one.of("happens").hits(0.2)) {
                kernel.at(times.apply(one), () -> cancelSome(one));
            }
            Chance again = chance.of("retry " + number);
            if (again.of("happens").hits(0.5)) {
                kernel.at(times.apply(again), () -> retrySome(again));
            }
        }
        Chance kill = chance.of("kill switch");
        if (kill.of("happens").hits(0.3)) {
            Flow flow = kill.of("flow").anyOf(flows);
            api.call(
                    times.apply(kill),
                    "cancel all of " + flow.definition().name(),
                    () -> cancelAll(flow));
        }
        Chance stop = chance.of("stop");
        if (stop.of("happens").hits(0.3)) {
            Instant at = times.apply(stop);
            api.call(at, "stop sending", () -> stopSending(true));
            api.call(
                    at.plus(stop.of("for").between(0, 300_000)),
                    "send again",
                    () -> stopSending(false));
        }
    }

    /** Called when faults end: whatever was stopped goes on. */
    void sendAgain() {
        if (deployment.stored.project().limits().stopped()) {
            api.call(kernel.instant(), "send again at last", () -> stopSending(false));
        }
    }

    private void cancelAll(Flow flow) {
        Instant now = kernel.now();
        control.cancelAll(SampleProject.ID, flow.id());
        deployment.operators.cancelledAll(flow.id(), now);
    }

    private void stopSending(boolean stopped) {
        if (!stopped) {
            deployment.operators.sending(false);
        }
        limits.stopSending(SampleProject.ID, stopped);
        // as it is now: another request may have been stored meanwhile
        deployment.operators.sending(deployment.stored.project().limits().stopped());
    }

    private void cancelSome(Chance chance) {
        List<Run> open = deployment.runs.all().stream().filter(run -> !run.hasEnded()).toList();
        if (!open.isEmpty()) {
            Run run = chance.of("run").anyOf(open);
            api.call(
                    kernel.instant(),
                    "cancel " + run.key().run(),
                    () -> unlessRefused(() -> control.cancel(SampleProject.ID, run.key().run())));
        }
    }

    private void retrySome(Chance chance) {
        List<Run> failed =
                deployment.runs.all().stream().filter(run -> failedStep(run).isPresent()).toList();
        if (!failed.isEmpty()) {
            Run run = chance.of("run").anyOf(failed);
            int step = failedStep(run).orElseThrow();
            deployment.replayCheck.retriesAlone(run.key());
            api.call(
                    kernel.instant(),
                    "retry of " + run.key().run(),
                    () ->
                            unlessRefused(
                                    () -> control.retry(SampleProject.ID, run.key().run(), step)));
        }
    }

    /** The first failed step, also one whose message was accepted: the service has to refuse it. */
    private static Optional<Integer> failedStep(Run run) {
        return IntStream.range(0, run.steps().size())
                .filter(
                        index ->
                                run.step(index)
                                        .outcome()
                                        .filter(StepOutcome.Failed.class::isInstance)
                                        .isPresent())
                .boxed()
                .findFirst();
    }

    /** The run may have ended meanwhile, or be in progress again. */
    private static void unlessRefused(Runnable request) {
        try {
            request.run();
        } catch (ProblemException e) {
            if (e.code() != ErrorCode.STATE_CONFLICT) {
                throw e;
            }
        }
    }
}
