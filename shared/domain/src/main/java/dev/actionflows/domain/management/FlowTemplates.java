package dev.actionflows.domain.management;

import dev.actionflows.domain.management.FlowTemplate.Placeholder;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Flow documents to begin with: the journeys that most projects want. */
public final class FlowTemplates {
    private static final List<FlowTemplate> ALL =
            List.of(
                    preSaveByText(),
                    updatesByText(),
                    welcomeByText(),
                    preSaveForNewSubscribers(),
                    thanksForPreSaving(),
                    followerOfTheArtist(),
                    engagedListener(),
                    nextSave());

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
                        ordered("type", "sms.keyword", "keyword", "<…>"),
                        List.of(
                                preSave(),
                                follow(),
                                join(),
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
                        ordered("type", "sms.keyword", "keyword", "<…>"),
                        List.of(
                                join(),
                                text(
                                        "You are on the list of {{project_name}}. Reply STOP to"
                                                + " leave at any time."))));
    }

    private static FlowTemplate welcomeByText() {
        return new FlowTemplate(
                "welcome-by-text",
                "Welcome by text",
                "A fan signs up for texts: they join the segment that gets your news and are"
                        + " welcomed.",
                List.of(segment("/steps/0/segmentId")),
                document(
                        "Welcome by text",
                        ordered("type", "sms.opted_in"),
                        List.of(
                                join(),
                                text(
                                        "Welcome to {{project_name}}! You are the first to know"
                                                + " what comes next. Reply STOP to leave."))));
    }

    private static FlowTemplate preSaveForNewSubscribers() {
        return new FlowTemplate(
                "presave-for-new-subscribers",
                "Pre-save for new subscribers",
                "A fan signs up for texts: the coming release is pre-saved for them, or they get a"
                        + " link by which it will be. Goes instead of a welcome, since a project"
                        + " has one active flow for sign-ups by text.",
                List.of(release("/steps/0/releaseId"), segment("/steps/1/segmentId")),
                document(
                        "Pre-save for new subscribers",
                        ordered("type", "sms.opted_in"),
                        List.of(
                                preSave(),
                                join(),
                                text(
                                        "Welcome to {{project_name}}!{{#connect_link}} Connect your"
                                                + " account and our next release is saved for you:"
                                                + " {{connect_link}}{{/connect_link}}"))));
    }

    private static FlowTemplate thanksForPreSaving() {
        return new FlowTemplate(
                "presave-to-release-day",
                "Pre-save to release day",
                "A fan pre-saves a release: they are thanked by text, if you may write to them, and"
                        + " join the segment to which you send the track on release day.",
                List.of(
                        new Placeholder(
                                "/trigger/releaseId",
                                "The release that is pre-saved, as POST /v1/releases named it.",
                                "rel_2m4n6p8q0r1s3t5v"),
                        segment("/steps/0/segmentId")),
                document(
                        "Pre-save to release day",
                        ordered("type", "release.presaved", "releaseId", "<releaseId>"),
                        List.of(
                                join(),
                                text(
                                        "Thank you for pre-saving! {{project_name}} writes to you"
                                                + " on release day."))));
    }

    private static FlowTemplate followerOfTheArtist() {
        return new FlowTemplate(
                "follower-to-audience",
                "Follower to audience",
                "A fan follows the artist through one of your links: they join the segment of your"
                        + " long-term audience.",
                List.of(artistId("/trigger/artistId"), segment("/steps/0/segmentId")),
                document(
                        "Follower to audience",
                        ordered("type", "artist.followed", "artistId", "<artistId>"),
                        List.of(join())));
    }

    private static FlowTemplate engagedListener() {
        return new FlowTemplate(
                "engaged-listener-to-follower",
                "Engaged listener to follower",
                "A fan adds three releases to their library within a month: they follow the artist"
                        + " and join a segment.",
                List.of(artist("/steps/0/artist/spotifyUri"), segment("/steps/1/segmentId")),
                document(
                        "Engaged listener to follower",
                        ordered(
                                "type",
                                "release.added_to_library",
                                "releaseId",
                                "*",
                                "threshold",
                                ordered("count", 3, "within", "P30D")),
                        List.of(follow(), join())));
    }

    private static FlowTemplate nextSave() {
        return new FlowTemplate(
                "nextsave-thanks",
                "Thanks for NextSave",
                "A fan wants all future releases saved: they join a segment and are thanked by"
                        + " text, if you may write to them.",
                List.of(artistId("/trigger/artistId"), segment("/steps/0/segmentId")),
                document(
                        "Thanks for NextSave",
                        ordered("type", "nextsave.opted_in", "artistId", "<artistId>"),
                        List.of(
                                join(),
                                text(
                                        "Done: every new release of {{project_name}} will be saved"
                                                + " for you."))));
    }

    private static Map<String, Object> preSave() {
        return ordered("type", "pre_save", "releaseId", "<releaseId>");
    }

    private static Map<String, Object> follow() {
        return ordered("type", "follow_artist", "artist", Map.of("spotifyUri", "<spotifyUri>"));
    }

    private static Map<String, Object> join() {
        return ordered("type", "add_to_segment", "segmentId", "<segmentId>");
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

    private static Placeholder artistId(String pointer) {
        return new Placeholder(
                pointer, "The artist, as POST /v1/artists named it.", "art_3n5p7q9r1s2t4v6w");
    }

    private static Placeholder artist(String pointer) {
        return new Placeholder(
                pointer,
                "The artist's URI at Spotify, from the artist's page there: Share, Copy Spotify"
                        + " URI.",
                "spotify:artist:0TnOYISbd1XYRBk9myaseg");
    }
}
