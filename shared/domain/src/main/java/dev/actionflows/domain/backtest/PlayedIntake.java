package dev.actionflows.domain.backtest;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.intake.ThresholdCounter;
import dev.actionflows.domain.intake.UnreadEventLog;
import dev.actionflows.domain.run.Run;

import java.time.Instant;
import java.util.Optional;

/**
 * What the intake keeps between the events of a fan. Before the period, it follows from the events
 * and the runs of the flow that are stored.
 */
final class PlayedIntake implements ReEntryStore, UnreadEventLog {
    private record Cooldown(RunId run, Instant until) {}

    private final Play play;
    private Optional<Cooldown> cooldown;
    private ThresholdCounter counter;

    PlayedIntake(Play play) {
        this.play = play;
        this.cooldown = cooldownBefore(play);
        this.counter = counterBefore(play);
    }

    private static Optional<Cooldown> cooldownBefore(Play play) {
        return play.plan
                .flow()
                .definition()
                .reEntry()
                .cooldown()
                .flatMap(
                        period ->
                                runsBefore(play)
                                        .map(
                                                run ->
                                                        new Cooldown(
                                                                run.key().run(),
                                                                run.startedAt()
                                                                        .plus(period.length()))));
    }

    /** The last run of the flow before the period. */
    private static Optional<Run> runsBefore(Play play) {
        return play.past.events().stream()
                .flatMap(it -> it.runOf(play.plan.flow().id()).stream())
                .filter(run -> run.startedAt().isBefore(play.plan.from()))
                .reduce((_, last) -> last);
    }

    /**
     * The events before the period that count since the last one that reached the threshold: those
     * that came to the flow, as its counter has them. That of a draft begins with the period: what
     * came to it before was a test.
     */
    private static ThresholdCounter counterBefore(Play play) {
        ThresholdCounter counted = ThresholdCounter.none();
        if (play.plan.claim().threshold().isEmpty() || play.plan.live().activatedAt().isEmpty()) {
            return counted;
        }
        TriggerMatch match = play.match;
        FlowId flow = play.plan.flow().id();
        for (PastEvent event : play.past.events()) {
            if (event.at().isBefore(play.plan.from())
                    && event.isHeardBy(flow)
                    && match.of(event).isPresent()
                    && !endsChain(event, play)) {
                boolean reached = event.runOf(flow).isPresent() || event.isRefusedBy(flow);
                counted =
                        reached
                                ? ThresholdCounter.none()
                                : counted.counting(match.of(event).get(), event.at());
            }
        }
        return counted;
    }

    /** What the intake refuses before it counts. */
    private static boolean endsChain(PastEvent event, Play play) {
        return event.event()
                .cause()
                .filter(it -> it.includes(play.plan.flow().id()) || it.isTooLong())
                .isPresent();
    }

    @Override
    public Optional<RunId> enter(ReEntryKey entry, RunId run, Instant now, Instant until) {
        Optional<RunId> holder = coolingDown(entry, now);
        if (holder.isEmpty()) {
            cooldown = Optional.of(new Cooldown(run, until));
        }
        return holder.filter(it -> !it.equals(run));
    }

    @Override
    public Optional<RunId> coolingDown(ReEntryKey entry, Instant now) {
        return isOfFan(entry)
                ? cooldown.filter(it -> it.until().isAfter(now)).map(Cooldown::run)
                : Optional.empty();
    }

    @Override
    public Optional<ThresholdCounter> counter(ReEntryKey entry) {
        return isOfFan(entry) ? Optional.of(counter) : Optional.empty();
    }

    @Override
    public boolean replace(
            ReEntryKey entry, ThresholdCounter expected, ThresholdCounter updated, Instant endsAt) {
        counter = updated;
        return true;
    }

    /** All that is known of the fan is kept under the present id. */
    private boolean isOfFan(ReEntryKey entry) {
        return entry.fan().equals(play.past.fan().id());
    }

    @Override
    public void record(EventRecord entry) {
        play.refused(entry);
    }
}
