package dev.actionflows.domain.backtest;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.dryrun.DryRun;
import dev.actionflows.domain.dryrun.PlannedEffect;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditUse;
import dev.actionflows.domain.messaging.limits.MessageUse;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;

import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a flow would have done for several fans, in numbers.
 *
 * @param runs the runs that would have started
 * @param refusals the events that would have started none, by the reason
 * @param outcomes how often each step would have had each outcome, in the order of the steps
 * @param messages the messages that would have been sent, by channel
 * @param parts of all texts
 * @param credits the price of all texts
 * @param cut the fans of whom not everything was considered or played
 */
public record BacktestTotals(
        int runs,
        Map<NotStartedReason, Integer> refusals,
        List<StepCount> outcomes,
        Map<Channel, Integer> messages,
        int parts,
        int credits,
        int cut) {
    /**
     * How often a step would have had an outcome.
     *
     * @param outcome empty: the step would not have been reached yet
     */
    public record StepCount(
            int step, Optional<String> outcome, Optional<Reason> reason, int count) {}

    private record StepResult(int step, Optional<String> outcome, Optional<Reason> reason) {
        static final Comparator<StepResult> ORDER =
                Comparator.comparingInt(StepResult::step)
                        .thenComparing(it -> it.outcome().orElse(""))
                        .thenComparing(it -> it.reason().map(Enum::name).orElse(""));

        static StepResult of(int index, RunStep step) {
            return new StepResult(
                    index,
                    step.outcome().map(StepOutcome::wireName),
                    step.outcome().map(StepOutcome::reason));
        }
    }

    static BacktestTotals of(List<FanBacktest> fans) {
        Map<NotStartedReason, Integer> refusals = new EnumMap<>(NotStartedReason.class);
        fans.stream()
                .flatMap(it -> it.refusals().stream())
                .map(EventRecord::why)
                .forEach(why -> refusals.merge(why, 1, Integer::sum));
        List<CreditUse> prices = steps(fans).flatMap(it -> price(it).stream()).toList();
        return new BacktestTotals(
                fans.stream().mapToInt(it -> it.runs().size()).sum(),
                refusals,
                outcomes(fans),
                messages(fans),
                prices.stream().mapToInt(CreditUse::parts).sum(),
                prices.stream().mapToInt(CreditUse::credits).sum(),
                (int) fans.stream().filter(it -> !it.complete()).count());
    }

    private static Stream<DryRun.PlayedStep> steps(List<FanBacktest> fans) {
        return fans.stream().flatMap(it -> it.runs().stream()).flatMap(run -> run.steps().stream());
    }

    static Optional<CreditUse> price(DryRun.PlayedStep step) {
        return step.step().permit().flatMap(SendPermit::use).flatMap(MessageUse::credits);
    }

    private static List<StepCount> outcomes(List<FanBacktest> fans) {
        Map<StepResult, Integer> counts = new TreeMap<>(StepResult.ORDER);
        for (FanBacktest fan : fans) {
            for (FanBacktest.PlayedRun run : fan.runs()) {
                for (int index = 0; index < run.steps().size(); index++) {
                    counts.merge(
                            StepResult.of(index, run.steps().get(index).step()), 1, Integer::sum);
                }
            }
        }
        return counts.entrySet().stream()
                .map(
                        it ->
                                new StepCount(
                                        it.getKey().step(),
                                        it.getKey().outcome(),
                                        it.getKey().reason(),
                                        it.getValue()))
                .toList();
    }

    private static Map<Channel, Integer> messages(List<FanBacktest> fans) {
        Map<Channel, Integer> messages = new EnumMap<>(Channel.class);
        steps(fans)
                .flatMap(it -> it.effects().stream())
                .flatMap(it -> channel(it).stream())
                .forEach(it -> messages.merge(it, 1, Integer::sum));
        return messages;
    }

    private static Optional<Channel> channel(PlannedEffect effect) {
        return switch (effect) {
            case PlannedEffect.Text _ -> Optional.of(Channel.TEXT);
            case PlannedEffect.Email _ -> Optional.of(Channel.EMAIL);
            case PlannedEffect.DirectMessage _ -> Optional.of(Channel.INSTAGRAM_DM);
            case PlannedEffect.ConfirmationRequest(Channel channel, _) -> Optional.of(channel);
            case PlannedEffect.Streaming _,
                    PlannedEffect.PreSave _,
                    PlannedEffect.NextSave _,
                    PlannedEffect.Membership _ ->
                    Optional.empty();
        };
    }
}
