package dev.actionflows.schemas;

import dev.actionflows.domain.step.StepCondition;
import dev.actionflows.domain.step.StepSchema;
import dev.actionflows.json.Json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The steps as {@code openapi.yaml} defines them. OpenAPI 3.0 has no type {@code null}, and
 * therefore cannot require one of several properties that may be null: only the description says
 * so.
 */
final class StepsInContract {
    /** A value that fits is on one line. */
    private static final int WIDTH = 112;

    private static final int WIDTH_OF_TEXT = 130;

    private static final List<String> ORDER =
            List.of(
                    "type",
                    "nullable",
                    "additionalProperties",
                    "pattern",
                    "minLength",
                    "maxLength",
                    "minimum",
                    "maximum",
                    "enum",
                    "minItems",
                    "maxItems",
                    "minProperties",
                    "description",
                    "required",
                    "items",
                    "properties");

    /** What is no keyword of YAML and has no character that means anything to it. */
    private static final Pattern WORD =
            Pattern.compile("(?!(?:true|false|null|yes|no|on|off|y|n)$)[A-Za-z][A-Za-z_]*");

    private StepsInContract() {}

    /**
     * @param steps by their types
     */
    static String section(SequencedMap<String, StepSchema> steps) {
        StringBuilder section =
                new StringBuilder(
                        "    StepType: { type: string, enum: [%s] }\n"
                                .formatted(String.join(", ", steps.keySet())));
        section.append("    Step:\n      oneOf:\n");
        steps.keySet()
                .forEach(
                        type ->
                                section.append("        - $ref: ")
                                        .append(flow(component(name(type))))
                                        .append('\n'));
        steps.forEach((type, step) -> append(name(type), schema(type, step), "    ", section));
        return section.toString();
    }

    /** Such as {@code SendTextStep} for {@code send_text}. */
    private static String name(String type) {
        return Arrays.stream(type.split("_", -1))
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining("", "", "Step"));
    }

    private static String component(String name) {
        return "#/components/schemas/" + name;
    }

    private static Map<String, Object> schema(String type, StepSchema step) {
        List<String> required = new ArrayList<>(List.of("type"));
        required.addAll(step.required());
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("type", keywords(Map.of("type", "string", "enum", List.of(type))));
        step.properties().forEach((name, declared) -> properties.put(name, keywords(declared)));
        if (step.hasOnUnmet()) {
            properties.put("onUnmet", Map.of("$ref", component("OnUnmet")));
        }
        properties.put(StepCondition.PROPERTY, Map.of("$ref", component("StepCondition")));
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("additionalProperties", false);
        schema.put("description", step.description());
        schema.put("required", required);
        schema.put("properties", properties);
        return schema;
    }

    private static Map<String, Object> keywords(Map<String, Object> declared) {
        Map<String, Object> translated = new LinkedHashMap<>(declared);
        if (translated.remove("$ref", StepSchema.TEXT)) {
            translated.put("type", "string");
            translated.put("minLength", 1);
        }
        if (translated.get("type") instanceof List<?> types) {
            translated.put("type", types.getFirst());
            translated.put("nullable", true);
        }
        translated.remove("anyOf");
        Map<String, Object> keywords = StepSchemas.ordered(translated, ORDER);
        keywords.computeIfPresent("properties", (keyword, value) -> properties(value));
        keywords.computeIfPresent("items", (keyword, value) -> keywords(StepSchemas.schema(value)));
        return keywords;
    }

    private static Map<String, Object> properties(Object value) {
        Map<String, Object> properties = new LinkedHashMap<>();
        StepSchemas.properties(value)
                .forEach((name, declared) -> properties.put(name, keywords(declared)));
        return properties;
    }

    private static void append(Object name, Object value, String indent, StringBuilder to) {
        String start = indent + name + ":";
        String line = start + " " + flow(value);
        if (name.equals("description") && value instanceof String text) {
            to.append(start).append(described(text, indent));
        } else if (line.length() > WIDTH && value instanceof Map<?, ?> object) {
            to.append(start).append('\n');
            object.forEach((key, it) -> append(key, it, indent + "  ", to));
        } else {
            to.append(line).append('\n');
        }
    }

    private static String described(String text, String indent) {
        String line = " " + (text.contains(": ") || text.contains(" #") ? Json.write(text) : text);
        if ((indent + "description:" + line).length() <= WIDTH_OF_TEXT) {
            return line + "\n";
        }
        StringBuilder lines = new StringBuilder(" >-");
        int length = WIDTH_OF_TEXT;
        for (String word : text.split(" ", -1)) {
            if (length + 1 + word.length() > WIDTH_OF_TEXT) {
                lines.append('\n').append(indent).append("  ").append(word);
                length = indent.length() + 2 + word.length();
            } else {
                lines.append(' ').append(word);
                length += 1 + word.length();
            }
        }
        return lines.append('\n').toString();
    }

    private static String flow(Object value) {
        return switch (value) {
            case Map<?, ?> object ->
                    object.entrySet().stream()
                            .map(it -> it.getKey() + ": " + flow(it.getValue()))
                            .collect(Collectors.joining(", ", "{ ", " }"));
            case List<?> array ->
                    array.stream()
                            .map(StepsInContract::flow)
                            .collect(Collectors.joining(", ", "[", "]"));
            case String text when WORD.matcher(text).matches() -> text;
            default -> Json.write(value);
        };
    }
}
