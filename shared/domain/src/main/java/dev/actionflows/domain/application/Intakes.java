package dev.actionflows.domain.application;

import dev.actionflows.domain.intake.ConfirmationWakeUps;
import dev.actionflows.domain.intake.FlowStarter;
import dev.actionflows.domain.intake.Intake;

/** Puts the intake together. */
final class Intakes {
    private Intakes() {}

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
}
