package dev.actionflows.domain.id;

import java.util.Optional;

/** Identifies a webhook: {@code wh_} and 16 characters. */
public record WebhookId(String value) {
    private static final IdForm FORM = new IdForm("wh");

    public WebhookId {
        FORM.check(value);
    }

    /** Generates a new id. */
    public static WebhookId from(IdSource ids) {
        return new WebhookId(FORM.make(ids));
    }

    /**
     * @return empty when the text is not a valid id
     */
    public static Optional<WebhookId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new WebhookId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
