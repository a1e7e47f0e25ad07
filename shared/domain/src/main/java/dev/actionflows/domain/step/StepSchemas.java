package dev.actionflows.domain.step;

import dev.actionflows.domain.messaging.DirectMessage;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.streaming.ProviderIdFields;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How authors write the steps of each type. No function needs it, see {@link StepSchema}. */
final class StepSchemas {
    private static final Map<String, Object> FALLBACK =
            Map.of(
                    "type",
                    List.of("boolean", "null"),
                    "description",
                    "Whether the message is sent only if the messages directly before it, up to"
                            + " the last one that is no fallback, were skipped or rejected. At most"
                            + " one of them is sent. The step before must be a message on another"
                            + " channel whose `onUnmet` is `skip` or `hold`, or a step that acts at"
                            + " a streaming service and whose `onUnmet` is `defer` or `skip`: the"
                            + " message is then a link message, sent if that step could not act.");

    /** Of what may be different in a variant; the rest is that of the message. */
    private static StepSchema withVariants(
            StepSchema message, String description, List<String> required, String... properties) {
        Map<String, Object> different = new LinkedHashMap<>();
        for (String property : properties) {
            Map<String, Object> own = Objects.requireNonNull(message.properties().get(property));
            different.put(
                    property,
                    Map.of(
                            "$ref",
                            StepSchema.TEXT,
                            "maxLength",
                            Objects.requireNonNull(own.get("maxLength"))));
        }
        Map<String, Object> variant = new LinkedHashMap<>();
        variant.put("type", "object");
        variant.put("additionalProperties", false);
        variant.put(
                required.isEmpty() ? "minProperties" : "required",
                required.isEmpty() ? 1 : required);
        variant.put("properties", different);
        return message.optional(
                StepDocuments.VARIANTS,
                Map.of(
                        "type",
                        List.of("array", "null"),
                        "minItems",
                        1,
                        "maxItems",
                        Step.Message.MAX_VARIANTS - 1,
                        "description",
                        description,
                        "items",
                        variant));
    }

    private static StepSchema withTextVariants(StepSchema message) {
        return withVariants(
                message, variants("Each has a text of its own."), List.of("text"), "text");
    }

    private static String variants(String what) {
        return "Other versions of the message, besides its own: each fan gets one of them, always"
                + " the same, and each version goes to as many fans. "
                + what
                + " docs/experiments.md says how they are compared.";
    }

    private StepSchemas() {}

    static StepSchema of(StepType type) {
        return switch (type) {
            case PRE_SAVE -> preSave();
            case FOLLOW_ARTIST -> followArtist();
            case ADD_TO_LIBRARY -> addToLibrary();
            case NEXT_SAVE -> nextSave();
            case ADD_TO_SEGMENT -> addToSegment();
            case WAIT -> waiting();
            case SEND_TEXT -> sendText();
            case SEND_EMAIL -> sendEmail();
            case SEND_INSTAGRAM_DM -> sendInstagramDm();
        };
    }

    private static StepSchema preSave() {
        return StepSchema.of(
                        "Save the release for the fan: immediately if it is out, otherwise on"
                                + " release day.")
                .required("releaseId", StepSchema.id("rel"))
                .withOnUnmet();
    }

    private static StepSchema followArtist() {
        return StepSchema.of("Follow the artist for the fan.")
                .required("artist", ProviderIdFields.schemaOfSome("artist"))
                .withOnUnmet();
    }

    private static StepSchema addToLibrary() {
        return StepSchema.of(
                        "Add a release, a track or a playlist, exactly one of them, to the fan's"
                                + " library. A release that is not out yet is added on release day,"
                                + " if that is within 30 days.")
                .optional(LibraryItem.Album.NAME, StepSchema.optionalId("rel"))
                .optional(
                        LibraryItem.Track.NAME,
                        ProviderIdFields.optionalSchemaOfSome(LibraryItem.Track.NAME))
                .optional(
                        LibraryItem.Playlist.NAME,
                        ProviderIdFields.optionalSchemaOfSome(LibraryItem.Playlist.NAME))
                .withExactlyOne()
                .withOnUnmet();
    }

    private static StepSchema nextSave() {
        return StepSchema.of(
                        "Save all future releases of the artist for the fan, each on its release"
                                + " day.")
                .required("artistId", StepSchema.id("art"))
                .withOnUnmet();
    }

