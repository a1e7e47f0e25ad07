package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.messaging.MessageTemplate;

import java.util.Optional;

/** Reads the steps of flow documents, each by the record of its type. */
final class StepDocuments {
    static final String FALLBACK = "fallback";

    private StepDocuments() {}

    static boolean isFallback(Fields fields) {
        return fields.optionalFlag(FALLBACK).orElse(false);
    }

    static Optional<? extends Step> decode(StepType type, Fields fields) {
        return switch (type) {
            case PRE_SAVE -> Step.PreSave.decode(fields);
            case FOLLOW_ARTIST -> Step.FollowArtist.decode(fields);
            case ADD_TO_SEGMENT -> Step.AddToSegment.decode(fields);
            case WAIT -> WaitStep.decode(fields);
            case SEND_TEXT -> Step.SendText.decode(fields);
            case SEND_EMAIL -> Step.SendEmail.decode(fields);
            case SEND_INSTAGRAM_DM -> Step.SendInstagramDm.decode(fields);
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
