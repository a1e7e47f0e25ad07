package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/** The quiet hours of the fans, whose numbers are all in San Francisco, written by hand. */
final class HoursCheck {
    private static final ZoneId ZONE = ZoneId.of("America/Los_Angeles");
    private static final LocalTime OPENS = LocalTime.of(8, 0);
    private static final LocalTime CLOSES = LocalTime.of(21, 0);
    private static final Duration SPREAD = Duration.ofMinutes(10);
    private static final Duration ANSWER_TIME = Duration.ofMinutes(10);

    private final ViolationLog violations;

    HoursCheck(ViolationLog violations) {
        this.violations = violations;
    }

    /** Called when a text of this run is handed to the provider. */
    void sent(Run run, Instant at) {
        LocalTime local = at.atZone(ZONE).toLocalTime();
        boolean open = !local.isBefore(OPENS) && local.isBefore(CLOSES);
        boolean answer =
                run.event().type() == TriggerType.SMS_KEYWORD
                        && !at.isAfter(run.event().receivedAt().plus(ANSWER_TIME));
        if (!open && !answer) {
            violations.add(Guarantee.QUIET_HOURS_KEPT, run, "sent a text at " + local);
        }
    }

    /** Called when the outcome of a step is recorded. */
    void recorded(Run run, RunStep step, Instant at) {
        if (step.outcome().orElse(null) instanceof StepOutcome.Waiting waiting
                && waiting.reason() == Reason.QUIET_HOURS) {
            LocalTime until = waiting.until().atZone(ZONE).toLocalTime();
            boolean early = until.isBefore(OPENS);
            boolean late =
                    !until.isBefore(OPENS.plus(SPREAD))
                            || waiting.until().isAfter(at.plus(Duration.ofHours(12)));
            if (early || late) {
                violations.add(Guarantee.QUIET_HOURS_KEPT, run, "waits until " + waiting.until());
            }
        }
    }
}
