package dev.actionflows.domain.backtest;

import dev.actionflows.domain.Cursor;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnReply;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.ProjectEvents;
import dev.actionflows.domain.management.EventSearch;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.MessageLimits;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Plays a flow over a project's stored events of a period, newest first by fan: each fan is played
 * as a whole when the fan's last event of the period comes up. Nothing is written and nothing is
 * sent.
 */
public final class BacktestService {
    /** The events that are listed at once. */
    static final int LISTED = 100;

    /** The most lists of events that one call reads. */
    private static final int MAX_LISTS = 5;

    /** After so many runs, a page ends with the fan: the answer must not be too large. */
    private static final int MAX_RUNS = 50;

    /** What a fan may take, with many events; the next one begins only if so much time is left. */
    private static final Duration PER_FAN = Duration.ofSeconds(5);

    /** That of a result; or a time alone, if a page ended before it began. */
    private static final Pattern PLACE = Pattern.compile("[0-9]{13}(#.{1,300})?");

    private final Ports ports;
    private final ProjectEvents events;

    /**
     * @param ports what is read; of its writing operations none is called
     */
    public BacktestService(Ports ports, ProjectEvents events) {
        this.ports = ports;
        this.events = events;
    }

    /**
     * Plays the next fans.
     *
     * @param cursor the end of the previous page
     * @param limit the most fans
     * @param deadline by when it is to answer
     * @throws ProblemException INVALID_REQUEST if the cursor is not one of a backtest of this
     *     period
     */
    public BacktestPage play(
            BacktestPlan asked, Optional<String> cursor, int limit, Deadline deadline) {
        BacktestPlan plan = withReplies(withoutCredits(asked));
        String before =
                Cursor.decode(cursor, text -> place(text, plan))
                        .orElse(ProjectEvents.Range.at(plan.to()));
        return new PageOfFans(plan, flows(plan), limit, deadline).from(before);
    }

    private static Optional<String> place(String text, BacktestPlan plan) {
        return Optional.of(text)
                .filter(it -> PLACE.matcher(it).matches())
                .filter(it -> it.compareTo(ProjectEvents.Range.at(plan.from())) >= 0)
                .filter(it -> it.compareTo(ProjectEvents.Range.at(plan.to())) <= 0);
    }

    /** See {@link Assumption#CREDITS_SUFFICE}. */
    private static BacktestPlan withoutCredits(BacktestPlan asked) {
        MessageLimits limits = asked.project().limits();
        return asked.in(
                asked.project()
                        .withLimits(limits.withCredits(CreditLimits.none()).withStopped(false)));
    }

    /** As soon as a flow is stored that replies stop, they are recorded. */
    private static BacktestPlan withReplies(BacktestPlan asked) {
        boolean isChange = !asked.flow().equals(asked.live());
        return isChange && asked.flow().definition().onReply() == OnReply.STOP
                ? asked.in(asked.project().recordingReplies())
                : asked;
    }

    /** The flow itself, then the active ones, then the oldest others. */
    private Set<FlowId> flows(BacktestPlan plan) {
        ProjectId project = plan.project().id();
        Set<FlowId> chosen = new LinkedHashSet<>(Set.of(plan.flow().id()));
        Stream.concat(
                        ports.flows().activeFlows(project).flows().stream()
                                .sorted(Comparator.comparing(FlowId::value)),
                        ports
                                .flows()
                                .list(project, Optional.empty(), EventSearch.MAX_FLOWS)
                                .items()
                                .stream()
                                .map(Flow::id))
                .forEach(it -> addUpTo(EventSearch.MAX_FLOWS, it, chosen));
        return chosen;
    }

    private static void addUpTo(int most, FlowId flow, Set<FlowId> chosen) {
        if (chosen.size() < most) {
            chosen.add(flow);
        }
    }

    /** One page, while it is put together. */
    private final class PageOfFans {
        private final BacktestPlan plan;
        private final Collection<FlowId> flows;
        private final int limit;
        private final Deadline deadline;
        private final PageReads reads;
        private final FanSelection selection;
        private final FanPastReader reader = new FanPastReader(ports);
        private final Comparison comparison;
        private final List<FanBacktest> played = new ArrayList<>();
        private final Set<FanId> seen = new HashSet<>();
        private int ignored;
        private int strangers;
        private int runs;

