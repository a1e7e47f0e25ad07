package dev.actionflows.domain.analytics;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.Sha256;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * As much of what a fan did as the funnel depends on. Adding an action that it holds, or a history
 * that it includes, changes nothing, and the stages do not depend on the order, so a change that is
 * delivered again or late counts once.
 *
 * @param events short hashes of the ids of up to {@link #MAX_ACTIONS} events
 * @param span empty as long as the fan has done nothing
 * @param types what the fan has done at least once: stored names, also those that this version of
 *     the code does not know
 * @param latest the times of the fan's latest actions, up to {@link #MAX_LATEST}; only in the scope
 *     of a project
 * @param trials the versions of flows with an experiment that the fan is part of: their numbers by
 *     flow; only in the scope of a project
 */
public record ActionHistory(
        Set<String> events,
        Optional<Span> span,
        Set<String> types,
        Set<Instant> latest,
        Set<TriedVersion> trials) {
    /** The funnel has this many stages of actions; more actions of a fan are not told apart. */
    public static final int MAX_ACTIONS = 5;

    public static final ActionHistory NONE =
            new ActionHistory(Set.of(), Optional.empty(), Set.of());

    /** A trial that learns of more actions than that after the fact may miss the first of them. */
    public static final int MAX_LATEST = 8;

    /** Of 9 bytes, 12 characters: the events of one fan do not collide. */
    private static final int HASH_BYTES = 9;

    public ActionHistory {
        events = Set.copyOf(events);
        types = Set.copyOf(types);
        latest = Set.copyOf(latest);
        trials = Set.copyOf(trials);
    }

    /** In the scope of a release. */
    public ActionHistory(Set<String> events, Optional<Span> span, Set<String> types) {
        this(events, span, types, Set.of(), Set.of());
    }

    /** A version of a flow of the project. */
    public record TriedVersion(FlowId flow, int version) {}

    /**
     * Days of the first and of a later action, in UTC.
     *
     * @param last the last day as long as it is the first one, then any later day: that the fan has
     *     returned does not change any more, and needs no further writes
     */
    public record Span(LocalDate first, LocalDate last) {
        Span and(Span other) {
            LocalDate latest = hasReturned() || last.isAfter(other.last) ? last : other.last;
            return new Span(first.isBefore(other.first) ? first : other.first, latest);
        }

        boolean hasReturned() {
            return last.isAfter(first);
        }
    }

    /** With one more action. */
    public ActionHistory with(FanChange.Acted action) {
        return and(
                new ActionHistory(
                        Set.of(hash(action.event())),
                        Optional.of(
                                new Span(FigureKey.day(action.at()), FigureKey.day(action.at()))),
                        Set.of(action.type().wireName())));
    }

    /** With the time of an action. */
    ActionHistory withTime(Instant at) {
        return and(
                new ActionHistory(
                        Set.of(),
                        Optional.empty(),
                        Set.of(),
                        Set.of(at.truncatedTo(ChronoUnit.MILLIS)),
                        Set.of()));
    }

    /** With a version of a flow that the fan is part of. */
    ActionHistory withTrial(TriedVersion of) {
        return and(new ActionHistory(Set.of(), Optional.empty(), Set.of(), Set.of(), Set.of(of)));
    }

    /** With everything that another record of the same fan has done. */
    public ActionHistory and(ActionHistory other) {
        // sorted, so that the same histories have the same union
        Set<String> all = new TreeSet<>(events);
        for (String event : new TreeSet<>(other.events)) {
            if (all.size() < MAX_ACTIONS) {
                all.add(event);
            }
        }
        Set<String> did = new LinkedHashSet<>(types);
        did.addAll(other.types);
        Optional<Span> both =
                span.flatMap(own -> other.span.map(own::and)).or(() -> span).or(() -> other.span);
        Set<TriedVersion> tried = new LinkedHashSet<>(trials);
        tried.addAll(other.trials);
        return new ActionHistory(all, both, did, latest(other), tried);
    }

    private Set<Instant> latest(ActionHistory other) {
        return Stream.concat(latest.stream(), other.latest.stream())
                .distinct()
                .sorted(Comparator.reverseOrder())
                .limit(MAX_LATEST)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Adds the stages that the fan has reached, this many times. */
    public void addTo(Map<FunnelStage, Long> stages, int times) {
        for (int actions = 1; actions <= events.size(); actions++) {
            stages.merge(new FunnelStage.Actions(actions), (long) times, Long::sum);
        }
        if (span.filter(Span::hasReturned).isPresent()) {
            stages.merge(new FunnelStage.Returned(), (long) times, Long::sum);
        }
        types.forEach(type -> stages.merge(new FunnelStage.Did(type), (long) times, Long::sum));
    }

    /** The stages that the fan has reached, each once. */
    public Map<FunnelStage, Long> stages() {
        Map<FunnelStage, Long> stages = new HashMap<>();
        addTo(stages, 1);
        return stages;
    }

    private static String hash(EventId event) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Arrays.copyOf(Sha256.of(event.value()), HASH_BYTES));
    }
}
