package dev.actionflows.domain.id;

import java.util.Optional;

/** Identifies an erasure of a fan: {@code era_} and 16 characters. */
public record ErasureId(String value) {
    private static final IdForm FORM = new IdForm("era");

    public ErasureId {
        FORM.check(value);
    }

    /** Generates a new id. */
    public static ErasureId from(IdSource ids) {
        return new ErasureId(FORM.make(ids));
    }

    /**
     * @return empty when the text is not a valid id
     */
    public static Optional<ErasureId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new ErasureId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
