package dev.actionflows.domain.backtest;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.step.messaging.PrivateReplies;
import dev.actionflows.domain.trigger.Trigger;

import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is played.
 *
 * @param project as it is now
 * @param flow with the definition that is played
 * @param live the definition by which the flow's runs of the period were started, as far as known:
 *     that of its latest version
 * @param from the first moment of the period
 * @param to the first moment after it
 * @param now what would happen later is not played
 */
public record BacktestPlan(
        Project project, Flow flow, Flow live, Instant from, Instant to, Instant now) {
    /** The longest period. */
    public static final Duration MAX_PERIOD = Duration.ofDays(31);

    boolean includes(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    /** The same, for another definition of the flow. */
    BacktestPlan of(Flow other) {
        return new BacktestPlan(project, other, live, from, to, now);
    }

    /** The same, with other settings. */
    BacktestPlan in(Project other) {
        return new BacktestPlan(other, flow, live, from, to, now);
    }

    TriggerClaim claim() {
        return TriggerClaim.of(flow);
    }

    /**
     * Since when all events of a fan must be known: what happened before the period decides about
     * cooldowns, thresholds, caps and direct messages.
     */
    Instant lookBackTo() {
        return from.minus(
                Stream.concat(playedFlows().flatMap(BacktestPlan::spans), Stream.of(longestCap()))
                        .max(Duration::compareTo)
                        .orElseThrow());
    }

    /**
     * Since when runs may have sent messages that count for a cap: a message counts from when it
     * was sent, but a run is listed by its start, and may have waited in between.
     */
    Instant lookForMessagesTo() {
        Instant needed = lookBackTo();
        Instant asked = from.minus(longestCap().plus(WaitTime.MAX));
        return project.limits().caps().isEmpty() || needed.isBefore(asked) ? needed : asked;
    }

    /** The triggers whose events are played. */
    Stream<Trigger> triggers() {
        return playedFlows().map(it -> it.definition().trigger());
    }

    /** Whether a message helps a fan whose streaming step could not act, once for each thing. */
    boolean sendsLinkMessages() {
        return playedFlows().map(Flow::definition).anyMatch(BacktestPlan::hasLinkMessage);
    }

    private static boolean hasLinkMessage(FlowDefinition definition) {
        return IntStream.range(0, definition.steps().size())
                .anyMatch(index -> definition.linkedStep(index).isPresent());
    }

    private Stream<Flow> playedFlows() {
        return comparesWithStored() ? Stream.of(flow, live) : Stream.of(flow);
    }

    private static Stream<Duration> spans(Flow flow) {
        return Stream.of(
                        flow.definition().reEntry().cooldown().stream().map(it -> it.length()),
                        flow.definition().trigger().threshold().stream()
                                .map(it -> it.within().length()),
                        Stream.of(PrivateReplies.WINDOW))
                .flatMap(it -> it);
    }

    /** Zero if there is none. */
    private Duration longestCap() {
        return project.limits().caps().stream()
                .map(it -> it.period().length())
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    /** Whether a run from long before the period can keep the fan out. */
    boolean remembersEntries() {
        return switch (flow.definition().reEntry().policy()) {
            case ONCE, ONCE_PER_OBJECT -> true;
            case EVERY_EVENT, COOLDOWN -> false;
        };
    }

    /** Whether this run is what the flow really did in the period, so that it is played again. */
    boolean replaces(Run run) {
        return run.flow().equals(flow.id()) && includes(run.startedAt());
    }

    /** Whether it is compared with what the flow really did. */
    boolean comparesWithRecorded() {
        return live.activatedAt().isPresent();
    }

    /** Whether it is compared with what another stored document would have done. */
    boolean comparesWithStored() {
        return !comparesWithRecorded() && !flow.equals(live);
    }
}
