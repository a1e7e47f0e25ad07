package dev.actionflows.domain.application;

import dev.actionflows.domain.intake.ConfirmationWakeUps;
import dev.actionflows.domain.intake.DetectedReleaseSaves;
import dev.actionflows.domain.intake.FlowStarter;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.ReleaseReceiver;
import dev.actionflows.domain.run.MessageEvents;
import dev.actionflows.domain.run.MessageTracker;
import dev.actionflows.domain.run.RunCanceller;
import dev.actionflows.domain.step.messaging.LinkDestinations;
import dev.actionflows.domain.visit.LinkOpener;

/** Puts together what both the functions of events and those of runs need. */
final class Intakes {
    private Intakes() {}

    static FlowStarter flowStarter(Ports ports) {
        return new FlowStarter(
                ports.ledger(),
                ports.reEntries(),
                ports.events(),
                ports.executions(),
                ports.runObserver(),
                ports.clock());
    }

    /** Reads the limits of plans only for triggers that depend on the plan. */
    static Intake intake(Ports ports, FlowStarter starter, ConfirmationWakeUps wakeUps) {
        return new Intake(
                ports.intakeReader(),
                ports.fans(),
                ports.consents(),
                starter,
                (plan, feature) -> ports.planLimits().includes(plan, feature),
                wakeUps,
                ports.intakeObserver(),
                ports.ids(),
                ports.clock());
    }

    /** Requests the queue only if a release is to be saved. */
    static ReleaseReceiver releases(Ports ports, Intake intake) {
        return new ReleaseReceiver(
                ports.fans(),
                ports.catalog(),
                ports.preSaves(),
                intake,
                ports.detectedReleases(),
                ports.pageContinuations(),
                new DetectedReleaseSaves(
                        ports.preSaves(),
                        ports.catalog(),
                        ports::runControlQueue,
                        ports.ids(),
                        ports.clock()),
                ports.clock());
    }

    static MessageTracker messageTracker(Ports ports) {
        return new MessageTracker(
                ports.ledger(), messageEvents(ports), ports.runObserver(), ports.clock());
    }

    static MessageEvents messageEvents(Ports ports) {
        return new MessageEvents(ports.facts(), ports::outcomeEvents, ports.clock());
    }

    static LinkOpener linkOpener(Ports ports) {
        return new LinkOpener(
                ports.links(),
                ports.ledger(),
                ports.facts(),
                new LinkDestinations(ports.vault()),
                messageEvents(ports),
                ports.clock());
    }

    static RunCanceller runCanceller(Ports ports) {
        return new RunCanceller(
                ports.ledger(),
                ports.pageContinuations(),
                ports.runControlQueue(),
                ports.runObserver(),
                ports.clock());
    }
}
