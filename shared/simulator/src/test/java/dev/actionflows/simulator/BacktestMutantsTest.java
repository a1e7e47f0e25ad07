package dev.actionflows.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;

/** The comparison of backtests with what happened can fail: it finds each of these mistakes. */
class BacktestMutantsTest {
    /** As many as each build compares with the real code. */
    private static final long MAX_SEEDS = 1_000;

    static List<Mutant> mutants() {
        return List.of(
                mutant(
                        "consents are read as of now",
                        "PastConsents",
                        "if (!change.at().isAfter(time)) {",
                        "if (!change.at().isAfter(Instant.MAX)) {"),
                mutant(
                        "connections are read as of now",
                        "ConnectionsAsOf",
                        ".filter(it -> !it.authorizedAt().isAfter(now))",
                        ""),
                mutant(
                        "segments are read as of now",
                        "MembersAsOf",
                        ".filter(at -> !at.isAfter(play.clock.instant()))",
                        ""),
                mutant(
                        "a membership stays that the flow itself added in the period",
                        "MembersAsOf",
                        ".filter(at -> play.past.runs()"
                                + ".noneMatch(run -> wasAddedBy(run, segment, at)))",
                        ""),
                mutant(
                        "the flow's real runs of the period keep fans out",
                        "PlayedLedger",
                        "return !play.plan.replaces(run) && ",
                        "return "),
                mutant(
                        "runs from before the period are forgotten",
                        "PlayedLedger",
                        "played(key).or(() -> recorded(key).filter(this::isVisible));",
                        "play.run(key);"),
                mutant(
                        "a cooldown from before the period is forgotten",
                        "PlayedIntake",
                        "this.cooldown = cooldownBefore(play);",
                        "this.cooldown = Optional.empty();"),
                mutant(
                        "a cooldown has no effect",
                        "PlayedIntake",
                        "return holder.filter(it -> !it.equals(run));",
                        "return Optional.empty();"),
                mutant(
                        "texts in quiet hours are never sent",
                        "FanPlayer",
                        "if (momentComesFirst) {",
                        "if (due.isPresent() && due.get().steps().stream().anyMatch(step ->"
                                + " step.waiting().filter(it -> it.reason() =="
                                + " dev.actionflows.domain.Reason.QUIET_HOURS).isPresent())) {"
                                + " return true; } if (momentComesFirst) {"),
                mutant(
                        "a connection wakes nobody",
                        "FanPlayer",
                        "met(connection.authorizedAt(), Requirement::streamingConnection)",
                        "met(connection.authorizedAt(), Requirement::confirmedConsent)"),
                mutant(
                        "a confirmation wakes nobody",
                        "FanPlayer",
                        ".filter(it -> it.kind().confirms())",
                        ".filter(it -> it.kind().confirms() && it.messageId().isEmpty())"),
                mutant(
                        "the messages of other flows do not count for caps",
                        "PastMessages",
                        ".filter(run -> !play.plan.replaces(run))",
                        ".filter(run -> play.plan.now().equals(Instant.MIN))"),
                mutant(
                        "the messages of the flow itself do not count for caps",
                        "BudgetAsOf",
                        "take.sent().ifPresent(it -> play.sent(it.address(), it.message()));",
                        ""),
                mutant(
                        "replies are ignored",
                        "PastMessages",
                        "if (!play.plan.project().recordsReplies()) {",
                        "if (play.plan.now().isAfter(Instant.MIN)) {"),
                mutant(
                        "a person gets a link for each run",
                        "BudgetAsOf",
                        "take.link().ifPresent(it -> links.put(it.thing(), it));",
                        ""),
                mutant(
                        "the real questions of the flow count as asked",
                        "PastQuestions",
                        ".filter(it -> replaced.stream().noneMatch(isOf(it)))",
                        ""),
                mutant(
                        "a fan is played once for each event",
                        "BacktestService",
                        "if (isPlayed.filter(it -> it).isEmpty()) {",
                        "if (isPlayed.filter(it -> it).isEmpty() || fan.revision() > 0) {"),
                mutant(
                        "a fan who would get nothing more loses nothing",
                        "FanSelection",
                        "|| isRunOfFlow(result)",
                        ""),
                mutant(
                        "a fan whom only the stored document reaches loses nothing",
                        "FanSelection",
                        "|| stored.filter(it -> fires(it, result)).isPresent();",
                        ";"),
                mutant(
                        "an event of any type fires a trigger",
                        "TriggerMatch",
                        "event.type() != trigger.type() || !past.mayTrigger()",
                        "!past.mayTrigger()"),
                mutant(
                        "an event about anything fires a trigger",
                        "TriggerMatch",
                        "trigger.eventScope(Optional.of(event.scope()))",
                        "trigger.eventScope(Optional.empty())"),
                mutant(
                        "a photo starts a flow on any message",
                        "TriggerMatch",
                        "isWithoutWord(trigger, past) || ",
                        ""),
                mutant(
                        "a general flow gets what a more specific one took",
                        "TriggerMatch",
                        " || goesToAnother(trigger, past)",
                        ""),
                mutant(
                        "a message goes to a flow on any rather than to one on its word",
                        "TriggerMatch",
                        "? general.keyword().isEmpty()",
                        "? general.keyword().isPresent()"),
                mutant(
                        "a general flow gets nothing that another one took",
                        "TriggerMatch",
                        "other.specificity() > general.specificity()",
                        "other.specificity() >= 0"),
                mutant(
                        "a change is compared with itself",
                        "backtest/Comparison",
                        "fan.played().fan().id(), done(fan.played()), it)",
                        "fan.played().fan().id(), it, it)"),
                mutant(
                        "a message that a STOP kept back was got",
                        "backtest/Comparison",
                        "case StepOutcome.Failed _ -> step.mayHaveSent();",
                        "case StepOutcome.Skipped _ when step.mayHaveSent() -> true;"
                                + " case StepOutcome.Failed _ -> step.mayHaveSent();"),
                mutant(
                        "of a message with variants, the first one is what everybody gets",
                        "backtest/Comparison",
                        "number > 0 ? step.variants().get(number - 1) : first(step)",
                        "number >= 0 ? first(step) : step"),
                mutant(
                        "a step that is done more often is not gained",
                        "BacktestDifference",
                        "more.times(step) > less.times(step)",
                        "less.times(step) == 0"),
                mutant(
                        "who loses something is unchanged",
                        "BacktestDifference",
                        "isChanged |= count(fan, before, played, lost);",
                        "count(fan, before, played, lost);"),
                mutant(
                        "a text has one part",
                        "BacktestTotals",
                        "prices.stream().mapToInt(CreditUse::parts).sum()",
                        "prices.size()"),
                mutant(
                        "a text costs one credit",
                        "BacktestTotals",
                        "prices.stream().mapToInt(CreditUse::credits).sum()",
                        "prices.size()"),
                mutant(
                        "direct messages are not counted",
                        "BacktestTotals",
                        "case PlannedEffect.DirectMessage _ -> Optional.of(Channel.INSTAGRAM_DM);",
                        "case PlannedEffect.DirectMessage _ -> Optional.empty();"),
                mutant(
                        "the outcomes of a step are counted as those of the first",
                        "BacktestTotals",
                        "StepResult.of(index, run.steps().get(index).step())",
                        "StepResult.of(0, run.steps().get(index).step())"));
    }

    private static Mutant mutant(
            String mistake, String source, String original, String replacement) {
        return new Mutant(mistake, Guarantee.TRUE_OUTCOME, source, original, replacement);
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("mutants")
    void a_mistake_is_found(Mutant mutant, @TempDir Path folder) throws Exception {
        Method differences =
                mutant.compiled(folder, BacktestProof.class).getMethod("differences", long.class);

        assertThat(
                        LongStream.rangeClosed(1, MAX_SEEDS)
                                .filter(seed -> isFound(differences, seed))
                                .findFirst())
                .isPresent();
    }

    private static boolean isFound(Method differences, long seed) {
        try {
            return !((List<?>) differences.invoke(null, seed)).isEmpty();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("seed " + seed, e);
        }
    }
}
