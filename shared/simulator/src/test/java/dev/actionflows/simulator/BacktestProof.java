package dev.actionflows.simulator;

import dev.actionflows.domain.backtest.BacktestPage;
import dev.actionflows.domain.backtest.BacktestPlan;
import dev.actionflows.domain.backtest.BacktestService;
import dev.actionflows.domain.backtest.FanBacktest;
import dev.actionflows.domain.dryrun.DryRun;
import dev.actionflows.domain.dryrun.PlannedEffect;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.InMemoryProjectEvents;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Lets production play a history, backtests each of its flows over a period of it, and compares
 * both: which runs began when, each step with its times, outcome, reason and permit, the texts with
 * their prices, and which events were refused and why.
 */
public final class BacktestProof {
    /** Links differ: those of a backtest open nothing. */
    private static final Pattern LINK = Pattern.compile("https?://\\S+");

    private final QuietHistory history;
    private final InMemoryPorts memory;
    private final Instant from;
    private final Instant to;
    private final Map<String, String> sent = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private final Set<String> reasons = new TreeSet<>();
    private int questions;
    private int runs;
    private int texts;

    private BacktestProof(long seed) {
        this.history = new QuietHistory(seed);
        this.memory = history.memory;
        Chance chance = history.chances.of("period");
        this.from =
                chance.of("begins late").hits(0.5)
                        ? history.soonAfterSomething(chance.of("from"))
                        : history.start;
        this.to =
                chance.of("ends early").hits(0.3)
                        ? from.plus(chance.of("to").between(1, 86_400_000))
                        : history.end.plusSeconds(1);
    }

    /**
     * What one history showed.
     *
     * @param differences one line for each; empty if the backtests equal what happened
     * @param reasons of the outcomes and refusals that were compared, waits included
     * @param runs how many runs were compared
     * @param texts how many texts and emails
     * @param ambiguous whether it was not compared, because what is stored does not tell in which
     *     order things happened
     */
    public record Result(
            List<String> differences, Set<String> reasons, int runs, int texts, boolean ambiguous) {
        public Result {
            differences = List.copyOf(differences);
            reasons = Set.copyOf(reasons);
        }
    }

    /** Plays and compares the history of this seed. */
    public static Result run(long seed) {
        BacktestProof proof = new BacktestProof(seed);
        proof.history.play();
        if (proof.history.isAmbiguous()) {
            return new Result(List.of(), Set.of(), 0, 0, true);
        }
        proof.noteSent();
        proof.history.flows.forEach(proof::compare);
        proof.compareQuestions();
        return new Result(proof.differences, proof.reasons, proof.runs, proof.texts, false);
    }

    /** What differed in the history of this seed. */
    public static List<String> differences(long seed) {
        return run(seed).differences();
    }

    private void noteSent() {
        for (TextMessage text : memory.texts.handedOver()) {
            sent.put(text.messageKey(), plain(text.body()));
        }
        for (Mail mail : memory.mails.handedOver()) {
            mail.marketing()
                    .ifPresent(
                            it ->
                                    sent.put(
                                            it.messageKey(),
                                            plain(mail.subject() + "\n" + mail.text())));
        }
    }

    private static String plain(String text) {
        return LINK.matcher(text).replaceAll("LINK");
    }

    private void compare(Flow created) {
        Flow flow = memory.flows.find(SampleProject.ID, created.id()).orElseThrow();
        Map<String, String> expected = new TreeMap<>();
        for (Run run : memory.ledger.all()) {
            if (run.flow().equals(flow.id()) && isInPeriod(run.startedAt())) {
                expected.put(run.key().run().value(), recorded(run));
                runs++;
            }
        }
        for (EventRecord refused : memory.events.records()) {
            if (refused.flow().filter(flow.id()::equals).isPresent()
                    && isInPeriod(refused.event().receivedAt())) {
                expected.put(refused.event().id().value(), refused.toString());
                reasons.add(refused.why().wireName());
            }
        }
        Map<String, String> played = new TreeMap<>();
        for (FanBacktest fan : backtest(flow)) {
            fan.runs().forEach(run -> questions += questions(run));
            fan.runs().forEach(run -> put(run.run().key().run().value(), played(run), played));
            fan.refusals().forEach(it -> put(it.event().id().value(), it.toString(), played));
        }
        expected.forEach(
                (key, text) -> {
                    if (!text.equals(played.get(key))) {
                        differences.add("expected " + text + "\nbut was  " + played.get(key));
                    }
                });
        played.keySet().removeAll(expected.keySet());
        played.values().forEach(it -> differences.add("not expected " + it));
    }

