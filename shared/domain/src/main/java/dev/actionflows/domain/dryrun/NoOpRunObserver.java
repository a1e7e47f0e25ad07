package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.run.Progress;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunObserver;

import java.time.Duration;

/** Keeps what is only played out of logs and metrics. */
public final class NoOpRunObserver implements RunObserver {
    @Override
    public void runStarted(Run run) {}

    @Override
    public void startRefused(Run run, RuntimeException failure) {}

    @Override
    public void providerFailed(Run run, int step, Reason reason) {}

    @Override
    public void stepFailed(RunKey run, int step, RuntimeException failure) {}

    @Override
    public void settled(Progress progress) {}

    @Override
    public void runResumed(RunKey run, Cause cause) {}

    @Override
    public void stepGivenUp(Run run, int step) {}

    @Override
    public void sweepEnded(int found, Duration oldest) {}

    @Override
    public void runsSetAside(int count) {}

    @Override
    public void workRefused(RunKey run, Refusal why) {}
}
