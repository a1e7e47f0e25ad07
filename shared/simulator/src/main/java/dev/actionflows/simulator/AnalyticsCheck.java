package dev.actionflows.simulator;

import dev.actionflows.domain.analytics.FunnelScope;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.link.MessageLink;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Compares the figures of flows and the funnels of fans with a count over everything that is
 * stored. It does not use what it checks.
 */
final class AnalyticsCheck {
    /** What a fan does, wherever it is recorded. */
    private static final Set<String> ACTIONS =
            Set.of(
                    "release.presaved",
                    "artist.followed",
                    "release.added_to_library",
                    "track.listened",
                    "nextsave.opted_in",
                    "sms.opted_in",
                    "email.opted_in",
                    "sms.keyword",
                    "instagram.dm",
                    "instagram.comment");

    private static final Set<String> WORDS =
            Set.of("stopped", "restarted", "confirmed", "help", "taken_by_test");

    private final Deployment deployment;

    AnalyticsCheck(Deployment deployment) {
        this.deployment = deployment;
    }

    void check() {
        compare("figures", countedFigures(), expectedFigures());
        compare("funnels", countedFunnels(), expectedFunnels());
    }

    private void compare(String what, Map<String, Long> counted, Map<String, Long> expected) {
        if (!counted.equals(expected)) {
            Map<String, String> differences = new TreeMap<>();
            Set<String> names = new TreeSet<>(counted.keySet());
            names.addAll(expected.keySet());
            for (String name : names) {
                long is = counted.getOrDefault(name, 0L);
                long should = expected.getOrDefault(name, 0L);
                if (is != should) {
                    differences.put(name, is + " instead of " + should);
                }
            }
            deployment.violations.add(
                    Guarantee.FIGURES_EXACT, "%s: %s".formatted(what, differences));
        }
    }

    private Map<String, Long> countedFigures() {
        Map<String, Long> counted = new TreeMap<>();
        deployment
                .memory
                .usage
                .figures()
                .counts()
                .forEach(
                        (key, numbers) ->
                                numbers.forEach(
                                        (figure, count) ->
                                                counted.put(
                                                        name(
                                                                        key.of().flow().value(),
                                                                        key.of().version(),
                                                                        key.day())
                                                                + figure.text(),
                                                        count)));
        return counted;
    }

    private Map<String, Long> expectedFigures() {
        Map<String, Long> expected = new TreeMap<>();
        for (Run run : deployment.runs.all()) {
            if (!run.test()) {
                add(expected, run);
            }
        }
        deployment.experiments.trials.addTo(expected);
        return expected;
    }

    private void add(Map<String, Long> expected, Run run) {
        String flow = run.flow().value();
        LocalDate start = day(run.startedAt());
        String started = name(flow, run.flowVersion(), start);
        expected.merge(started + "runs STARTED", 1L, Long::sum);
        expected.merge(
                name(flow, run.flowVersion(), run.endedAt().map(AnalyticsCheck::day).orElse(start))
                        + "runs "
                        + run.status(),
                1L,
                Long::sum);
        for (int index = 0; index < run.steps().size(); index++) {
            add(expected, run, index);
        }
    }

    private void add(Map<String, Long> expected, Run run, int index) {
        RunStep step = run.step(index);
        String at =
                name(
                                run.flow().value(),
                                run.flowVersion(),
                                day(step.endedAt().orElse(run.startedAt())))
                        + index
                        + " ";
        step.outcome()
                .ifPresent(
                        it ->
                                expected.merge(
                                        at + it.wireName() + " " + it.reason().wireName(),
                                        1L,
                                        Long::sum));
        if (step.endedAt().isPresent()) {
            step.permit()
                    .flatMap(it -> it.use())
                    .ifPresent(
                            use -> {
                                expected.merge(at + "sent", 1L, Long::sum);
                                use.credits()
                                        .ifPresent(
                                                it ->
                                                        expected.merge(
                                                                at + "credits",
                                                                (long) it.credits(),
                                                                Long::sum));
                            });
        }
        deployment
                .memory
                .links
                .ofMessage(new StepKey(run.key(), index).messageKey())
                .ifPresent(link -> add(expected, run, index, link));
    }

