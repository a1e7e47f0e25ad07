package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.messaging.DirectMessage;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.streaming.ProviderIdFields;
import dev.actionflows.domain.streaming.ProviderIds;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads and writes the steps of flow documents. The record of each type reads its own properties,
 * except that messages, which have the same ones, are read here.
 */
final class StepDocuments {
    static final String FALLBACK = "fallback";

    private StepDocuments() {}

    static Map<String, Object> of(Step step) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", step.type().wireName());
        document.putAll(step.properties());
        if (step.hasOnUnmet()) {
            document.put("onUnmet", step.onUnmet().wireName());
        }
        if (step.isFallback()) {
            document.put(FALLBACK, true);
        }
        return document;
    }

    static Optional<? extends Step> decode(Fields fields) {
        Optional<StepType> type =
                fields.required("type", StepType::ofWireName, StepType.wireNames());
        Optional<? extends Step> step = type.flatMap(known -> decode(known, fields));
        if (type.isPresent()) {
            fields.rejectUnknown();
        }
        return step;
    }

    private static boolean isFallback(Fields fields) {
        return fields.optionalFlag(FALLBACK).orElse(false);
    }

    private static Optional<? extends Step> decode(StepType type, Fields fields) {
        return switch (type) {
            case PRE_SAVE -> Step.PreSave.decode(fields);
            case FOLLOW_ARTIST -> Step.FollowArtist.decode(fields);
            case ADD_TO_LIBRARY -> Step.AddToLibrary.decode(fields);
            case NEXT_SAVE -> Step.NextSave.decode(fields);
            case ADD_TO_SEGMENT -> Step.AddToSegment.decode(fields);
            case WAIT -> WaitStep.decode(fields);
            case SEND_TEXT -> sendText(fields);
            case SEND_EMAIL -> sendEmail(fields);
            case SEND_INSTAGRAM_DM -> sendInstagramDm(fields);
        };
    }

    private static Optional<Step.SendText> sendText(Fields fields) {
        Optional<MessageTemplate> text = template(fields, "text", TextMessage.MAX_LENGTH);
        OnUnmet onUnmet = onUnmet(fields, OnUnmet.HOLD);
        boolean isFallback = isFallback(fields);
        return text.map(it -> new Step.SendText(it, onUnmet, isFallback));
    }

    private static Optional<Step.SendEmail> sendEmail(Fields fields) {
        Optional<MessageTemplate> subject =
                template(fields, "subject", Step.SendEmail.MAX_SUBJECT_LENGTH);
        Optional<MessageTemplate> body = template(fields, "body", Step.SendEmail.MAX_BODY_LENGTH);
        OnUnmet onUnmet = onUnmet(fields, OnUnmet.HOLD);
        boolean isFallback = isFallback(fields);
        return subject.flatMap(
                line ->
                        body.map(
                                content -> new Step.SendEmail(line, content, onUnmet, isFallback)));
    }

    private static Optional<Step.SendInstagramDm> sendInstagramDm(Fields fields) {
        Optional<MessageTemplate> text = template(fields, "text", DirectMessage.MAX_BYTES);
        OnUnmet onUnmet = onUnmet(fields, OnUnmet.HOLD);
        boolean isFallback = isFallback(fields);
        return text.map(it -> new Step.SendInstagramDm(it, onUnmet, isFallback));
    }

    private static Optional<MessageTemplate> template(Fields fields, String name, int maxLength) {
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
