package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.streaming.ProviderIdFields;
import dev.actionflows.domain.streaming.ProviderIds;

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
            case ADD_TO_LIBRARY -> Step.AddToLibrary.decode(fields);
            case NEXT_SAVE -> Step.NextSave.decode(fields);
            case ADD_TO_SEGMENT -> Step.AddToSegment.decode(fields);
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

    /**
     * Reads an object of ids at the services and nothing else.
     *
     * @param kind what they are ids of, as in Spotify's URIs
     */
    static Optional<ProviderIds> providerIds(Fields fields, String kind) {
        Optional<ProviderIds> ids = ProviderIdFields.decodeSome(fields, kind);
        fields.rejectUnknown();
        return ids;
    }

    static OnUnmet onUnmet(Fields fields, OnUnmet byDefault) {
        return fields.optional("onUnmet", OnUnmet::ofWireName, "skip, defer or hold")
                .orElse(byDefault);
    }
}
