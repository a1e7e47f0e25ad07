package dev.actionflows.domain.backtest;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.ProjectEvents;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Reads what is stored about a fan: a bounded number of reads. */
final class FanPastReader {
    /** The most results of events that are read of a fan. */
    static final int MAX_RESULTS = 300;

    /** The most lists that are read to find out whether a fan was played in an earlier part. */
    static final int MAX_LISTS = 30;

    static final int PAGE = 100;

    private final Ports ports;

    FanPastReader(Ports ports) {
        this.ports = ports;
    }

    FanPast read(BacktestPlan plan, Fan fan) {
        List<EventResult> results = new ArrayList<>();
        boolean complete = true;
        for (FanId id : fan.ids()) {
            complete &= addResults(plan, id, results);
        }
        Map<Identity, List<ConsentChange>> consents = new HashMap<>();
        for (FanIdentity address : fan.channels()) {
            consents.put(
                    address.identity(),
                    ports.consents().consents(plan.project().id(), address.identity()));
        }
        return new FanPast(
                fan,
                events(plan, results),
                ports.fans().findIdentities(plan.project().id(), List.copyOf(consents.keySet())),
                consents,
                ports.connections().connections(plan.project().id(), fan).stream()
                        .map(Connection::notRefreshed)
                        .toList(),
                complete);
    }

    /**
     * A list may have less than was asked for and not be the last: an index can still list what has
     * just been deleted.
     *
     * @return whether all are there that must be
     */
    private boolean addResults(BacktestPlan plan, FanId id, List<EventResult> results) {
        Optional<EventResult> last = Optional.empty();
        for (int read = 0; read < MAX_RESULTS; ) {
            List<EventResult> page =
                    ports.events()
                            .latest(plan.project().id(), id, last.map(EventResult::place), PAGE);
            results.addAll(page);
            if (page.isEmpty() || page.getLast().at().isBefore(plan.lookForMessagesTo())) {
                return true;
            }
            read += page.size();
            last = Optional.of(page.getLast());
        }
        return last.filter(it -> it.at().isBefore(plan.lookBackTo())).isPresent();
    }

    /**
     * Whether a result of the fan in the period fits, from this place on. It takes one list of a
     * fan with few results since then, so that it is asked before the fan's past is read.
     *
     * @return empty if it is not known, because there are too many, or because the time is over
     */
    Optional<Boolean> anyFrom(
            String first,
            BacktestPlan plan,
            Fan fan,
            Predicate<EventResult> fits,
            Deadline deadline) {
        boolean allRead = true;
        for (FanId id : fan.ids()) {
            Optional<Boolean> any = anyFrom(first, plan, id, fits, deadline);
            if (any.filter(it -> it).isPresent()) {
                return any;
            }
            allRead &= any.isPresent();
        }
        return allRead ? Optional.of(false) : Optional.empty();
    }

    private Optional<Boolean> anyFrom(
            String first,
            BacktestPlan plan,
            FanId id,
            Predicate<EventResult> fits,
            Deadline deadline) {
        String before = ProjectEvents.Range.at(plan.to());
        for (int lists = 0; before.compareTo(first) > 0; lists++) {
            if (lists == MAX_LISTS || !deadline.left().isPositive()) {
                return Optional.empty();
            }
            List<EventResult> page =
                    ports.events().latest(plan.project().id(), id, Optional.of(before), PAGE);
            if (page.isEmpty() || page.stream().anyMatch(fits)) {
                return Optional.of(!page.isEmpty());
            }
            before = page.getLast().place();
        }
        return Optional.of(false);
    }

    private static List<PastEvent> events(BacktestPlan plan, List<EventResult> results) {
        Map<EventId, List<EventResult>> byEvent = new LinkedHashMap<>();
        results.stream()
                .sorted(Comparator.comparing(EventResult::place))
                .forEach(
                        it ->
                                byEvent.computeIfAbsent(it.event().id(), _ -> new ArrayList<>())
                                        .add(it));
        Map<RunId, Instant> starts = new HashMap<>();
        for (EventResult result : results) {
            if (result instanceof EventResult.RunStarted(Run run)) {
                starts.put(run.key().run(), run.startedAt());
            }
        }
        return byEvent.values().stream()
                .map(it -> PastEvent.of(plan.flow().id(), it, starts))
                .sorted(
                        Comparator.comparing(PastEvent::at)
                                // before those that its run kept from entering
                                .thenComparing(it -> it.runOf(plan.flow().id()).isEmpty())
                                .thenComparing(PastEvent::place))
                .toList();
    }
}
