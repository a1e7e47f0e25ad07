package dev.actionflows.simulator;

import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Counts how fans fared in the experiments of flows, by every change of a run, and in the end by
 * everything that is stored. It does not use what it checks.
 */
final class TrialCount {
    private static final Duration WINDOW = Duration.ofDays(7);
    private static final Duration TOO_SOON = Duration.ofMinutes(1);

    private final Deployment deployment;

    /** A fan in a trial of a version of a flow. */
    private record Part(FanId fan, String flow, int version, String trial) {}

    /** A message was sent, or held out. */
    private record Entry(Instant at, String arm) {}

    /** By the id of the fan at that time. A step that is tried again keeps its first one. */
    private final Map<Part, Set<Entry>> entries = new HashMap<>();

    /** A message, and when that was recorded. */
    private record Sent(StepKey step, Instant at) {}

    private final Map<Part, Set<Sent>> messages = new HashMap<>();

    TrialCount(Deployment deployment) {
        this.deployment = deployment;
    }

    /** Called when a run has changed. */
    void changed(Run run) {
        for (int index = 0; !run.test() && index < run.steps().size(); index++) {
            int number = index;
            RunStep step = run.step(index);
            step.endedAt().ifPresent(at -> enter(run, number, step, at));
        }
    }

    private void enter(Run run, int index, RunStep step, Instant at) {
        if (step.outcome().orElseThrow().wireName().equals("HELD_OUT")) {
            enter(part(run, "all"), new Entry(at, "HELD_OUT"));
        }
        step.permit()
                .filter(it -> it.assigned().besideHoldout())
                .ifPresent(_ -> enter(part(run, "all"), new Entry(at, "SENT")));
        step.permit()
                .flatMap(it -> it.assigned().variant())
                .ifPresent(
                        variant -> {
                            Part part = part(run, "" + index);
                            enter(part, new Entry(at, "ABCD".substring(variant, variant + 1)));
                            messages.computeIfAbsent(part, _ -> new HashSet<>())
                                    .add(new Sent(new StepKey(run.key(), index), at));
                        });
    }

    private static Part part(Run run, String trial) {
        return new Part(run.fan(), run.flow().value(), run.flowVersion(), trial);
    }

    private void enter(Part part, Entry entry) {
        entries.computeIfAbsent(part, _ -> new HashSet<>()).add(entry);
    }

    /** Adds the figures to those that are expected. */
    void addTo(Map<String, Long> expected) {
        Map<FanId, List<Instant>> actions = actions();
        Map<Part, Set<Entry>> ofPersons = new HashMap<>();
        Map<Part, Set<Sent>> sent = new HashMap<>();
        entries.forEach((part, all) -> unite(ofPersons, part, all));
        messages.forEach((part, all) -> unite(sent, part, all));
        ofPersons.forEach(
                (part, all) ->
                        count(
                                part,
                                all,
                                clicks(sent.getOrDefault(part, Set.of())),
                                actions.getOrDefault(part.fan(), List.of()),
                                expected));
    }

    private <T> void unite(Map<Part, Set<T>> united, Part part, Set<T> all) {
        person(part.fan())
                .ifPresent(
                        fan ->
                                united.computeIfAbsent(
                                                new Part(
                                                        fan,
                                                        part.flow(),
                                                        part.version(),
                                                        part.trial()),
                                                _ -> new HashSet<>())
                                        .addAll(all));
    }

    private Map<FanId, List<Instant>> actions() {
        Map<FanId, List<Instant>> actions = new HashMap<>();
        for (Run run : deployment.runs.all()) {
            if (!run.test()) {
                acted(actions, run.fan(), run.event());
            }
        }
        for (EventRecord entry : deployment.memory.events.records()) {
            if (!AnalyticsCheck.isWord(entry)) {
                entry.fan().ifPresent(fan -> acted(actions, fan, entry.event()));
            }
        }
        return actions;
    }

    private void acted(Map<FanId, List<Instant>> actions, FanId id, FanEvent event) {
        if (AnalyticsCheck.isAction(event)) {
            person(id)
                    .ifPresent(
                            fan ->
                                    actions.computeIfAbsent(fan, _ -> new ArrayList<>())
                                            .add(event.receivedAt()));
        }
    }

    /** The store follows merges. */
    private Optional<FanId> person(FanId id) {
        return deployment.memory.fans.find(SampleProject.ID, id).map(Fan::id);
    }

    /** A click is known to come after its message, whenever that was recorded. */
    private List<Instant> clicks(Set<Sent> messages) {
        return messages.stream().flatMap(it -> clickedAt(it).stream()).toList();
    }

    private Optional<Instant> clickedAt(Sent message) {
        return deployment
                .memory
                .links
                .ofMessage(message.step().messageKey())
                .flatMap(it -> it.visits().firstClickedAt())
                .map(click -> click.isBefore(message.at()) ? message.at() : click);
    }

    private static void count(
            Part part,
            Set<Entry> all,
            List<Instant> clicks,
            List<Instant> actions,
            Map<String, Long> expected) {
        Entry first =
                all.stream()
                        .min(Comparator.comparing(Entry::at).thenComparing(Entry::arm))
                        .orElseThrow();
        add(expected, part, first, "fans", first.at());
        // also at the time of the message: the clock that recorded the click may have been slow
        within(clicks.stream(), first.at())
                .ifPresent(at -> reached(expected, part, first, "clicked", at));
        Instant tooSoon = first.at().plus(TOO_SOON);
        within(actions.stream().filter(it -> it.isAfter(tooSoon)), first.at())
                .ifPresent(at -> reached(expected, part, first, "acted", at));
    }

    private static void reached(
            Map<String, Long> expected, Part part, Entry first, String goal, Instant at) {
        add(expected, part, first, goal, at);
        if (AnalyticsCheck.day(at).equals(AnalyticsCheck.day(first.at()))) {
            add(expected, part, first, goal + "_same_day", at);
        }
    }

    private static Optional<Instant> within(Stream<Instant> times, Instant since) {
        return times.filter(it -> !it.isAfter(since.plus(WINDOW))).min(Comparator.naturalOrder());
    }

    private static void add(
            Map<String, Long> expected, Part part, Entry entry, String what, Instant at) {
        expected.merge(
                "%strial %s %s %s"
                        .formatted(
                                AnalyticsCheck.name(
                                        part.flow(), part.version(), AnalyticsCheck.day(at)),
                                part.trial(),
                                entry.arm(),
                                what),
                1L,
                Long::sum);
    }
}
