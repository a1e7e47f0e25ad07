package dev.actionflows.domain.id;

import java.util.Optional;

/** Identifies a verification: {@code ver_} and 26 characters. */
public record VerificationId(String value) {
    private static final IdForm FORM = new IdForm("ver", 26);

    public VerificationId {
        FORM.check(value);
    }

    /** A new one. */
    public static VerificationId from(IdSource ids) {
        return new VerificationId(FORM.make(ids));
    }

    /** Derives the id from its parts: the same parts give the same id. */
    public static VerificationId of(String... parts) {
        return new VerificationId(FORM.hash(parts));
    }

    /**
     * @return empty when the text is not a valid verification id
     */
    public static Optional<VerificationId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new VerificationId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
