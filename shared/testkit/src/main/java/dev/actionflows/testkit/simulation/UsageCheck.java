package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.usage.AlertChannel;
import dev.actionflows.domain.usage.CreditAlert;
import dev.actionflows.domain.usage.CreditThreshold;
import dev.actionflows.domain.usage.Usage;
import dev.actionflows.domain.usage.UsageKey;

import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Compares the counted usage with the ledger, by a count of its own: it does not use what it
 * checks.
 */
final class UsageCheck {
    private final Deployment deployment;

    UsageCheck(Deployment deployment) {
        this.deployment = deployment;
    }

    void check() {
        Map<String, Usage> expected = new TreeMap<>();
        deployment.runs.all().forEach(run -> run.steps().forEach(step -> add(expected, run, step)));
        checkAlerts();
        checkReported();
        Map<String, Usage> counted = new TreeMap<>();
        deployment.memory.usage.all().forEach((key, usage) -> counted.put(name(key), usage));
        if (!counted.equals(expected)) {
            deployment.violations.add(
                    Guarantee.USAGE_EXACT, "counted %s of %s".formatted(counted, expected));
        }
    }

    /** What is remembered as sent was sent. */
    private void checkAlerts() {
        deployment
                .memory
                .usage
                .alerted()
                .forEach(
                        (threshold, channels) -> {
                            if (channels.contains(AlertChannel.EVENT_BUS)
                                    && events().noneMatch(threshold::equals)) {
                                deployment.violations.add(
                                        Guarantee.CREDITS_REPORTED,
                                        threshold + " is remembered and was not reported");
                            }
                        });
    }

    /**
     * Limits are only raised, so the alert may be about an earlier one. A text that was skipped for
     * lack of credits counts as well.
     */
    private void checkReported() {
        OptionalLong limit = deployment.stored.project().limits().credits().monthly();
        if (limit.isEmpty()) {
            return;
        }
        Map<YearMonth, Long> used = new TreeMap<>();
        deployment
                .memory
                .usage
                .all()
                .forEach((key, usage) -> used.merge(key.month(), usage.credits(), Long::sum));
        boolean allUsed =
                used.values().stream().anyMatch(it -> it > 0 && it >= limit.getAsLong())
                        || deployment.runs.all().stream()
                                .flatMap(run -> run.steps().stream())
                                .flatMap(step -> step.outcome().stream())
                                .anyMatch(it -> it.reason() == Reason.CREDITS_USED_UP);
        if (allUsed && events().noneMatch(it -> it.percent() == CreditThreshold.ALL_USED)) {
            deployment.violations.add(
                    Guarantee.CREDITS_REPORTED,
                    "%s of %s credits are used".formatted(used, limit.getAsLong()));
        }
    }

    private Stream<CreditThreshold> events() {
        return deployment.memory.creditAlerts.events().stream().map(CreditAlert::threshold);
    }

    private static void add(Map<String, Usage> expected, Run run, RunStep step) {
        Optional<MessageUse> use = step.permit().flatMap(permit -> permit.use());
        if (use.isEmpty() || step.endedAt().isEmpty()) {
            return;
        }
        YearMonth month = YearMonth.from(step.endedAt().get().atZone(ZoneOffset.UTC));
        expected.merge(
                name(new UsageKey(run.key().project(), month, run.flow(), channel(step.type()))),
                new Usage(1, use.get().credits().map(CreditUse::credits).orElse(0)),
                Usage::plus);
    }

    private static Channel channel(StepType type) {
        return Channel.ofWireName(type.wireName().replace("send_", "")).orElseThrow();
    }

    private static String name(UsageKey key) {
        return key.month() + " " + key.flow() + " " + key.channel();
    }
}
