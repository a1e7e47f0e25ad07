package dev.actionflows.lambda;

import dev.actionflows.domain.analytics.FunnelObserver;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.detection.ReleaseWatchObserver;
import dev.actionflows.domain.embed.EmbedObserver;
import dev.actionflows.domain.intake.InstagramObserver;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.management.InstagramTokenObserver;
import dev.actionflows.domain.rate.RateObserver;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.usage.UsageObserver;
import dev.actionflows.lambda.telemetry.Telemetry;

/** The observers, all of which write to one log. */
abstract class ObservedPorts implements Ports {
    /** Observes everything. */
    abstract Telemetry telemetry();

    @Override
    public RunObserver runObserver() {
        return telemetry();
    }

    @Override
    public IntakeObserver intakeObserver() {
        return telemetry();
    }

    @Override
    public InstagramObserver instagramObserver() {
        return telemetry();
    }

    @Override
    public InstagramTokenObserver instagramTokenObserver() {
        return telemetry();
    }

    @Override
    public ReleaseWatchObserver releaseWatchObserver() {
        return telemetry().releaseWatch();
    }

    @Override
    public EmbedObserver embedObserver() {
        return telemetry();
    }

    @Override
    public RateObserver rateObserver() {
        return telemetry();
    }

    @Override
    public FunnelObserver funnelObserver() {
        return telemetry().funnels();
    }

    @Override
    public UsageObserver usageObserver() {
        return telemetry();
    }
}
