package dev.actionflows.domain.id;

import java.util.Optional;

/** Identifies an artist: {@code art_} and 16 characters. */
public record ArtistId(String value) {
    private static final IdForm FORM = new IdForm("art");

    public ArtistId {
        FORM.check(value);
    }

    /** Generates a new id. */
    public static ArtistId from(IdSource ids) {
        return new ArtistId(FORM.make(ids));
    }

    /**
     * @return empty when the text is not a valid id
     */
    public static Optional<ArtistId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new ArtistId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
