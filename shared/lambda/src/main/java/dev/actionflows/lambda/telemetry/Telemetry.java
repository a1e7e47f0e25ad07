package dev.actionflows.lambda.telemetry;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.analytics.FunnelObserver;
import dev.actionflows.domain.detection.ReleaseWatchObserver;
import dev.actionflows.domain.embed.EmbedObserver;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.InstagramObserver;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.management.InstagramTokenObserver;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateObserver;
import dev.actionflows.domain.run.Progress;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.domain.usage.CreditAlert;
import dev.actionflows.domain.usage.CreditThreshold;
import dev.actionflows.domain.usage.UsageCount;
import dev.actionflows.domain.usage.UsageObserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.util.List;

/** Reports events and runs as log lines with embedded metrics. */
public final class Telemetry
        implements RunObserver,
                IntakeObserver,
                InstagramObserver,
                InstagramTokenObserver,
                EmbedObserver,
                RateObserver,
                UsageObserver {
    private final Log log;
    private final String deployment;
    private final InstantSource clock;

    /**
     * @param deployment the stack's name, which distinguishes deployments in one account
     */
    public Telemetry(Log log, String deployment, InstantSource clock) {
        this.log = log;
        this.deployment = deployment;
        this.clock = clock;
    }

    @Override
    public void eventReceived(ProjectId project, TriggerType trigger, EventOutcome outcome) {
        write(
                new Line(Level.INFO, "event received")
                        .project(project)
                        .with("Trigger", trigger.wireName())
                        .with("Result", outcome.name())
                        .metric(Metric.EVENTS_RECEIVED, 1));
    }

    @Override
    public void ignored(InstagramObserver.Why why, int count) {
        write(
                new Line(Level.WARN, "events ignored")
                        .with("Source", "instagram")
                        .with("Reason", why.name())
                        .metric(Metric.EVENTS_IGNORED, count));
    }

    @Override
    public void code(ProjectId project, Identity.Kind kind, CodeResult result) {
        write(
                new Line(Level.INFO, "code")
                        .project(project)
                        .with("Channel", kind.wireName())
                        .with("Result", result.name())
                        .metric(Metric.CODES, 1));
    }

    @Override
    public void rateExceeded(ProjectId project, Rate rate) {
        write(
                new Line(Level.INFO, "rate exceeded")
                        .project(project)
                        .with("Rate", rate.wireName())
                        .metric(Metric.RATES_EXCEEDED, 1));
    }

    @Override
    public void runStarted(Run run) {
        Line line =
                new Line(Level.INFO, "run started")
                        .run(run.key())
                        .with("flowId", run.flow().value())
                        .metric(Metric.RUNS_STARTED, 1);
        write(run.test() ? line.with("test", "true") : line);
    }

    @Override
    public void startRefused(Run run, RuntimeException failure) {
        write(
                new Line(Level.WARN, "execution refused, run starts later")
                        .run(run.key())
                        .with("epoch", run.epoch())
                        .failure(failure)
                        .metric(Metric.STARTS_REFUSED, 1));
    }

    @Override
    public void providerFailed(Run run, int step, Reason reason) {
        write(
                about(Level.WARN, "provider failed", run, step)
                        .with("Reason", reason.wireName())
                        .metric(Metric.PROVIDER_ERRORS, 1));
    }

    @Override
    public void stepFailed(RunKey run, int step, RuntimeException failure) {
        log.write(new Line(Level.ERROR, "step failed").run(run).step(step).failure(failure));
    }

    @Override
    public void settled(Progress progress) {
        Run run = progress.after();
        List<Integer> steps = progress.settledSteps();
        for (int i = 0; i < steps.size(); i++) {
            int step = steps.get(i);
            Line line = outcome(run, step);
            if (i == 0 && progress.isFirst()) {
                line.metric(Metric.FIRST_STEP_LATENCY, sinceEvent(run));
            }
            if (i == steps.size() - 1 && progress.endsRun()) {
                line.with("Status", run.status().name())
                        .metric(Metric.RUNS_ENDED, 1)
                        .metric(Metric.LAST_STEP_LATENCY, sinceEvent(run));
            }
            write(line);
        }
    }

    private static Line outcome(Run run, int index) {
        RunStep step = run.step(index);
        StepOutcome outcome = step.outcome().orElseThrow();
        return about(Level.INFO, "outcome stored", run, index)
                .with("attempts", step.attempts())
                .with("Outcome", outcome.wireName())
                .with("Reason", outcome.reason().wireName())
                .metric(Metric.STEP_OUTCOMES, 1);
    }

    private long sinceEvent(Run run) {
        Instant received = run.event().receivedAt();
        return Math.max(0, Duration.between(received, clock.instant()).toMillis());
    }

    @Override
    public void runResumed(RunKey run, Cause cause) {
        write(
                new Line(Level.INFO, "run resumed")
                        .run(run)
                        .with("Cause", cause.name())
                        .metric(Metric.RUNS_RESUMED, 1));
    }

    @Override
    public void stepGivenUp(Run run, int step) {
        Line line = about(Level.WARN, "step given up", run, step).metric(Metric.STEPS_GIVEN_UP, 1);
        run.step(step)
                .outcome()
                .ifPresent(outcome -> line.with("Reason", outcome.reason().wireName()));
        write(line);
    }

    @Override
    public void sweepEnded(int found, Duration oldest) {
        write(
                new Line(Level.INFO, "sweep ended")
                        .metric(Metric.RUNS_DUE, found)
                        .metric(Metric.OLDEST_DUE_AGE, oldest.toSeconds()));
    }

    @Override
    public void runsSetAside(int count) {
        Level level = count > 0 ? Level.WARN : Level.INFO;
        write(new Line(level, "runs set aside").metric(Metric.RUNS_SET_ASIDE, count));
    }

    @Override
    public void workRefused(RunKey run, Refusal why) {
        write(
                new Line(Level.INFO, "work refused")
                        .run(run)
                        .with("Refusal", why.name())
                        .metric(Metric.WORK_REFUSED, 1));
    }

    @Override
    public void tokenRefreshed(ProjectId project) {
        write(new Line(Level.INFO, "Instagram token refreshed").project(project));
    }

    @Override
    public void tokenNotRefreshed(ProjectId project, Reason reason) {
        write(
                new Line(Level.WARN, "Instagram token not refreshed")
                        .project(project)
                        .with("Reason", reason.wireName()));
    }

    @Override
    public void refreshFailed(ProjectId project, RuntimeException failure) {
        write(
                new Line(Level.ERROR, "Instagram token not refreshed")
                        .project(project)
                        .failure(failure));
    }

    @Override
    public void accountsChecked(int accounts, int failing) {
        Level level = failing > 0 ? Level.WARN : Level.INFO;
        write(
                new Line(level, "Instagram accounts checked")
                        .with("accounts", accounts)
                        .metric(Metric.INSTAGRAM_ACCOUNTS_FAILING, failing));
    }

    /** Reports how far fans have come to the same log. */
    public FunnelObserver funnels() {
        return new AnalyticsTelemetry(this::write);
    }

    @Override
    public void counted(UsageCount count) {
        new AnalyticsTelemetry(this::write).counted(count);
    }

    @Override
    public void creditAlert(CreditAlert alert) {
        CreditThreshold threshold = alert.threshold();
        write(
                new Line(Level.WARN, "credits used")
                        .project(threshold.project())
                        .with("month", threshold.month().map(YearMonth::toString).orElse("all"))
                        .with("used", alert.used())
                        .with("limit", threshold.limit())
                        .with("Percent", String.valueOf(threshold.percent()))
                        .metric(Metric.CREDIT_ALERTS, 1));
    }

    @Override
    public void alertNotMailed(CreditAlert alert, Reason reason) {
        write(
                new Line(Level.WARN, "alert about credits not mailed")
                        .project(alert.threshold().project())
                        .with("Reason", reason.wireName()));
    }

    private static Line about(Level level, String message, Run run, int step) {
        String type = run.step(step).type().wireName();
        return new Line(level, message)
                .run(run.key())
                .step(step)
                .with("stepType", type)
                .with("StepType", type);
    }

    /** Reports the search for new releases to the same log. */
    public ReleaseWatchObserver releaseWatch() {
        return new ReleaseWatchTelemetry(this::write);
    }

    private void write(Line line) {
        log.write(line.with("Deployment", deployment));
    }
}
