package dev.actionflows.schemas;

import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepSchema;
import dev.actionflows.json.Json;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** The steps as {@code flow.schema.json} defines them. */
final class StepsInFlowSchema {
    /** A value that fits is on one line. */
    private static final int WIDTH = 112;

    private static final List<String> ORDER =
            List.of(
                    "description",
                    "$ref",
                    "type",
                    "additionalProperties",
                    "minLength",
                    "maxLength",
                    "minimum",
                    "maximum",
                    "pattern",
                    "enum",
                    "minItems",
                    "maxItems",
                    "minProperties",
                    "required",
                    "items",
                    "properties",
                    "anyOf");

    private StepsInFlowSchema() {}

    /**
     * @param steps by their types
     */
    static String definition(SequencedMap<String, StepSchema> steps) {
        String choices =
                steps.entrySet().stream()
                        .map(step -> choice(step.getKey(), step.getValue()))
                        .collect(Collectors.joining(",\n"));
        return """
            "step": {
              "type": "object",
              "required": ["type"],
              "properties": {
                "type": {
                  "description": "The step type.",
                  "enum": %s
                }
              },
              "allOf": [
        %s
              ]
            }\
        """
                .formatted(line(List.copyOf(steps.keySet())), choices);
    }

    private static String choice(String type, StepSchema step) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("type", true);
        step.properties().forEach((name, declared) -> properties.put(name, keywords(declared)));
        if (step.hasOnUnmet()) {
            properties.put("onUnmet", Map.of("$ref", "#/$defs/onUnmet"));
        }
        properties.put(StepCondition.PROPERTY, Map.of("$ref", "#/$defs/when"));
        Map<String, Object> then = new LinkedHashMap<>();
        then.put("title", plain(step.description()).replaceFirst("\\.$", ""));
        then.put("additionalProperties", false);
        if (!step.required().isEmpty()) {
            then.put("required", List.copyOf(step.required()));
        }
        then.put("properties", properties);
        if (!step.exactlyOne().isEmpty()) {
            then.put("oneOf", step.exactlyOne().stream().map(StepsInFlowSchema::present).toList());
        }
        return """
                {
                  "if": { "required": ["type"], "properties": { "type": { "const": "%s" } } },
        %s
                }\
        """
                .formatted(type, member("then", then, "          "));
    }

    /** A property that is there and not null. */
    private static Map<String, Object> present(String name) {
        Map<String, Object> present = new LinkedHashMap<>();
        present.put("required", List.of(name));
        present.put("properties", Map.of(name, Map.of("not", Map.of("type", "null"))));
        return present;
    }

    private static Map<String, Object> keywords(Map<String, Object> declared) {
        Map<String, Object> keywords = StepSchemas.ordered(declared, ORDER);
        keywords.replaceAll(
                (keyword, value) ->
                        switch (keyword) {
                            case "description" -> plain((String) value);
                            case "properties" -> properties(value);
                            case "items" -> keywords(StepSchemas.schema(value));
                            case "anyOf" -> alternatives(value);
                            default -> value;
                        });
        return keywords;
    }

    private static Map<String, Object> properties(Object value) {
        Map<String, Object> properties = new LinkedHashMap<>();
        StepSchemas.properties(value)
                .forEach((name, declared) -> properties.put(name, keywords(declared)));
        return properties;
    }

    @SuppressWarnings("unchecked") // each alternative is a schema
    private static List<Map<String, Object>> alternatives(Object value) {
        return ((List<Map<String, Object>>) value)
                .stream().map(StepsInFlowSchema::keywords).toList();
    }

    /** Editors show descriptions as plain text. */
    private static String plain(String description) {
        return description.replace("`", "");
    }

    private static String member(Object name, Object value, String indent) {
        return indented(line(name) + ": ", value, indent);
    }

    private static String indented(String start, Object value, String indent) {
        String line = indent + start + line(value);
        if (line.length() <= WIDTH) {
            return line;
        }
        String deeper = indent + "  ";
        return switch (value) {
            case Map<?, ?> object ->
                    object.entrySet().stream()
                            .map(it -> member(it.getKey(), it.getValue(), deeper))
                            .collect(around(indent + start + "{", indent + "}"));
            case List<?> array ->
                    array.stream()
                            .map(it -> indented("", it, deeper))
                            .collect(around(indent + start + "[", indent + "]"));
            default -> line;
        };
    }

    private static Collector<CharSequence, ?, String> around(String start, String end) {
        return Collectors.joining(",\n", start + "\n", "\n" + end);
    }

    private static String line(Object value) {
        return switch (value) {
            case Map<?, ?> object ->
                    object.entrySet().stream()
                            .map(it -> line(it.getKey()) + ": " + line(it.getValue()))
                            .collect(Collectors.joining(", ", "{ ", " }"));
            case List<?> array ->
                    array.stream()
                            .map(StepsInFlowSchema::line)
                            .collect(Collectors.joining(", ", "[", "]"));
            default -> Json.write(value);
        };
    }
}
