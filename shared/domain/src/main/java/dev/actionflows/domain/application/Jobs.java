package dev.actionflows.domain.application;

import dev.actionflows.domain.detection.ReleaseDetector;
import dev.actionflows.domain.detection.ReleaseWatcher;
import dev.actionflows.domain.health.ConnectionWatcher;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.releaseday.ReleaseDaySaver;
import dev.actionflows.domain.replay.Replayer;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunReopener;

import java.util.function.BiConsumer;

/** The use cases of jobs, built like those of {@link Application}. */
public final class Jobs {
    private final Ports ports;

    public Jobs(Ports ports) {
        this.ports = ports;
    }

    /**
     * @param unreadable is told about runs that are left as they are because they cannot be read
     */
    public Replayer replayer(BiConsumer<RunKey, RuntimeException> unreadable) {
        return new Replayer(
                ports.replayJobs(),
                ports.flowRuns(),
                ports.ledger(),
                new RunReopener(ports.ledger(), ports.clock()),
                unreadable,
                ports.clock());
    }

    public SystemTriggers systemTriggers() {
        return new SystemTriggers(
                new ConnectionWatcher(ports.expiringConnections(), ports.outcomeEvents()),
                releaseWatcher());
    }

    public ReleaseWatcher releaseWatcher() {
        return new ReleaseWatcher(
                ports.watchedArtists(),
                releaseDetector(),
                ports.releaseWatchObserver(),
                ports.clock());
    }

    /** Looks for the new releases of one artist. */
    public ReleaseDetector releaseDetector() {
        return new ReleaseDetector(
                ports.projects(),
                ports.catalog(),
                ports.catalogWriter(),
                ports.preSaves(),
                ports.planLimits(),
                ports.discographies(),
                ports.streamingDiscographies(),
                ports.streamingCatalogs(),
                ports.vault(),
                ports.streamingApps(),
                ports.matches(),
                ports.detectedReleases(),
                ports.releaseWatchObserver());
    }

    /**
     * @param failed is told about fans who could not be dealt with, and are tried again
     */
    public ReleaseDaySaver releaseDay(BiConsumer<FanId, RuntimeException> failed) {
        Application application = new Application(ports);
        return new ReleaseDaySaver(
                ports.releaseDayJobs(),
                ports.preSavers(),
                ports.projects(),
                ports.catalog(),
                ports.fans(),
                application.fanActions(),
                application.intake(),
                failed,
                ports.clock());
    }
}
