package dev.actionflows.domain.flow;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a flow does: everything that its author writes, and nothing that the system adds. */
public record FlowDefinition(
        String name, Trigger trigger, List<Step> steps, ReEntry reEntry, OnFailure onFailure) {
    static final int MAX_STEPS = 25;
    static final int MAX_NAME_LENGTH = 120;

    public FlowDefinition {
        steps = List.copyOf(steps);
    }

    public List<StepType> stepTypes() {
        return steps.stream().map(Step::type).toList();
    }

    /** The definition as a flow document; {@link #decode} reads it back. */
    public Map<String, Object> toDocument() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("trigger", trigger.toDocument());
        document.put("steps", steps.stream().map(Step::toDocument).toList());
        document.put("reEntry", reEntry.wireName());
        document.put("onFailure", onFailure.wireName());
        return document;
    }

    /**
     * Reads a flow document.
     *
     * @throws dev.actionflows.domain.error.ProblemException with every violation and its JSON
     *     pointer
     */
    public static FlowDefinition decode(Map<String, ? extends @Nullable Object> document) {
        Violations violations = new Violations();
        return violations.orThrow(decode(document, violations));
    }

    /**
     * Reads a document that was accepted once: rules that have become stricter since, such as a
     * newly reserved word, do not keep a stored flow from being read.
     */
    public static FlowDefinition decodeStored(Map<String, ? extends @Nullable Object> document) {
        return decode(document, new Violations())
                .orElseThrow(() -> new IllegalStateException("no flow document: " + document));
    }

    private static Optional<FlowDefinition> decode(
            Map<String, ? extends @Nullable Object> document, Violations violations) {
        Fields fields = Fields.of(document, violations);
        Optional<String> name = fields.requiredText("name", MAX_NAME_LENGTH);
        Optional<Trigger> trigger = fields.requiredObject("trigger").flatMap(Trigger::decode);
        List<Step> steps = new ArrayList<>();
        for (Fields step : fields.requiredObjects("steps", MAX_STEPS)) {
            Step.decode(step).ifPresent(steps::add);
        }
        ReEntry reEntry =
                fields.optional("reEntry", ReEntry::ofWireName, "every_event or once")
                        .orElse(ReEntry.EVERY_EVENT);
        OnFailure onFailure =
                fields.optional("onFailure", OnFailure::ofWireName, "continue or stop")
                        .orElse(OnFailure.CONTINUE);
        fields.rejectUnknown();
        return name.flatMap(
                text ->
                        trigger.map(
                                when -> new FlowDefinition(text, when, steps, reEntry, onFailure)));
    }
}