        /** Whether a fan who began late gets the time of a page of its own. */
        private boolean postponed;

        PageOfFans(BacktestPlan plan, Collection<FlowId> flows, int limit, Deadline deadline) {
            this.plan = plan;
            this.flows = flows;
            this.limit = limit;
            this.deadline = deadline;
            this.reads = new PageReads(ports, plan);
            this.selection = new FanSelection(plan, reads);
            this.comparison = new Comparison(plan, reads, deadline);
        }

        BacktestPage from(String first) {
            Optional<String> next = Optional.of(first);
            for (int lists = 0; lists < MAX_LISTS && next.isPresent() && !isFull(); lists++) {
                next = listed(next.get(), first);
            }
            return new BacktestPage(
                    played,
                    BacktestTotals.of(played),
                    comparison.result(),
                    ignored,
                    strangers,
                    next.map(BacktestService::timeOf).orElse(plan.from()),
                    next.map(Cursor::encode));
        }

        private boolean isFull() {
            return played.size() >= limit
                    || runs >= MAX_RUNS
                    || deadline.left().compareTo(PER_FAN) < 0;
        }

        /**
         * @return the place before which the rest of the events are
         */
        private Optional<String> listed(String before, String first) {
            ProjectEvents.Latest list =
                    events.latest(
                            plan.project().id(),
                            flows,
                            new ProjectEvents.Range(plan.from(), before),
                            LISTED);
            String after = before;
            for (EventResult result : list.results()) {
                take(result, first, !after.equals(first));
                if (postponed) {
                    return Optional.of(after);
                }
                after = result.place();
                if (isFull()) {
                    return Optional.of(after);
                }
            }
            return list.next();
        }

        /**
         * @param movedOn whether the part has got past other events, so that the next one can begin
         *     with this one
         */
        private void take(EventResult result, String first, boolean movedOn) {
            Optional<FanId> named = fanOf(result);
            if (selection.includes(result) && named.isPresent() && seen.add(named.get())) {
                ports.fans()
                        .find(plan.project().id(), named.get())
                        .filter(fan -> fan.id().equals(named.get()) || seen.add(fan.id()))
                        .ifPresent(fan -> play(fan, first, movedOn));
            }
            if (!postponed) {
                count(result);
            }
        }

        private void count(EventResult result) {
            if (selection.isOfStranger(result)) {
                strangers++;
            } else if (!selection.fires(result) || fanOf(result).isEmpty()) {
                ignored++;
            }
        }

        /** Unless the fan's last event is on an earlier page, on which the fan was played. */
        private void play(Fan fan, String first, boolean movedOn) {
            Optional<Boolean> isPlayed =
                    reader.anyFrom(first, plan, fan, it -> isBefore(first, it), deadline);
            if (isPlayed.filter(it -> it).isEmpty()) {
                Comparison.Compared compared =
                        isPlayed.isPresent()
                                ? compared(reader.read(plan, fan))
                                : Comparison.unplayed(fan);
                postponed = movedOn && !deadline.left().isPositive();
                if (!postponed) {
                    add(compared);
                }
            }
        }

        private Comparison.Compared compared(FanPast past) {
            return comparison.compare(past, FanBacktest.of(plan, past, reads, deadline));
        }

        private void add(Comparison.Compared fan) {
            comparison.add(fan);
            played.add(fan.played());
            runs += fan.played().runs().size();
        }

        /** Whether the fan was played because of this result, on a page before this place. */
        private boolean isBefore(String first, EventResult result) {
            return result.place().compareTo(first) >= 0
                    && isInPeriod(result.place())
                    && isListed(result)
                    && selection.includes(result);
        }

        private boolean isInPeriod(String place) {
            return place.compareTo(ProjectEvents.Range.at(plan.to())) < 0;
        }

        private boolean isListed(EventResult result) {
            return switch (result) {
                case EventResult.RunStarted(Run run) -> flows.contains(run.flow());
                case EventResult.NotStarted _ -> true;
            };
        }
    }

    static Optional<FanId> fanOf(EventResult result) {
        return switch (result) {
            case EventResult.RunStarted(Run run) -> Optional.of(run.fan());
            case EventResult.NotStarted(EventRecord entry) -> entry.fan();
        };
    }

    private static Instant timeOf(String place) {
        return Instant.ofEpochMilli(Long.parseLong(place.substring(0, 13)));
    }
}
