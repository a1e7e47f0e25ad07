package dev.actionflows.schemas;

import dev.actionflows.domain.step.StepSchema;
import dev.actionflows.domain.step.StepType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes what the records in {@code Step} declare into {@code flow.schema.json} and {@code
 * openapi.yaml}. The rest of both files is written by hand.
 */
final class StepSchemas {
    static final String FLOW_SCHEMA = "flow.schema.json";
    static final String CONTRACT = "openapi.yaml";

    private static final Pattern DEFINITION =
            Pattern.compile("^ {4}\"step\": \\{$.*?^ {4}}", Pattern.MULTILINE | Pattern.DOTALL);

    private static final Pattern SECTION =
            Pattern.compile(
                    "(?<=^ {4}# Written by `make schema` from the records in Step\\.\n).*?"
                            + "(?=^ {4}# End of what `make schema` writes\\.$)",
                    Pattern.MULTILINE | Pattern.DOTALL);

    private StepSchemas() {}

    /**
     * Writes the files that are stale.
     *
     * @param arguments the folder of both files
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        for (String name : stale(folder)) {
            Files.writeString(folder.resolve(name), upToDate(folder, name));
        }
    }

    /** Names of the files that do not say what the records declare. */
    static List<String> stale(Path folder) throws IOException {
        List<String> stale = new ArrayList<>();
        for (String name : List.of(FLOW_SCHEMA, CONTRACT)) {
            if (!Files.readString(folder.resolve(name)).equals(upToDate(folder, name))) {
                stale.add(name);
            }
        }
        return stale;
    }

    private static String upToDate(Path folder, String name) throws IOException {
        String text = Files.readString(folder.resolve(name));
        return name.equals(CONTRACT)
                ? replaced(name, text, SECTION, StepsInContract.section(declared()))
                : replaced(name, text, DEFINITION, StepsInFlowSchema.definition(declared()));
    }

    private static String replaced(String name, String text, Pattern place, String by) {
        List<MatchResult> found = place.matcher(text).results().toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "%s has %d places for the steps instead of one: %s"
                            .formatted(name, found.size(), place));
        }
        return place.matcher(text).replaceFirst(Matcher.quoteReplacement(by));
    }

    private static SequencedMap<String, StepSchema> declared() {
        SequencedMap<String, StepSchema> declared = new LinkedHashMap<>();
        for (StepType type : StepType.values()) {
            declared.put(type.wireName(), type.schema());
        }
        return declared;
    }

    /**
     * The keywords in this order.
     *
     * @throws IllegalArgumentException if the order does not have one of them
     */
    static Map<String, Object> ordered(Map<String, Object> keywords, List<String> order) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (String keyword : order) {
            Object value = keywords.get(keyword);
            if (value != null) {
                ordered.put(keyword, value);
            }
        }
        if (ordered.size() < keywords.size()) {
            throw new IllegalArgumentException(
                    "%s has a keyword that is not in %s".formatted(keywords, order));
        }
        return ordered;
    }

    /** A schema in a schema. */
    @SuppressWarnings("unchecked") // keywords are text
    static Map<String, Object> schema(Object value) {
        return (Map<String, Object>) value;
    }

    /**
     * The properties of an object.
     *
     * @throws IllegalArgumentException if they have no order, since each run would write another
     */
    @SuppressWarnings("unchecked") // keywords are text
    static SequencedMap<String, Map<String, Object>> properties(Object value) {
        if (value instanceof SequencedMap<?, ?> properties) {
            return (SequencedMap<String, Map<String, Object>>) properties;
        }
        if (value instanceof Map<?, ?> one && one.size() == 1) {
            return new LinkedHashMap<>((Map<String, Map<String, Object>>) one);
        }
        throw new IllegalArgumentException("properties without an order: " + value);
    }
}