    private static StepSchema addToSegment() {
        return StepSchema.of("Add the fan to the segment.")
                .required("segmentId", StepSchema.id("seg"));
    }

    private static StepSchema waiting() {
        return StepSchema.of(
                        "Wait before the next step: either `for` a time, or `until` a time in the"
                                + " fan's time zone. The run goes on within two minutes of it, and"
                                + " usually within one.")
                .optional(
                        "for",
                        optional(
                                "^[-+]?[Pp][-+0-9.,DdTtHhMmSs]+$",
                                "PT1S to P365D in ISO 8601, such as P3D or PT12H; a day is 24"
                                        + " hours."))
                .optional(
                        "until",
                        optional(
                                "^(release_day|([0-9]{4}-[0-9]{2}-[0-9]{2}T)?[0-9]{2}:[0-9]{2})$",
                                "A time of day such as 18:00: the next one. A date and time such as"
                                        + " 2027-05-14T18:00. Or `release_day`. If that has passed,"
                                        + " the run goes on at once."))
                .withExactlyOne()
                .optional(
                        "releaseId",
                        optional(
                                "^rel_[0-9a-hjkmnp-tv-z]{16}$",
                                "With `release_day`: the release; by default, the one that the flow"
                                        + " is about."))
                .optional(
                        "at",
                        optional(
                                "^[0-9]{2}:[0-9]{2}$",
                                "With `release_day`: the time of day; by default, 00:00."))
                .optional(
                        "timeZone",
                        optional(
                                "^[A-Za-z][A-Za-z0-9+_/-]*$",
                                "With `until`: the time zone of a fan whose own is unknown, such as"
                                    + " Europe/Berlin. Without it, the step of such a fan fails,"
                                    + " and the run ends."));
    }

    private static Map<String, Object> optional(String pattern, String description) {
        return Map.of(
                "type", List.of("string", "null"), "pattern", pattern, "description", description);
    }

    private static StepSchema sendText() {
        StepSchema message =
                StepSchema.of("Send the fan a text from the project's number, at most once.")
                        .required(
                                "text",
                                StepSchema.text(
                                        TextMessage.MAX_LENGTH,
                                        "A Mustache template that produces visible text. Tags are"
                                            + " `project_name`, `first_name`, `connect_link`,"
                                            + " `release_title`, `release_link` and `artist_name`;"
                                            + " docs/merge-tags.md says what they are. A tag that"
                                            + " some fans have no value for needs a section of its"
                                            + " own, or an inverted one for those fans. The"
                                            + " template is rejected if its result can exceed "
                                                + TextMessage.MAX_LENGTH
                                                + " characters for any fan."))
                        .optional(StepDocuments.FALLBACK, FALLBACK);
        return withTextVariants(message).withOnUnmet();
    }

    private static StepSchema sendEmail() {
        StepSchema message =
                StepSchema.of("Send the fan an email from the project's sender.")
                        .required(
                                "subject",
                                StepSchema.text(
                                        Step.SendEmail.MAX_SUBJECT_LENGTH,
                                        "A Mustache template of one line, with the same tags as"
                                                + " `text` of `send_text`."))
                        .required(
                                "body",
                                StepSchema.text(
                                        Step.SendEmail.MAX_BODY_LENGTH,
                                        "A Mustache template of plain text. Blank lines separate"
                                            + " paragraphs, and addresses that begin with https://"
                                            + " become links. It is sent as HTML and as text, with"
                                            + " a link to unsubscribe."))
                        .optional(StepDocuments.FALLBACK, FALLBACK);
        return withVariants(
                        message,
                        variants("Each has a subject, a body, or both of its own."),
                        List.of(),
                        "subject",
                        "body")
                .withOnUnmet();
    }

    private static StepSchema sendInstagramDm() {
        StepSchema message =
                StepSchema.of(
                                "Send the fan a direct message from the project's Instagram"
                                    + " account, at most once. Requires a plan that includes it.")
                        .required(
                                "text",
                                StepSchema.text(
                                        DirectMessage.MAX_BYTES,
                                        "A Mustache template that produces visible text, with the"
                                            + " same tags as `text` of `send_text`. The template is"
                                            + " rejected if its result can exceed "
                                                + DirectMessage.MAX_BYTES
                                                + " bytes in UTF-8 for any fan."))
                        .optional(StepDocuments.FALLBACK, FALLBACK);
        return withTextVariants(message).withOnUnmet();
    }
}
