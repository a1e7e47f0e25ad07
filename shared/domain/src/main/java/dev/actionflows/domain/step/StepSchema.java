package dev.actionflows.domain.step;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/**
 * How authors write a step of one type: what {@code make schema} writes into {@code
 * flow.schema.json} and {@code openapi.yaml}. No function reads it; it is created only when asked
 * for.
 *
 * @param description what the step does, in one sentence
 * @param properties the step's own properties in the order of the documentation, each with its JSON
 *     Schema keywords; in descriptions, code is in backticks
 * @param required names of the properties that a step must have
 * @param exactlyOne names of the optional properties of which a step must have exactly one; empty
 *     if there is no such rule
 * @param hasOnUnmet whether authors choose what happens when a requirement is not met
 */
public record StepSchema(
        String description,
        SequencedMap<String, Map<String, Object>> properties,
        Set<String> required,
        Set<String> exactlyOne,
        boolean hasOnUnmet) {
    /** What {@code flow.schema.json} defines for all texts. */
    public static final String TEXT = "#/$defs/text";

    public StepSchema {
        properties = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(properties));
        required = Collections.unmodifiableSet(new LinkedHashSet<>(required));
        exactlyOne = Collections.unmodifiableSet(new LinkedHashSet<>(exactlyOne));
    }

    /** A step without properties. */
    public static StepSchema of(String description) {
        return new StepSchema(description, new LinkedHashMap<>(), Set.of(), Set.of(), false);
    }

    /** The same step with one more property, which a step must have. */
    public StepSchema required(String name, Map<String, Object> keywords) {
        Set<String> names = new LinkedHashSet<>(required);
        names.add(name);
        return new StepSchema(description, with(name, keywords), names, exactlyOne, hasOnUnmet);
    }

    /** The same step with one more property, which may be absent. A null must be allowed, too. */
    public StepSchema optional(String name, Map<String, Object> keywords) {
        return new StepSchema(description, with(name, keywords), required, exactlyOne, hasOnUnmet);
    }

    /** The same step, which must have exactly one of all its optional properties so far. */
    StepSchema withExactlyOne() {
        Set<String> names = new LinkedHashSet<>(properties.keySet());
        names.removeAll(required);
        return new StepSchema(description, properties, required, names, hasOnUnmet);
    }

    public StepSchema withOnUnmet() {
        return new StepSchema(description, properties, required, exactlyOne, true);
    }

    /**
     * @param prefix of the kind of id, such as {@code rel}
     */
    static Map<String, Object> id(String prefix) {
        return Map.of("type", "string", "pattern", idPattern(prefix));
    }

    /** The same, or null. */
    static Map<String, Object> optionalId(String prefix) {
        return Map.of("type", List.of("string", "null"), "pattern", idPattern(prefix));
    }

    private static String idPattern(String prefix) {
        return "^" + prefix + "_[0-9a-hjkmnp-tv-z]{16}$";
    }

    /**
     * Text that contains visible characters.
     *
     * @param maxLength in Unicode code points
     */
    static Map<String, Object> text(int maxLength, String description) {
        return Map.of("$ref", TEXT, "maxLength", maxLength, "description", description);
    }

    private SequencedMap<String, Map<String, Object>> with(
            String name, Map<String, Object> keywords) {
        SequencedMap<String, Map<String, Object>> more = new LinkedHashMap<>(properties);
        more.put(name, keywords);
        return more;
    }
}
