package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.messaging.DirectMessage;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.streaming.ProviderIdFields;
import dev.actionflows.domain.streaming.ProviderIds;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Reads and writes the steps of flow documents. The record of each type reads its own properties,
 * except that messages, which have the same ones, are read here.
 */
final class StepDocuments {
    static final String FALLBACK = "fallback";
    static final String VARIANTS = "variants";
    private static final String TEXT = "text";
    private static final String SUBJECT = "subject";
    private static final String BODY = "body";

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
        if (!step.variants().isEmpty()) {
            document.put(
                    VARIANTS, step.variants().stream().map(it -> different(it, step)).toList());
        }
        return document;
    }

    /** What of a variant differs from its step. */
    private static Map<String, Object> different(Step variant, Step step) {
        Map<String, Object> document = new LinkedHashMap<>(variant.properties());
        document.entrySet().removeAll(step.properties().entrySet());
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
            case NEXT_SAVE -> NextSaveStep.decode(fields);
            case ADD_TO_SEGMENT -> AddToSegmentStep.decode(fields);
            case WAIT -> WaitStep.decode(fields);
            case SEND_TEXT ->
                    StepDocuments.<Step.SendText>text(
                            fields, TextMessage.MAX_LENGTH, Step.SendText::new);
            case SEND_EMAIL -> sendEmail(fields);
            case SEND_INSTAGRAM_DM ->
                    StepDocuments.<Step.SendInstagramDm>text(
                            fields, DirectMessage.MAX_BYTES, Step.SendInstagramDm::new);
        };
    }

    /** Creates a message that has a text only. */
    @FunctionalInterface
    private interface TextCreator<S> {
        S create(MessageTemplate text, OnUnmet onUnmet, boolean isFallback, List<S> variants);
    }

    private static <S extends Step.Message> Optional<S> text(
            Fields fields, int maxLength, TextCreator<S> creator) {
        Optional<MessageTemplate> text = template(fields, TEXT, maxLength);
        OnUnmet onUnmet = onUnmet(fields, OnUnmet.HOLD);
        boolean isFallback = isFallback(fields);
        Function<MessageTemplate, S> message =
                it -> creator.create(it, onUnmet, isFallback, List.of());
        List<S> variants =
                variants(
                        fields,
                        TEXT,
                        text.map(message),
                        it -> template(it, TEXT, maxLength).map(message));
        return text.map(it -> creator.create(it, onUnmet, isFallback, variants));
    }

    private static Optional<Step.SendEmail> sendEmail(Fields fields) {
        Optional<MessageTemplate> subject =
                template(fields, SUBJECT, Step.SendEmail.MAX_SUBJECT_LENGTH);
        Optional<MessageTemplate> body = template(fields, BODY, Step.SendEmail.MAX_BODY_LENGTH);
        OnUnmet onUnmet = onUnmet(fields, OnUnmet.HOLD);
        boolean isFallback = isFallback(fields);
        Optional<Step.SendEmail> own =
                subject.flatMap(
                        line ->
                                body.map(
                                        content ->
                                                new Step.SendEmail(
                                                        line, content, onUnmet, isFallback)));
        List<Step.SendEmail> variants =
                variants(fields, SUBJECT, own, it -> variantOfEmail(it, own));
        return own.map(
                it -> new Step.SendEmail(it.subject(), it.body(), onUnmet, isFallback, variants));
    }

    /** What a variant does not say is that of the step. */
    private static Optional<Step.SendEmail> variantOfEmail(
            Fields fields, Optional<Step.SendEmail> own) {
        Optional<MessageTemplate> subject =
                fields.has(SUBJECT) || !fields.has(BODY)
                        ? template(fields, SUBJECT, Step.SendEmail.MAX_SUBJECT_LENGTH)
                        : own.map(Step.SendEmail::subject);
        Optional<MessageTemplate> body =
                fields.has(BODY)
                        ? template(fields, BODY, Step.SendEmail.MAX_BODY_LENGTH)
                        : own.map(Step.SendEmail::body);
        return own.flatMap(
                it ->
                        subject.flatMap(
                                line ->
                                        body.map(
                                                content ->
                                                        new Step.SendEmail(
                                                                line,
                                                                content,
                                                                it.onUnmet(),
                                                                it.isFallback()))));
    }

    /**
     * The other versions of a message, which all differ.
     *
     * @param name of the property that is reported if one does not
     * @param own empty if the message itself is invalid
     */
    private static <S extends Step.Message> List<S> variants(
            Fields fields, String name, Optional<S> own, Function<Fields, Optional<S>> decoder) {
        List<S> variants = new ArrayList<>();
        Set<Map<String, Object>> seen = new HashSet<>();
        own.ifPresent(it -> seen.add(it.properties()));
        for (Fields variant : fields.optionalObjects(VARIANTS, Step.Message.MAX_VARIANTS - 1)) {
            Optional<S> message = decoder.apply(variant);
            variant.rejectUnknown();
            if (message.filter(it -> !seen.add(it.properties())).isPresent()) {
                variant.violation(
                        name,
                        "must differ from the message and its other variants; change it, or remove"
                                + " the variant");
            }
            message.ifPresent(variants::add);
        }
        return variants;
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
