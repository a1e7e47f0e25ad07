package dev.actionflows.domain.intake;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.Threshold;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.Executions;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunObserver;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * From a verified event of a known fan to runs. Every source of events ends here. When {@link
 * #take} returns, what came of the event is stored: its runs, which are found by their due time
 * whatever dies afterwards, and why a flow that listens was not started.
 */
public final class Intake {
    private final RunLedger ledger;
    private final EntryGuards guards;
    private final EventLog events;
    private final Executions executions;
    private final RunObserver observer;
    private final InstantSource clock;

    public Intake(
            RunLedger ledger,
            EntryGuards guards,
            EventLog events,
            Executions executions,
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
    public Receipt take(Person person, FanEvent event, List<TriggerClaim> claims) {
        return take(person, event, Listeners.of(claims));
    }

    /**
     * Starts the runs of this event, once however often it is called.
     *
     * @param listeners the flows that listen to it; none is an answer too
     */
    public Receipt take(Person person, FanEvent event, Listeners listeners) {
        if (listeners.claims().isEmpty()) {
            return ignored(person.project(), Optional.of(person.fan()), event, NoRun.NO_FLOW);
        }
        List<Receipt.Entry> entries = new ArrayList<>();
        for (TriggerClaim claim : listeners.claims()) {
            entries.add(enter(person, event, claim));
        }
        Receipt entered = new Receipt(entries, Optional.empty());
        listeners.displaced().stream()
                .map(
                        it ->
                                new Receipt.Refused(
                                        it.flow(), NoRun.TAKEN_BY_TEST, entered.runOf(it.by())))
                .forEach(entries::add);
        for (Receipt.Entry entry : entries) {
            if (entry instanceof Receipt.Refused refused) {
                record(person, event, refused);
            }
        }
        return new Receipt(entries, Optional.empty());
    }

    private void record(Person person, FanEvent event, Receipt.Refused refused) {
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
    public Receipt ignored(ProjectId project, Optional<FanId> fan, FanEvent event, NoRun why) {
        events.record(
                new EventRecord(project, event, fan, Optional.empty(), why, Optional.empty()));
        return new Receipt(List.of(), Optional.of(why));
    }

    private Receipt.Entry enter(Person person, FanEvent event, TriggerClaim claim) {
        if (claim.threshold().isPresent()
                && !reached(claim.threshold().get(), person, event, claim)) {
            return new Receipt.Refused(claim.flow(), NoRun.THRESHOLD_NOT_REACHED, Optional.empty());
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

    private Receipt.Entry start(RunId id, Person person, FanEvent event, TriggerClaim claim) {
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
        return new Receipt.Started(claim.flow(), id);
    }

    private static Receipt.Entry met(Run before, FanEvent event, TriggerClaim claim) {
        RunId run = before.key().run();
        return before.event().id().equals(event.id())
                ? new Receipt.Repeated(claim.flow(), run)
                : new Receipt.Refused(
                        claim.flow(),
                        claim.reEntry().policy() == ReEntry.Policy.ONCE_PER_OBJECT
                                ? NoRun.ENTERED_FOR_THIS_BEFORE
                                : NoRun.ENTERED_BEFORE,
                        Optional.of(run));
    }

    /** The run that the person began as somebody who is known to be the same only since then. */
    private Optional<Receipt.Entry> underFormerId(
            String key, Person person, FanEvent event, TriggerClaim claim) {
        return person.former().stream()
                .map(id -> RunId.of(person.project(), claim.flow(), id, key))
                .flatMap(id -> ledger.find(new RunKey(person.project(), id)).stream())
                .findFirst()
                .map(run -> met(run, event, claim));
    }

    private Receipt.Entry afterCooldown(
            Duration period,
            String key,
            RunId id,
            Person person,
            FanEvent event,
            TriggerClaim claim) {
        Optional<Run> before = ledger.find(new RunKey(person.project(), id));
        if (before.isPresent()) {
            // an old event once more: it must not begin another cooldown
            return new Receipt.Repeated(claim.flow(), id);
        }
        Instant now = clock.instant();
        Optional<RunId> holder =
                underFormerId(key, person, claim, now)
                        .or(() -> guards.enter(person.entry(claim), id, now, now.plus(period)));
        return holder.isEmpty()
                ? start(id, person, event, claim)
                : new Receipt.Refused(claim.flow(), NoRun.COOLING_DOWN, holder);
    }

    /**
     * The run because of which the person cools down under an id of before; not one of this very
     * event, which has died on its way in.
     */
    private Optional<RunId> underFormerId(
            String key, Person person, TriggerClaim claim, Instant now) {
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
            Threshold threshold, Person person, FanEvent event, TriggerClaim claim) {
        while (true) {
            Tally own = guards.tally(person.entry(claim)).orElseGet(Tally::none);
            Tally all =
                    own.including(
                            person.formerEntries(claim).stream()
                                    .flatMap(entry -> guards.tally(entry).stream())
                                    .toList());
            // what an earlier test of the flow has counted is of no meaning to this one
            Tally tally = claim.testedSince().map(all::since).orElse(all);
            Tally after = tally.with(event, threshold, claim.countsThings(), clock.instant());
            if (after.equals(tally)
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
