package dev.actionflows.domain.id;

import java.util.Optional;

/** Identifies a fan: {@code fan_} and 16 characters. */
public record FanId(String value) {
    private static final IdForm FORM = new IdForm("fan");

    public FanId {
        FORM.check(value);
    }

    /** Generates a new id. */
    public static FanId from(IdSource ids) {
        return new FanId(FORM.make(ids));
    }

    /**
     * @return empty when the text is not a valid id
     */
    public static Optional<FanId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new FanId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
