package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.run.StepAnswer;
import dev.actionflows.domain.trigger.Threshold;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts the runs of the flows that listen to an event, as their thresholds and re-entry policies
 * allow. When a method returns, its result is stored: the runs, which the sweep finds by their due
 * time after any crash, and the reason if a listening flow was not started.
 */
public final class FlowStarter {
    private final RunLedger ledger;
    private final ReEntryStore reEntries;
    private final EventLog events;
    private final ExecutionStarter executions;
    private final RunObserver observer;
    private final InstantSource clock;

    public FlowStarter(
            RunLedger ledger,
            ReEntryStore reEntries,
            EventLog events,
            ExecutionStarter executions,
            RunObserver observer,
            InstantSource clock) {
        this.ledger = ledger;
        this.reEntries = reEntries;
        this.events = events;
        this.executions = executions;
        this.observer = observer;
        this.clock = clock;
    }

    /** As {@link #take(EventFan, FanEvent, ListeningFlows)}, without flows in test mode. */
    public IntakeResult take(EventFan fan, FanEvent event, List<TriggerClaim> claims) {
        return take(fan, event, ListeningFlows.of(claims));
    }

    /**
     * Starts the runs of this event, once for all calls.
     *
     * @param listeners the flows that listen to it; may be empty
     */
    public IntakeResult take(EventFan fan, FanEvent event, ListeningFlows listeners) {
        if (listeners.claims().isEmpty()) {
            return ignored(fan.project(), Optional.of(fan.fan()), event, NotStartedReason.NO_FLOW);
        }
        List<IntakeResult.FlowResult> entries = new ArrayList<>();
        for (TriggerClaim claim : listeners.claims()) {
            entries.add(enter(fan, event, claim));
        }
        IntakeResult entered = IntakeResult.of(entries);
        listeners.displaced().stream()
                .map(
                        it ->
                                new IntakeResult.EntryRefused(
                                        it.flow(),
                                        NotStartedReason.TAKEN_BY_TEST,
                                        entered.runOf(it.by())))
                .forEach(entries::add);
        for (IntakeResult.FlowResult entry : entries) {
            if (entry instanceof IntakeResult.EntryRefused refused) {
                record(fan, event, refused);
            }
        }
        return IntakeResult.of(entries);
    }

    private void record(EventFan fan, FanEvent event, IntakeResult.EntryRefused refused) {
        events.record(
                new EventRecord(
                        fan.project(),
                        event,
                        Optional.of(fan.fan()),
                        Optional.of(refused.flow()),
                        refused.why(),
                        refused.run()));
    }

    /**
     * Records that an event started nothing.
     *
     * @param fan empty if the fan is unknown
     */
    public IntakeResult ignored(
            ProjectId project, Optional<FanId> fan, FanEvent event, NotStartedReason why) {
        events.record(
                new EventRecord(project, event, fan, Optional.empty(), why, Optional.empty()));
        return IntakeResult.ignored(why);
    }

    private IntakeResult.FlowResult enter(EventFan fan, FanEvent event, TriggerClaim claim) {
        Optional<NotStartedReason> refusal =
                event.cause().flatMap(cause -> refusal(cause, claim.flow()));
        if (refusal.isPresent()) {
            return new IntakeResult.EntryRefused(claim.flow(), refusal.get(), Optional.empty());
        }
        if (claim.threshold().isPresent() && !reached(claim.threshold().get(), fan, event, claim)) {
            return new IntakeResult.EntryRefused(
                    claim.flow(), NotStartedReason.THRESHOLD_NOT_REACHED, Optional.empty());
        }
        String key = claim.reEntry().keyFor(event.id().value(), event.scope());
        RunId id = RunId.of(fan.project(), claim.flow(), fan.fan(), key);
        return repetitionUnderFormerId(key, fan, event, claim)
                .orElseGet(
                        () ->
                                switch (claim.reEntry().policy()) {
                                    case EVERY_EVENT, ONCE, ONCE_PER_OBJECT ->
                                            start(id, fan, event, claim);
                                    case COOLDOWN ->
                                            afterCooldown(
                                                    claim.reEntry()
                                                            .cooldown()
                                                            .orElseThrow()
                                                            .length(),
                                                    key,
                                                    id,
                                                    fan,
                                                    event,
                                                    claim);
                                });
    }

