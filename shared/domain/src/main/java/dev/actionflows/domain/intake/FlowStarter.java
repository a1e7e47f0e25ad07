package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunObserver;
import dev.actionflows.domain.trigger.Threshold;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Starts the runs of the flows that listen to an event, as their thresholds and re-entry policies
 * allow. When a method returns, its result is stored: the runs, which are found by their due time
 * whatever dies afterwards, and why a flow that listens was not started.
 */
public final class FlowStarter {
    private final RunLedger ledger;
    private final ReEntryStore guards;
    private final EventLog events;
    private final ExecutionStarter executions;
    private final RunObserver observer;
    private final InstantSource clock;

    public FlowStarter(
            RunLedger ledger,
            ReEntryStore guards,
            EventLog events,
            ExecutionStarter executions,
            RunObserver observer,
            InstantSource clock) {
        this.ledger = ledger;
        this.guards = guards;
        this.events = events;
        this.executions = executions;
        this.observer = observer;
        this.clock = clock;
    }

    /** As the other, where no flow is in test mode. */
    public IntakeResult take(EventFan person, FanEvent event, List<TriggerClaim> claims) {
        return take(person, event, ListeningFlows.of(claims));
    }

    /**
     * Starts the runs of this event, once however often it is called.
     *
     * @param listeners the flows that listen to it; none is an answer too
     */
    public IntakeResult take(EventFan person, FanEvent event, ListeningFlows listeners) {
        if (listeners.claims().isEmpty()) {
            return ignored(
                    person.project(), Optional.of(person.fan()), event, NotStartedReason.NO_FLOW);
        }
        List<IntakeResult.FlowResult> entries = new ArrayList<>();
        for (TriggerClaim claim : listeners.claims()) {
            entries.add(enter(person, event, claim));
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
                record(person, event, refused);
            }
        }
        return IntakeResult.of(entries);
    }

    private void record(EventFan person, FanEvent event, IntakeResult.EntryRefused refused) {
        events.record(
                new EventRecord(
                        person.project(),
                        event,
                        Optional.of(person.fan()),
                        Optional.of(refused.flow()),
                        refused.why(),
                        refused.run()));
    }

    /**
     * Stores that nothing came of an event.
     *
     * @param fan empty when whoever acted is not known
     */
    public IntakeResult ignored(
            ProjectId project, Optional<FanId> fan, FanEvent event, NotStartedReason why) {
        events.record(
                new EventRecord(project, event, fan, Optional.empty(), why, Optional.empty()));
        return IntakeResult.ignored(why);
    }

    private IntakeResult.FlowResult enter(EventFan person, FanEvent event, TriggerClaim claim) {
        if (claim.threshold().isPresent()
                && !reached(claim.threshold().get(), person, event, claim)) {
            return new IntakeResult.EntryRefused(
                    claim.flow(), NotStartedReason.THRESHOLD_NOT_REACHED, Optional.empty());
        }
        String key = claim.reEntry().keyFor(event.id().value(), event.scope());
        RunId id = RunId.of(person.project(), claim.flow(), person.fan(), key);
        return underFormerId(key, person, event, claim)
                .orElseGet(
                        () ->
                                switch (claim.reEntry().policy()) {
                                    case EVERY_EVENT, ONCE, ONCE_PER_OBJECT ->
                                            start(id, person, event, claim);
                                    case COOLDOWN ->
                                            afterCooldown(
                                                    claim.reEntry()
                                                            .cooldown()
                                                            .orElseThrow()
                                                            .length(),
                                                    key,
                                                    id,
                                                    person,
                                                    event,
                                                    claim);
                                });
    }

    private IntakeResult.FlowResult start(
            RunId id, EventFan person, FanEvent event, TriggerClaim claim) {
        Run run =
                Run.begin(
                        new RunKey(person.project(), id),
                        person.fan(),
                        event,
                        claim,
                        clock.instant());
        Optional<Run> before = ledger.putIfAbsent(run);
        // equal: this very write, whose answer was lost and which was sent again
        if (before.isPresent() && !before.get().equals(run)) {
            return met(before.get(), event, claim);
        }
        observer.runStarted(run);
        executions.start(run);
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

    /** The run that the person began as somebody who is known to be the same only since then. */
    private Optional<IntakeResult.FlowResult> underFormerId(
            String key, EventFan person, FanEvent event, TriggerClaim claim) {
        return person.former().stream()
                .map(id -> RunId.of(person.project(), claim.flow(), id, key))
                .flatMap(id -> ledger.find(new RunKey(person.project(), id)).stream())
                .findFirst()
                .map(run -> met(run, event, claim));
    }

    private IntakeResult.FlowResult afterCooldown(
            Duration period,
            String key,
            RunId id,
            EventFan person,
            FanEvent event,
            TriggerClaim claim) {
        Optional<Run> before = ledger.find(new RunKey(person.project(), id));
        if (before.isPresent()) {
            // an old event once more: it must not begin another cooldown
            return new IntakeResult.RunRepeated(claim.flow(), id);
        }
        Instant now = clock.instant();
        Optional<RunId> holder =
                underFormerId(key, person, claim, now)
                        .or(() -> guards.enter(person.entry(claim), id, now, now.plus(period)));
        return holder.isEmpty()
                ? start(id, person, event, claim)
                : new IntakeResult.EntryRefused(
                        claim.flow(), NotStartedReason.COOLING_DOWN, holder);
    }

    /**
     * The run because of which the person cools down under an id of before; not one of this very
     * event, which has died on its way in.
     */
    private Optional<RunId> underFormerId(
            String key, EventFan person, TriggerClaim claim, Instant now) {
        return person.formerEntries(claim).stream()
                .flatMap(
                        entry ->
                                guards.coolingDown(entry, now).stream()
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

    private boolean reached(
            Threshold threshold, EventFan person, FanEvent event, TriggerClaim claim) {
        while (true) {
            ThresholdCounter own =
                    guards.counter(person.entry(claim)).orElseGet(ThresholdCounter::none);
            ThresholdCounter all =
                    own.including(
                            person.formerEntries(claim).stream()
                                    .flatMap(entry -> guards.counter(entry).stream())
                                    .toList());
            // what an earlier test of the flow has counted is of no meaning to this one
            ThresholdCounter counter = claim.testedSince().map(all::since).orElse(all);
            ThresholdCounter after =
                    counter.with(event, threshold, claim.countsThings(), clock.instant());
            if (after.equals(counter)
                    || guards.replace(
                            person.entry(claim),
                            own,
                            after,
                            after.endsAt(threshold.within().length()))) {
                return after.isReachedBy(event.id());
            }
        }
    }
}
