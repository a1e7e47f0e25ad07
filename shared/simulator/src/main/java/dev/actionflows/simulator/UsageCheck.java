package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
     * After a text was counted, there are alerts about the limits that were reached when the batch
     * arrived, by what the store of the limits has taken. Limits are only raised, so an alert may
     * be about an earlier one. A text that was skipped for lack of credits is reported as well.
     */
    private void checkReported() {
        CreditLimits limits = deployment.stored.project().limits().credits();
        for (UsageStream.Received batch : deployment.usageStream.received()) {
            limits.granted().ifPresent(limit -> checkReported(batch, Optional.empty(), limit));
            for (YearMonth month : batch.months()) {
                limits.monthly()
                        .ifPresent(limit -> checkReported(batch, Optional.of(month), limit));
            }
        }
        boolean refused =
                deployment.runs.all().stream()
                        .flatMap(run -> run.steps().stream())
                        .flatMap(step -> step.outcome().stream())
                        .anyMatch(it -> it.reason() == Reason.CREDITS_USED_UP);
        if (refused && events().noneMatch(it -> it.percent() == CreditThreshold.ALL_USED)) {
            deployment.violations.add(
                    Guarantee.CREDITS_REPORTED, "a text lacked credits: " + limits);
        }
    }

    private void checkReported(UsageStream.Received batch, Optional<YearMonth> month, long limit) {
        String pool = month.map(YearMonth::toString).orElse(CreditPool.ALL_TIME);
        long used = deployment.limits.usedBefore(pool, batch.since());
        for (int percent : List.of(CreditThreshold.NEARLY_USED, CreditThreshold.ALL_USED)) {
            if (used * 100 >= limit * percent
                    && events().noneMatch(
                                    it -> it.percent() == percent && it.month().equals(month))) {
                deployment.violations.add(
                        Guarantee.CREDITS_REPORTED,
                        "%d of %d credits of %s are used".formatted(used, limit, pool));
            }
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
