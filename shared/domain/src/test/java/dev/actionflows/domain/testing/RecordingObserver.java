package dev.actionflows.domain.testing;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.embed.EmbedObserver;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.management.InstagramTokenObserver;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateObserver;
import dev.actionflows.domain.run.Progress;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.domain.usage.CreditAlert;
import dev.actionflows.domain.usage.UsageCount;
import dev.actionflows.domain.usage.UsageObserver;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Records observations in order. */
public final class RecordingObserver
        implements RunObserver,
                IntakeObserver,
                InstagramTokenObserver,
                EmbedObserver,
                RateObserver,
                UsageObserver {
    private final List<Fact> facts = new ArrayList<>();

    /** An observation. */
    public sealed interface Fact {
        record EventReceived(ProjectId project, TriggerType trigger, EventOutcome outcome)
                implements Fact {}

        record Code(ProjectId project, Identity.Kind kind, CodeResult result) implements Fact {}

        record RateExceeded(ProjectId project, Rate rate) implements Fact {}

        record RunStarted(RunKey run) implements Fact {}

        record StartRefused(RunKey run) implements Fact {}

        record ProviderFailed(RunKey run, int step, Reason reason) implements Fact {}

        record StepFailed(RunKey run, int step, RuntimeException failure) implements Fact {}

        record FirstOutcome(RunKey run) implements Fact {}

        record OutcomeStored(RunKey run, int step, StepOutcome outcome) implements Fact {}

        record RunEnded(RunKey run, RunStatus status) implements Fact {}

        record RunResumed(RunKey run, Cause cause) implements Fact {}

        record StepGivenUp(RunKey run, int step, Reason reason) implements Fact {}

        record WorkRefused(RunKey run, Refusal why) implements Fact {}

        record SweepEnded(int found, Duration oldest) implements Fact {}

        record RunsSetAside(int count) implements Fact {}

        record TokenRefreshed(ProjectId project) implements Fact {}

        record TokenNotRefreshed(ProjectId project, Reason reason) implements Fact {}

        record RefreshFailed(ProjectId project, RuntimeException failure) implements Fact {}

        record AccountsChecked(int accounts, int failing) implements Fact {}

        record CreditsUsed(CreditAlert alert) implements Fact {}

        record AlertNotMailed(Reason reason) implements Fact {}
    }

    public synchronized List<Fact> facts() {
        return List.copyOf(facts);
    }

    /** The observations of one kind. */
    public <F extends Fact> List<F> facts(Class<F> kind) {
        return facts().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    public synchronized void clear() {
        facts.clear();
    }

    @Override
    public void eventReceived(ProjectId project, TriggerType trigger, EventOutcome outcome) {
        add(new Fact.EventReceived(project, trigger, outcome));
    }

    @Override
    public void code(ProjectId project, Identity.Kind kind, CodeResult result) {
        add(new Fact.Code(project, kind, result));
    }

    @Override
    public void rateExceeded(ProjectId project, Rate rate) {
        add(new Fact.RateExceeded(project, rate));
    }

    @Override
    public void tokenRefreshed(ProjectId project) {
        add(new Fact.TokenRefreshed(project));
    }

    @Override
    public void tokenNotRefreshed(ProjectId project, Reason reason) {
        add(new Fact.TokenNotRefreshed(project, reason));
    }

    @Override
    public void refreshFailed(ProjectId project, RuntimeException failure) {
        add(new Fact.RefreshFailed(project, failure));
    }

    @Override
    public void accountsChecked(int accounts, int failing) {
        add(new Fact.AccountsChecked(accounts, failing));
    }

    @Override
    public void alertNotMailed(CreditAlert alert, Reason reason) {
        add(new Fact.AlertNotMailed(reason));
    }

    @Override
    public void counted(UsageCount count) {
        // what was counted is in the store
    }

    @Override
    public void creditAlert(CreditAlert alert) {
        add(new Fact.CreditsUsed(alert));
    }

    @Override
    public void runStarted(Run run) {
        add(new Fact.RunStarted(run.key()));
    }

    @Override
    public void startRefused(Run run, RuntimeException failure) {
        add(new Fact.StartRefused(run.key()));
    }

    @Override
    public void providerFailed(Run run, int step, Reason reason) {
        add(new Fact.ProviderFailed(run.key(), step, reason));
    }

    @Override
    public void stepFailed(RunKey run, int step, RuntimeException failure) {
        add(new Fact.StepFailed(run, step, failure));
    }

    @Override
    public void settled(Progress progress) {
        Run run = progress.after();
        Stream<Fact> first =
                progress.isFirst() ? Stream.of(new Fact.FirstOutcome(run.key())) : Stream.of();
        Stream<Fact> outcomes =
                progress.settledSteps().stream()
                        .map(
                                step ->
                                        new Fact.OutcomeStored(
                                                run.key(),
                                                step,
                                                run.step(step).outcome().orElseThrow()));
        Stream<Fact> ended =
                progress.endsRun()
                        ? Stream.of(new Fact.RunEnded(run.key(), run.status()))
                        : Stream.of();
        Stream.of(first, outcomes, ended).flatMap(facts -> facts).forEach(this::add);
    }

    @Override
    public void runResumed(RunKey run, Cause cause) {
        add(new Fact.RunResumed(run, cause));
    }

    @Override
    public void stepGivenUp(Run run, int step) {
        add(new Fact.StepGivenUp(run.key(), step, run.step(step).outcome().orElseThrow().reason()));
    }

    @Override
    public void sweepEnded(int found, Duration oldest) {
        add(new Fact.SweepEnded(found, oldest));
    }

    @Override
    public void runsSetAside(int count) {
        add(new Fact.RunsSetAside(count));
    }

    @Override
    public void workRefused(RunKey run, Refusal why) {
        add(new Fact.WorkRefused(run, why));
    }

    private synchronized void add(Fact fact) {
        facts.add(fact);
    }
}