    private static void add(Map<String, Long> expected, Run run, int index, MessageLink link) {
        Optional<Instant> clicked = link.visits().firstClickedAt();
        clicked.or(link.visits()::firstOpenedAt)
                .ifPresent(
                        at ->
                                expected.merge(
                                        name(run.flow().value(), run.flowVersion(), day(at))
                                                + index
                                                + (clicked.isPresent() ? " clicked" : " opened"),
                                        1L,
                                        Long::sum));
    }

    static String name(String flow, int version, LocalDate day) {
        return "%s v%d on %s: ".formatted(flow, version, day);
    }

    static LocalDate day(Instant time) {
        return time.atZone(ZoneOffset.UTC).toLocalDate();
    }

    private Map<String, Long> countedFunnels() {
        Map<String, Long> counted = new TreeMap<>();
        for (FunnelScope scope : deployment.memory.funnels.scopes()) {
            String of = scope.release().map(ReleaseId::value).orElse("project");
            deployment
                    .memory
                    .funnels
                    .stages(scope)
                    .forEach((stage, fans) -> counted.put(of + ": " + stage.text(), fans));
        }
        return counted;
    }

    /** What one fan did. */
    private static final class Deeds {
        private final Set<String> events = new HashSet<>();
        private final Set<LocalDate> days = new HashSet<>();
        private final Set<String> types = new HashSet<>();
    }

    private Map<String, Long> expectedFunnels() {
        Map<String, Map<FanId, Deeds>> deeds = new HashMap<>();
        deployment.runs.all().stream()
                .filter(run -> !run.test())
                .forEach(run -> add(deeds, run.fan(), run.event()));
        for (EventRecord entry : deployment.memory.events.records()) {
            if (!isWord(entry)) {
                entry.fan().ifPresent(fan -> add(deeds, fan, entry.event()));
            }
        }
        Map<String, Long> expected = new TreeMap<>();
        deeds.forEach(
                (scope, fans) -> fans.values().forEach(it -> add(expected, scope + ": ", it)));
        return expected;
    }

    /** Whether an event is what a fan did. */
    static boolean isAction(FanEvent event) {
        return ACTIONS.contains(event.type().wireName()) && event.cause().isEmpty();
    }

    /** Whether an event that started nothing was a word about messages, such as STOP. */
    static boolean isWord(EventRecord entry) {
        return WORDS.contains(entry.why().wireName());
    }

    private void add(Map<String, Map<FanId, Deeds>> deeds, FanId id, FanEvent event) {
        String type = event.type().wireName();
        Optional<Fan> fan = deployment.memory.fans.find(SampleProject.ID, id);
        if (fan.isEmpty() || !isAction(event)) {
            return;
        }
        // the store follows merges
        FanId person = fan.get().id();
        for (String scope :
                event.scope().startsWith("rel_")
                        ? List.of("project", event.scope())
                        : List.of("project")) {
            Deeds done =
                    deeds.computeIfAbsent(scope, _ -> new HashMap<>())
                            .computeIfAbsent(person, _ -> new Deeds());
            done.events.add(event.id().value());
            done.days.add(day(event.receivedAt()));
            done.types.add(type);
        }
    }

    private static void add(Map<String, Long> expected, String scope, Deeds done) {
        for (int actions = 1; actions <= Math.min(5, done.events.size()); actions++) {
            expected.merge(scope + "actions " + actions, 1L, Long::sum);
        }
        if (done.days.size() > 1) {
            expected.merge(scope + "returned", 1L, Long::sum);
        }
        done.types.forEach(it -> expected.merge(scope + "did " + it, 1L, Long::sum));
    }
}
