package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.messaging.MailEvent;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Checks that a message that was not sent names what really ended messages to the fan. */
final class SkipReasonCheck {
    private final Deployment deployment;

    SkipReasonCheck(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Whether what the step says has happened to the fan. */
    boolean agrees(Run run, RunStep step) {
        if (!(step.outcome().orElse(null) instanceof StepOutcome.Skipped(Reason reason))) {
            return true;
        }
        Fan fan = deployment.stored.fanOf(run).orElseThrow();
        return switch (reason) {
            case STOPPED ->
                    step.type() != StepType.SEND_EMAIL || deployment.consents.hasSentStop(fan);
            case UNSUBSCRIBED ->
                    step.type() == StepType.SEND_EMAIL
                            && deployment.mailReaders.asked().stream()
                                    .anyMatch(it -> addresses(fan).contains(it.value()));
            case BOUNCED ->
                    step.type() == StepType.SEND_EMAIL
                            && isReported(
                                    fan,
                                    kind ->
                                            kind == MailEvent.Kind.HARD_BOUNCE
                                                    || kind == MailEvent.Kind.SOFT_BOUNCE);
            case COMPLAINED ->
                    step.type() == StepType.SEND_EMAIL
                            && isReported(fan, kind -> kind == MailEvent.Kind.COMPLAINT);
            default -> true;
        };
    }

    private boolean isReported(Fan fan, Predicate<MailEvent.Kind> kinds) {
        return deployment.mailReports.reported().stream()
                .filter(event -> kinds.test(event.kind()))
                .anyMatch(event -> addresses(fan).contains(event.recipient().value()));
    }

    private static Set<String> addresses(Fan fan) {
        return fan.of(Identity.Kind.EMAIL).stream()
                .map(FanIdentity::value)
                .collect(Collectors.toSet());
    }
}
