package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.messaging.MessageTemplate;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the steps of flow documents, each by the record of its type. */
final class StepDocuments {
    static final String FALLBACK = "fallback";

    static final Map<String, Object> FALLBACK_KEYWORDS =
            Map.of(
                    "type",
                    List.of("boolean", "null"),
                    "default",
                    false,
                    "description",
                    "Whether the message is sent only if the messages directly before it, up to"
                            + " the last one that is no fallback, were skipped or rejected. At most"
                            + " one of them is sent. The step before must be a message on another"
                            + " channel whose `onUnmet` is `skip` or `hold`.");

    private StepDocuments() {}

    static boolean isFallback(Fields fields) {
        return fields.optionalFlag(FALLBACK).orElse(false);
    }

    static Optional<? extends Step> decode(StepType type, Fields fields) {
        return switch (type) {
            case PRE_SAVE -> Step.PreSave.decode(fields);
            case FOLLOW_ARTIST -> Step.FollowArtist.decode(fields);
            case ADD_TO_SEGMENT -> Step.AddToSegment.decode(fields);
            case SEND_TEXT -> Step.SendText.decode(fields);
            case SEND_EMAIL -> Step.SendEmail.decode(fields);
            case SEND_INSTAGRAM_DM -> Step.SendInstagramDm.decode(fields);
        };
    }

    /** How authors write a step of this type. */
    static StepSchema schema(StepType type) {
        return switch (type) {
            case PRE_SAVE -> Step.PreSave.schema();
            case FOLLOW_ARTIST -> Step.FollowArtist.schema();
            case ADD_TO_SEGMENT -> Step.AddToSegment.schema();
            case SEND_TEXT -> Step.SendText.schema();
            case SEND_EMAIL -> Step.SendEmail.schema();
            case SEND_INSTAGRAM_DM -> Step.SendInstagramDm.schema();
        };
    }

    static Optional<MessageTemplate> template(Fields fields, String name, int maxLength) {
        Optional<String> source = fields.requiredText(name, maxLength);
        source.ifPresent(it -> fields.textRule(name, () -> MessageTemplate.errorsIn(it)));
        return source.map(MessageTemplate::new);
    }

    static OnUnmet onUnmet(Fields fields, OnUnmet byDefault) {
        return fields.optional("onUnmet", OnUnmet::ofWireName, "skip, defer or hold")
                .orElse(byDefault);
    }
}
