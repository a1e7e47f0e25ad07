package dev.actionflows.simulator;

import dev.actionflows.domain.backtest.BacktestPage;
import dev.actionflows.domain.backtest.FanBacktest;
import dev.actionflows.domain.dryrun.DryRun;
import dev.actionflows.domain.dryrun.PlannedEffect;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.trigger.Trigger;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** A flow that no history has. */
    private static final FlowId UNUSED = new FlowId("flow_1111111111111111");

    private final QuietHistory history;
    private final InMemoryPorts memory;
    private final Instant from;
    private final Instant to;
    private final Map<String, String> sent = new TreeMap<>();
    private final List<String> differences = new ArrayList<>();
    private final Set<String> reasons = new TreeSet<>();
    private final List<String> directMessages = new ArrayList<>();
    private int questions;
    private int changes;
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
     * @param directMessages how many direct messages
     * @param changes how many definitions were played as changes of a flow
     * @param ambiguous whether it was not compared, because what is stored does not tell in which
     *     order things happened
     */
    public record Result(
            List<String> differences,
            Set<String> reasons,
            int runs,
            int texts,
            int directMessages,
            int changes,
            boolean ambiguous) {
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
            return new Result(List.of(), Set.of(), 0, 0, 0, 0, true);
        }
        proof.noteSent();
        proof.history.flows.forEach(proof::compare);
        proof.compareUnnamed();
        proof.compareChanges();
        return new Result(
                proof.differences,
                proof.reasons,
                proof.runs,
                proof.texts,
                proof.directMessages.size(),
                proof.changes,
                false);
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
        Flow flow = stored(created);
        Map<String, String> expected = new TreeMap<>();
        List<Run> recorded = runsOf(flow);
        for (Run run : recorded) {
            expected.put(run.key().run().value(), recorded(run));
            runs++;
        }
        List<EventRecord> refusals = refusalsOf(flow);
        for (EventRecord refused : refusals) {
            expected.put(refused.event().id().value(), refused.toString());
            reasons.add(refused.why().wireName());
        }
        Map<String, String> played = new TreeMap<>();
        List<BacktestPage> all = backtest(flow);
        for (FanBacktest fan : all.stream().flatMap(it -> it.fans().stream()).toList()) {
            fan.runs().forEach(this::noteUnnamed);
            fan.runs().forEach(run -> put(run.run().key().run().value(), played(run), played));
            fan.refusals().forEach(it -> put(it.event().id().value(), it.toString(), played));
        }
        compareSums(BacktestTally.of(recorded, refusals, this::wasSent), BacktestTally.of(all));
        expected.forEach(
                (key, text) -> {
                    if (!text.equals(played.get(key))) {
                        differences.add("expected " + text + "\nbut was  " + played.get(key));
                    }
                });
        played.keySet().removeAll(expected.keySet());
        played.values().forEach(it -> differences.add("not expected " + it));
    }

    private void compareSums(Map<String, Integer> expected, Map<String, Integer> played) {
        if (!expected.equals(played)) {
            differences.add("expected in all %s\nbut was  %s".formatted(expected, played));
        }
    }

    /**
     * Texts that ask for a consent, and direct messages, do not name their step: all of a history
     * are compared.
     */
    private void compareUnnamed() {
        long asked =
                memory.texts.handedOver().stream().filter(it -> it.messageKey().isEmpty()).count()
                        + memory.mails.handedOver().stream().filter(Mail::isQuestion).count();
        List<String> written =
                memory.directMessages.handedOver().stream()
                        .map(it -> plain(it.text()))
                        .sorted()
                        .toList();
        boolean isWhole = from.equals(history.start) && to.isAfter(history.end);
        if (isWhole && asked != questions) {
            differences.add("expected %d questions but was  %d".formatted(asked, questions));
        }
        if (isWhole && !written.equals(directMessages.stream().sorted().toList())) {
            differences.add("expected %s\nbut was  %s".formatted(written, directMessages));
        }
    }

    /** The definition of another flow is played as a change of a flow, in some histories. */
    private void compareChanges() {
        Chance chance = history.chances.of("change");
        if (history.flows.size() < 2 || !chance.of("is played").hits(0.2)) {
            return;
        }
        List<Flow> flows = new ArrayList<>(history.flows);
        Flow live = stored(flows.remove(chance.of("of").below(flows.size())));
        Flow other = stored(chance.of("to").anyOf(flows));
        BacktestChangeProof proof =
                new BacktestChangeProof(pages(), this::wasSent, differences::add);
        if (chance.of("of a draft").hits(0.3)) {
            Flow draft = Flow.draft(UNUSED, live.definition(), history.start);
            proof.compareWithStored(draft, other.definition());
        } else {
            proof.compareWithRecorded(
                    live, other.definition(), runsOf(live), eventsOf(other, live));
        }
        changes++;
    }

    /** Those that a flow takes which has its trigger from one and takes the place of another. */
    private Set<String> eventsOf(Flow other, Flow live) {
        Trigger trigger = other.definition().trigger();
        Set<String> events = new TreeSet<>();
        if (!QuietInstagram.isIllegible(trigger)) {
            events.addAll(eventsOf(other));
        }
        if (QuietInstagram.takesOver(trigger, live.definition().trigger())) {
            events.addAll(eventsOf(live));
        }
        return events;
    }

    private Set<String> eventsOf(Flow flow) {
        Set<String> events = new TreeSet<>();
        runsOf(flow).forEach(it -> events.add(it.event().id().value()));
        refusalsOf(flow).forEach(it -> events.add(it.event().id().value()));
        return events;
    }

    private Flow stored(Flow created) {
        return memory.flows.find(SampleProject.ID, created.id()).orElseThrow();
    }

    private List<Run> runsOf(Flow flow) {
        return memory.ledger.all().stream()
                .filter(run -> run.flow().equals(flow.id()) && isInPeriod(run.startedAt()))
                .toList();
    }

    private List<EventRecord> refusalsOf(Flow flow) {
        return memory.events.records().stream()
                .filter(it -> it.flow().filter(flow.id()::equals).isPresent())
                .filter(it -> isInPeriod(it.event().receivedAt()))
                .toList();
    }

    private boolean wasSent(Run run, int index) {
        return run.step(index).type() == StepType.SEND_INSTAGRAM_DM
                ? run.step(index).permit().flatMap(SendPermit::use).isPresent()
                : sent.containsKey(new StepKey(run.key(), index).messageKey());
    }

    private void put(String key, String text, Map<String, String> played) {
        if (played.put(key, text) != null) {
            differences.add("played twice: " + text);
        }
    }

    private boolean isInPeriod(Instant at) {
        return !at.isBefore(from) && at.isBefore(to);
    }

    private BacktestPages pages() {
        return new BacktestPages(memory, from, to, differences::add);
    }

    private List<BacktestPage> backtest(Flow flow) {
        List<BacktestPage> pages = pages().of(flow, flow);
        for (BacktestPage page : pages) {
            page.difference()
                    .filter(it -> it.unchanged() != page.fans().size())
                    .ifPresent(it -> differences.add("compared with itself: " + it));
        }
        return pages;
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

    private void noteUnnamed(FanBacktest.PlayedRun run) {
        run.steps().stream()
                .flatMap(it -> it.effects().stream())
                .forEach(
                        effect -> {
                            if (effect instanceof PlannedEffect.ConfirmationRequest) {
                                questions++;
                            } else if (effect instanceof PlannedEffect.DirectMessage(String text)) {
                                directMessages.add(plain(text));
                            }
                        });
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