    /** Texts that ask for a consent do not name their step, so they are only counted. */
    private void compareQuestions() {
        long asked =
                memory.texts.handedOver().stream().filter(it -> it.messageKey().isEmpty()).count()
                        + memory.mails.handedOver().stream().filter(Mail::isQuestion).count();
        boolean isWhole = from.equals(history.start) && to.isAfter(history.end);
        if (isWhole && asked != questions) {
            differences.add("expected %d questions but was  %d".formatted(asked, questions));
        }
    }

    private void put(String key, String text, Map<String, String> played) {
        if (played.put(key, text) != null) {
            differences.add("played twice: " + text);
        }
    }

    private boolean isInPeriod(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    private List<FanBacktest> backtest(Flow flow) {
        BacktestService service =
                new BacktestService(
                        ReadOnlyPorts.over(memory), new InMemoryProjectEvents(memory.events));
        BacktestPlan plan =
                new BacktestPlan(
                        memory.projects.find(SampleProject.ID).orElseThrow(),
                        flow,
                        flow,
                        from,
                        to,
                        memory.clock.instant());
        List<FanBacktest> fans = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            BacktestPage page =
                    service.play(
                            plan,
                            cursor,
                            1,
                            new Deadline(memory.clock.instant().plusSeconds(20), memory.clock));
            fans.addAll(page.fans());
            page.difference()
                    .filter(it -> it.unchanged() != page.fans().size())
                    .ifPresent(it -> differences.add("compared with itself: " + it));
            cursor = page.next();
        } while (cursor.isPresent());
        return fans;
    }

    private String recorded(Run run) {
        StringBuilder text = new StringBuilder(head(run));
        for (int index = 0; index < run.steps().size(); index++) {
            String key = new StepKey(run.key(), index).messageKey();
            texts += sent.containsKey(key) ? 1 : 0;
            run.step(index).outcome().ifPresent(it -> reasons.add(it.reason().wireName()));
            text.append(step(run.step(index))).append(sent.getOrDefault(key, ""));
        }
        return text.toString();
    }

    private static String played(FanBacktest.PlayedRun played) {
        StringBuilder text = new StringBuilder(head(played.run()));
        for (DryRun.PlayedStep step : played.steps()) {
            text.append(step(step.step()));
            step.effects().stream()
                    .map(BacktestProof::content)
                    .filter(it -> !it.isEmpty())
                    .reduce((_, last) -> last)
                    .ifPresent(text::append);
        }
        return text.toString();
    }

    private static int questions(FanBacktest.PlayedRun run) {
        return (int)
                run.steps().stream()
                        .flatMap(it -> it.effects().stream())
                        .filter(PlannedEffect.ConfirmationRequest.class::isInstance)
                        .count();
    }

    private static String content(PlannedEffect effect) {
        return switch (effect) {
            case PlannedEffect.Text(String body, _) -> plain(body);
            case PlannedEffect.Email(String subject, String text, _) ->
                    plain(subject + "\n" + text);
            default -> "";
        };
    }

    private static String head(Run run) {
        return "%s of %s %s %s %s-%s due %s\n"
                .formatted(
                        run.key().run(),
                        run.fan(),
                        run.event(),
                        run.status(),
                        run.startedAt(),
                        run.endedAt(),
                        run.dueAt());
    }

    private static String step(RunStep step) {
        return "\n  %s %s %s-%s give up %s doubt %s %s "
                .formatted(
                        step.type(),
                        step.outcome(),
                        step.startedAt(),
                        step.endedAt(),
                        step.giveUpAt(),
                        step.inDoubt(),
                        step.permit());
    }
}
