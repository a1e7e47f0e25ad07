package dev.actionflows.domain.management;

import dev.actionflows.domain.management.FlowTemplate.Placeholder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flow documents to begin with: the journeys that most projects want. */
public final class FlowTemplates {
    private static final List<FlowTemplate> ALL = List.of(preSaveByText(), updatesByText());

    private FlowTemplates() {}

    public static List<FlowTemplate> all() {
        return ALL;
    }

    private static FlowTemplate preSaveByText() {
        return new FlowTemplate(
                "presave-by-text",
                "Pre-save by text",
                "A fan texts a keyword: the release is pre-saved and the artist followed, the fan"
                        + " joins a segment and gets a confirmation. Whoever has not connected a"
                        + " streaming account yet gets a link to do so.",
                List.of(
                        keyword("PRESAVE"),
                        release("/steps/0/releaseId"),
                        artist("/steps/1/artist/spotifyUri"),
                        segment("/steps/2/segmentId")),
                document(
                        "Pre-save by text",
                        ordered("type", "sms.keyword", "keyword", "<keyword>"),
                        List.of(
                                ordered("type", "pre_save", "releaseId", "<releaseId>"),
                                ordered(
                                        "type",
                                        "follow_artist",
                                        "artist",
                                        Map.of("spotifyUri", "<spotifyUri>")),
                                ordered("type", "add_to_segment", "segmentId", "<segmentId>"),
                                text(
                                        "Thank you from {{project_name}}!{{#connect_link}} Connect"
                                                + " Spotify to finish:"
                                                + " {{connect_link}}{{/connect_link}}"))));
    }

    private static FlowTemplate updatesByText() {
        return new FlowTemplate(
                "updates-by-text",
                "Updates by text",
                "A fan texts a keyword and joins the segment that gets your news; a text confirms"
                        + " it and says how to leave.",
                List.of(keyword("NEWS"), segment("/steps/0/segmentId")),
                document(
                        "Updates by text",
                        ordered("type", "sms.keyword", "keyword", "<keyword>"),
                        List.of(
                                ordered("type", "add_to_segment", "segmentId", "<segmentId>"),
                                text(
                                        "You are on the list of {{project_name}}. Reply STOP to"
                                                + " leave at any time."))));
    }

    private static Map<String, Object> document(
            String name, Map<String, Object> trigger, List<Map<String, Object>> steps) {
        return ordered("name", name, "trigger", trigger, "steps", steps);
    }

    private static Map<String, Object> text(String text) {
        return ordered("type", "send_text", "text", text);
    }

    /** In the order in which people read it. */
    private static Map<String, Object> ordered(Object... namesAndValues) {
        Map<String, Object> ordered = new LinkedHashMap<>();
        for (int index = 0; index < namesAndValues.length; index += 2) {
            ordered.put((String) namesAndValues[index], namesAndValues[index + 1]);
        }
        return Collections.unmodifiableMap(ordered);
    }

    private static Placeholder keyword(String example) {
        return new Placeholder(
                "/trigger/keyword",
                "The word that fans text; no other active flow of the project may have it.",
                example);
    }

    private static Placeholder release(String pointer) {
        return new Placeholder(
                pointer, "The release, as POST /v1/releases named it.", "rel_2m4n6p8q0r1s3t5v");
    }

    private static Placeholder segment(String pointer) {
        return new Placeholder(
                pointer, "The segment, as POST /v1/segments named it.", "seg_9x7w5v3t1s0r8q6p");
    }

    private static Placeholder artist(String pointer) {
        return new Placeholder(
                pointer,
                "The artist's URI at Spotify, from the artist's page there: Share, Copy Spotify"
                        + " URI.",
                "spotify:artist:0TnOYISbd1XYRBk9myaseg");
    }
}
