package dev.actionflows.simulator;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.step.Step;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Gives messages variants. */
final class VariedSteps {
    private VariedSteps() {}

    /** With variants of some messages, which end with their number. */
    static List<Step> varied(List<Step> steps, Chance chance) {
        List<Step> varied = new ArrayList<>();
        for (int index = 0; index < steps.size(); index++) {
            Chance of = chance.of("variants " + index);
            boolean varies = steps.get(index) instanceof Step.Message && of.hits(0.25);
            varied.add(
                    varies
                            ? varied(steps.get(index), 1 + of.of("number").below(3))
                            : steps.get(index));
        }
        return varied;
    }

    private static Step varied(Step message, int variants) {
        String name = message instanceof Step.SendEmail ? "body" : "text";
        String text = String.valueOf(message.properties().get(name));
        Map<String, Object> document = new LinkedHashMap<>(message.toDocument());
        document.put(
                "variants",
                IntStream.rangeClosed(1, variants)
                        .mapToObj(number -> Map.of(name, text + ExperimentCheck.mark(number)))
                        .toList());
        return Step.decode(Fields.of(document, new Violations())).orElseThrow();
    }
}
