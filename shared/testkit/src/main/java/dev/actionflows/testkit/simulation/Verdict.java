package dev.actionflows.testkit.simulation;

import java.time.Instant;
import java.util.Set;

/** Checks every guarantee by what is really there: each in a class of its own. */
final class Verdict {
    private final RecoveryCheck recovery;
    private final ReEntryCheck reEntry;
    private final KeptEventCheck keptEvents;
    private final FinalCheck last;

    Verdict(Deployment deployment) {
        this.recovery = new RecoveryCheck(deployment);
        this.reEntry = new ReEntryCheck(deployment);
        this.keptEvents = new KeptEventCheck(deployment);
        this.last = new FinalCheck(deployment);
    }

    /**
     * While nothing goes wrong.
     *
     * @param calm since when
     */
    void inCalm(Instant calm) {
        recovery.inCalm(calm);
    }

    /**
     * After some minutes in which nothing went wrong.
     *
     * @param texts that were answered 2xx
     * @param sources where all other events came from
     */
    void afterCalm(Set<AcknowledgedText> texts, Sources sources) {
        recovery.afterCalm();
        reEntry.check();
        texts.forEach(keptEvents::check);
        keptEvents.check(sources);
    }

    /** When every wait is over. */
    void inTheEnd() {
        last.check();
    }
}
