package dev.actionflows.domain.id;

import java.util.Optional;

/** Identifies a segment: {@code seg_} and 16 characters. */
public record SegmentId(String value) {
    private static final IdForm FORM = new IdForm("seg");

    public SegmentId {
        FORM.check(value);
    }

    /** Generates a new id. */
    public static SegmentId from(IdSource ids) {
        return new SegmentId(FORM.make(ids));
    }

    /**
     * @return empty when the text is not a valid id
     */
    public static Optional<SegmentId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new SegmentId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
