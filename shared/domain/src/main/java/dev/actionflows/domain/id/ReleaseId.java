package dev.actionflows.domain.id;

import java.util.Optional;

/** Identifies a release: {@code rel_} and 16 characters. */
public record ReleaseId(String value) {
    private static final IdForm FORM = new IdForm("rel");

    public ReleaseId {
        FORM.check(value);
    }

    /** Generates a new id. */
    public static ReleaseId from(IdSource ids) {
        return new ReleaseId(FORM.make(ids));
    }

    /**
     * The id of a release that is detected by an album.
     *
     * @param album its id at a streaming service
     */
    public static ReleaseId ofAlbum(ProjectId project, String album) {
        return new ReleaseId(FORM.hash(project.value(), album));
    }

    /**
     * @return empty when the text is not a valid id
     */
    public static Optional<ReleaseId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new ReleaseId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
