package dev.actionflows.domain.flow;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.messaging.Keyword;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a flow listens to: a kind of event, and the scope that tells it from other events of that
 * kind.
 */
public sealed interface Trigger {
    TriggerType type();

    /** Two active flows of a project never have the same type and scope. */
    String scope();

    /** The trigger as part of a flow document. */
    Map<String, Object> toDocument();

    /**
     * A fan texts a keyword.
     *
     * @param text the keyword as its author wrote it
     */
    record SmsKeyword(String text, Keyword keyword) implements Trigger {
        @Override
        public TriggerType type() {
            return TriggerType.SMS_KEYWORD;
        }

        @Override
        public String scope() {
            return keyword.folded();
        }

        @Override
        public Map<String, Object> toDocument() {
            Map<String, Object> document = new LinkedHashMap<>();
            document.put("type", type().wireName());
            document.put("keyword", text);
            return document;
        }

        static Optional<Trigger> decode(Fields fields) {
            return fields.requiredText("keyword", Keyword.MAX_LENGTH)
                    .flatMap(text -> usable(fields, text));
        }

        private static Optional<Trigger> usable(Fields fields, String text) {
            if (Keyword.isReserved(text)) {
                fields.violation(
                        "keyword",
                        "is reserved: STOP, START, HELP and their kin always keep their meaning;"
                                + " choose another word");
            }
            Optional<Keyword> keyword = Keyword.of(text);
            if (keyword.isEmpty()) {
                fields.violation("keyword", "must have a letter, a digit or an emoji");
            }
            return keyword.map(folded -> new SmsKeyword(text.strip(), folded));
        }
    }

    /** Reads the trigger of a flow document. */
    static Optional<Trigger> decode(Fields fields) {
        Optional<Trigger> trigger =
                fields.required("type", TriggerType::ofWireName, TriggerType.wireNames())
                        .flatMap(
                                type ->
                                        switch (type) {
                                            case SMS_KEYWORD -> SmsKeyword.decode(fields);
                                        });
        if (trigger.isPresent()) {
            fields.rejectUnknown();
        }
        return trigger;
    }
}
