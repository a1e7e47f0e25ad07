package dev.actionflows.domain.flow;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepConditions;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.trigger.Trigger;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What the author of a flow writes, without anything that the system adds.
 *
 * @param conditions on the steps
 * @param experiment who gets no message, or another one
 */
public record FlowDefinition(
        String name,
        Trigger trigger,
        List<Step> steps,
        StepConditions conditions,
        ReEntry reEntry,
        OnFailure onFailure,
        OnReply onReply,
        Experiment experiment) {
    public static final int MAX_STEPS = 25;
    public static final int MAX_NAME_LENGTH = 120;

    public FlowDefinition {
        steps = List.copyOf(steps);
    }

    /** Without conditions; a reply changes nothing, and nobody is held out. */
    public FlowDefinition(
            String name, Trigger trigger, List<Step> steps, ReEntry reEntry, OnFailure onFailure) {
        this(
                name,
                trigger,
                steps,
                StepConditions.NONE,
                reEntry,
                onFailure,
                OnReply.CONTINUE,
                Experiment.DEFAULT);
    }

    /** With another name. */
    public FlowDefinition withName(String name) {
        return new FlowDefinition(
                name, trigger, steps, conditions, reEntry, onFailure, onReply, experiment);
    }

    /** With these conditions. */
    public FlowDefinition withConditions(StepConditions conditions) {
        return new FlowDefinition(
                name, trigger, steps, conditions, reEntry, onFailure, onReply, experiment);
    }

    /** Whose runs do this once their fan has replied. */
    public FlowDefinition withOnReply(OnReply onReply) {
        return new FlowDefinition(
                name, trigger, steps, conditions, reEntry, onFailure, onReply, experiment);
    }

    /** With this experiment. */
    public FlowDefinition withExperiment(Experiment experiment) {
        return new FlowDefinition(
                name, trigger, steps, conditions, reEntry, onFailure, onReply, experiment);
    }

    public List<StepType> stepTypes() {
        return steps.stream().map(Step::type).toList();
    }

    /** Whether the step at this index is tried only in place of the one before it. */
    public boolean isFallback(int index) {
        return index < steps.size() && steps.get(index).isFallback();
    }

    /**
     * The streaming step whose link message the step at this index is: a fallback that is tried if
     * the streaming step could not act.
     *
     * @return its index; empty if the step is no link message
     */
    public Optional<Integer> linkedStep(int index) {
        int first = index;
        while (isFallback(first)) {
            first--;
        }
        return first < index && !(steps.get(first) instanceof Step.Message)
                ? Optional.of(first)
                : Optional.empty();
    }

    /** Whether it compares fans: some are held out, or a message has variants. */
    public boolean comparesFans() {
        return experiment.hasHoldout() || steps.stream().anyMatch(it -> !it.variants().isEmpty());
    }

    /** The definition as a flow document; {@link #decode} reads it back. */
    public Map<String, Object> toDocument() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("name", name);
        document.put("trigger", trigger.toDocument());
        document.put(
                "steps", IntStream.range(0, steps.size()).mapToObj(this::stepDocument).toList());
        reEntry.addTo(document);
        document.put("onFailure", onFailure.wireName());
        if (onReply != OnReply.CONTINUE) {
            document.put("onReply", onReply.wireName());
        }
        experiment.addTo(document);
        return document;
    }

    private Map<String, Object> stepDocument(int index) {
        Map<String, Object> document = steps.get(index).toDocument();
        conditions.of(index).ifPresent(it -> document.put(StepCondition.PROPERTY, it.toDocument()));
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
     * Reads a document that was accepted earlier: a stored flow is readable even if it uses a word
     * that is now reserved or a tag that was removed.
     *
     * @throws IllegalStateException if anything else is invalid, as after a rollback to an older
     *     release
     */
    public static FlowDefinition decodeStored(Map<String, ? extends @Nullable Object> document) {
        Violations violations = Violations.ofStored();
        Optional<FlowDefinition> definition = decode(document, violations);
        return definition
                .filter(_ -> violations.found().isEmpty())
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "cannot read a stored flow, at "
                                                + violations.found().stream()
                                                        .map(Violation::pointer)
                                                        .toList()));
    }

    private static Optional<FlowDefinition> decode(
            Map<String, ? extends @Nullable Object> document, Violations violations) {
        Fields fields = Fields.of(document, violations);
        // for editors, which use the schema it refers to
        fields.optional("$schema", Optional::of, "the address of a schema");
        Optional<String> name = fields.requiredText("name", MAX_NAME_LENGTH);
        Optional<Trigger> trigger = fields.requiredObject("trigger").flatMap(Trigger::decode);
        List<Step> steps = new ArrayList<>();
        Map<Integer, StepCondition> conditions = new HashMap<>();
        List<Fields> documents = fields.requiredObjects("steps", MAX_STEPS);
        for (int index = 0; index < documents.size(); index++) {
            int at = index;
            StepCondition.decodeOptional(documents.get(index), index)
                    .ifPresent(it -> conditions.put(at, it));
            Step.decode(documents.get(index)).ifPresent(steps::add);
        }
        if (steps.size() == documents.size()) {
            MessageLadders.check(steps, documents);
        }
        ReEntry reEntry =
                ReEntry.decode(
                        fields,
                        trigger.map(it -> ReEntry.defaultFor(it.type()))
                                .orElse(ReEntry.EVERY_EVENT));
        OnFailure onFailure =
                fields.optional("onFailure", OnFailure::ofWireName, "continue or stop")
                        .orElse(OnFailure.CONTINUE);
        OnReply onReply =
                fields.optional("onReply", OnReply::ofWireName, "continue or stop")
                        .orElse(OnReply.CONTINUE);
        Experiment experiment = Experiment.decode(fields);
        fields.rejectUnknown();
        return name.flatMap(
                text ->
                        trigger.map(
                                when ->
                                        new FlowDefinition(
                                                text,
                                                when,
                                                steps,
                                                new StepConditions(conditions),
                                                reEntry,
                                                onFailure,
                                                onReply,
                                                experiment)));
    }
}
