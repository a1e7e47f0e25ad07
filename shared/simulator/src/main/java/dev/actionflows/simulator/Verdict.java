package dev.actionflows.simulator;

import java.time.Instant;
import java.util.Set;

/** Checks every guarantee against the actual state, each in its own class. */
final class Verdict {
    private final Deployment deployment;
    private final RecoveryCheck recovery;
    private final ReEntryCheck reEntry;
    private final KeptEventCheck keptEvents;
    private final FinalCheck last;
    private final UsageCheck usage;
    private final AnalyticsCheck analytics;
    private final SegmentSource segments;

    Verdict(Deployment deployment) {
        this.deployment = deployment;
        this.recovery = new RecoveryCheck(deployment);
        this.reEntry = new ReEntryCheck(deployment);
        this.keptEvents = new KeptEventCheck(deployment);
        this.last = new FinalCheck(deployment);
        this.usage = new UsageCheck(deployment);
        this.analytics = new AnalyticsCheck(deployment);
        this.segments = deployment.segments;
    }

    /**
     * Called while there are no faults.
     *
     * @param calm the end of the faults
     */
    void inCalm(Instant calm) {
        recovery.inCalm(calm);
    }

    /**
     * Called after some minutes without faults.
     *
     * @param texts the texts that were answered with 2xx
     * @param sources the sources of all other events
     */
    void afterCalm(Set<AcknowledgedText> texts, Sources sources) {
        recovery.afterCalm();
        reEntry.check();
        deployment.turns.releases.checkFollowed(
                run -> deployment.unreadable.excusedUntil(run).isPresent());
        deployment.operators.afterCalm(deployment.runs.all(), deployment.replayCheck::reopenedAt);
        deployment.replayCheck.afterCalm(
                deployment.runs.all(), deployment.changes, deployment.unreadable);
        texts.forEach(keptEvents::check);
        keptEvents.check(sources);
        deployment.releaseDays.detected(sources.detected());
        deployment.watcher.afterCalm();
        deployment.webhooks.check.afterCalm();
    }

    /** Called when every wait is over. */
    void inTheEnd() {
        last.check();
        usage.check();
        analytics.check();
        segments.check();
        deployment.releaseDays.inTheEnd();
        deployment.matches.check();
        deployment.erasures.check();
        deployment.webhooks.inTheEnd();
    }
}