    /** Why a chain of runs ends before this flow. */
    private static Optional<NotStartedReason> refusal(Cause cause, FlowId flow) {
        if (cause.includes(flow)) {
            return Optional.of(NotStartedReason.CHAIN_LOOP);
        }
        return cause.isTooLong() ? Optional.of(NotStartedReason.CHAIN_TOO_LONG) : Optional.empty();
    }

    private IntakeResult.FlowResult start(
            RunId id, EventFan fan, FanEvent event, TriggerClaim claim) {
        Run run =
                Run.begin(new RunKey(fan.project(), id), fan.fan(), event, claim, clock.instant());
        Optional<Run> before = ledger.putIfAbsent(run);
        // equal: this write, whose response was lost and which was sent again
        if (before.isPresent() && !before.get().equals(run)) {
            return met(before.get(), event, claim);
        }
        observer.runStarted(run);
        // a run that begins with a wait has no step to do: it is due, and a sweep judges the wait
        if (run.answer() instanceof StepAnswer.Next) {
            executions.start(run, false);
        }
        return new IntakeResult.RunStarted(claim.flow(), id);
    }

    private static IntakeResult.FlowResult met(Run before, FanEvent event, TriggerClaim claim) {
        RunId run = before.key().run();
        return before.event().id().equals(event.id())
                ? new IntakeResult.RunRepeated(claim.flow(), run)
                : new IntakeResult.EntryRefused(
                        claim.flow(),
                        claim.reEntry().policy() == ReEntry.Policy.ONCE_PER_OBJECT
                                ? NotStartedReason.ENTERED_FOR_THIS_BEFORE
                                : NotStartedReason.ENTERED_BEFORE,
                        Optional.of(run));
    }

    /** The run that this event started under a former id of the fan, before a merge. */
    private Optional<IntakeResult.FlowResult> repetitionUnderFormerId(
            String key, EventFan fan, FanEvent event, TriggerClaim claim) {
        return fan.former().stream()
                .map(id -> RunId.of(fan.project(), claim.flow(), id, key))
                .flatMap(id -> ledger.find(new RunKey(fan.project(), id)).stream())
                .findFirst()
                .map(run -> met(run, event, claim));
    }

    private IntakeResult.FlowResult afterCooldown(
            Duration period,
            String key,
            RunId id,
            EventFan fan,
            FanEvent event,
            TriggerClaim claim) {
        Optional<Run> before = ledger.find(new RunKey(fan.project(), id));
        if (before.isPresent()) {
            // an old event, delivered again: it must not begin another cooldown
            return new IntakeResult.RunRepeated(claim.flow(), id);
        }
        Instant now = clock.instant();
        Optional<RunId> holder =
                cooldownUnderFormerId(key, fan, claim, now)
                        .or(() -> reEntries.enter(fan.entry(claim), id, now, now.plus(period)));
        return holder.isEmpty()
                ? start(id, fan, event, claim)
                : new IntakeResult.EntryRefused(
                        claim.flow(), NotStartedReason.COOLING_DOWN, holder);
    }

    /**
     * The run that began the fan's cooldown under a former id, unless it belongs to this event,
     * whose earlier delivery died.
     */
    private Optional<RunId> cooldownUnderFormerId(
            String key, EventFan fan, TriggerClaim claim, Instant now) {
        return fan.formerEntries(claim).stream()
                .flatMap(
                        entry ->
                                reEntries.coolingDown(entry, now).stream()
                                        .filter(
                                                it ->
                                                        !it.equals(
                                                                RunId.of(
                                                                        entry.project(),
                                                                        entry.flow(),
                                                                        entry.fan(),
                                                                        key))))
                .findFirst();
    }

    private boolean reached(Threshold threshold, EventFan fan, FanEvent event, TriggerClaim claim) {
        while (true) {
            ThresholdCounter own =
                    reEntries.counter(fan.entry(claim)).orElseGet(ThresholdCounter::none);
            ThresholdCounter all =
                    own.including(
                            fan.formerEntries(claim).stream()
                                    .flatMap(entry -> reEntries.counter(entry).stream())
                                    .toList());
            // counts from an earlier test of the flow do not apply to this one
            ThresholdCounter counter = claim.testedSince().map(all::since).orElse(all);
            ThresholdCounter after =
                    counter.with(event, threshold, claim.countsSubjects(), clock.instant());
            if (after.equals(counter)
                    || reEntries.replace(
                            fan.entry(claim),
                            own,
                            after,
                            after.endsAt(threshold.within().length()))) {
                return after.isReachedBy(event.id());
            }
        }
    }
}
