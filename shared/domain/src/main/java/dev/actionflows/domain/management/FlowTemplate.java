package dev.actionflows.domain.management;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A flow document to begin with.
 *
 * @param id for programs; never changes
 * @param purpose what the flow is good for, for people
 * @param placeholders all places that have to be filled
 * @param document in which each of these places holds a text that no flow may have there
 */
public record FlowTemplate(
        String id,
        String name,
        String purpose,
        List<Placeholder> placeholders,
        Map<String, Object> document) {
    public FlowTemplate {
        placeholders = List.copyOf(placeholders);
        document = Collections.unmodifiableMap(document);
    }

    /**
     * A place that has to be filled.
     *
     * @param pointer JSON pointer into the document
     * @param meaning what belongs there and where to get it
     * @param example of what to put there
     */
    public record Placeholder(String pointer, String meaning, String example) {}

    public Map<String, Object> toDocument() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", id);
        json.put("name", name);
        json.put("purpose", purpose);
        json.put("placeholders", placeholders.stream().map(FlowTemplate::toDocument).toList());
        json.put("document", document);
        return json;
    }

    private static Map<String, Object> toDocument(Placeholder placeholder) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("pointer", placeholder.pointer());
        json.put("meaning", placeholder.meaning());
        json.put("example", placeholder.example());
        return json;
    }
}
