package dev.actionflows.simulator;

import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.step.Step;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Gives messages variants. */
final class VariedSteps {
    private VariedSteps() {}

    /** With variants of some messages, which end with their number. */
    static List<Step> varied(List<Step> steps, Chance chance) {
        List<Step> varied = new ArrayList<>();
        for (int index = 0; index < steps.size(); index++) {
            Chance of = chance.of("variants " + index);
            varied.add(
                    of.hits(0.25)
                            ? varied(steps.get(index), 1 + of.of("number").below(3))
                            : steps.get(index));
        }
        return varied;
    }

    private static Step varied(Step step, int variants) {
        return switch (step) {
            case Step.SendText it ->
                    new Step.SendText(
                            it.text(),
                            it.onUnmet(),
                            it.isFallback(),
                            numbered(
                                    variants,
                                    number ->
                                            new Step.SendText(
                                                    variant(it.text(), number),
                                                    it.onUnmet(),
                                                    it.isFallback())));
            case Step.SendEmail it ->
                    new Step.SendEmail(
                            it.subject(),
                            it.body(),
                            it.onUnmet(),
                            it.isFallback(),
                            numbered(
                                    variants,
                                    number ->
                                            new Step.SendEmail(
                                                    it.subject(),
                                                    variant(it.body(), number),
                                                    it.onUnmet(),
                                                    it.isFallback())));
            case Step.SendInstagramDm it ->
                    new Step.SendInstagramDm(
                            it.text(),
                            it.onUnmet(),
                            it.isFallback(),
                            numbered(
                                    variants,
                                    number ->
                                            new Step.SendInstagramDm(
                                                    variant(it.text(), number),
                                                    it.onUnmet(),
                                                    it.isFallback())));
            default -> step;
        };
    }

    private static <T> List<T> numbered(int count, IntFunction<T> create) {
        return IntStream.rangeClosed(1, count).mapToObj(create).toList();
    }

    private static MessageTemplate variant(MessageTemplate template, int number) {
        return new MessageTemplate(template.source() + ExperimentCheck.mark(number));
    }
}
