package dev.actionflows.domain.id;

import java.util.Optional;

/** Identifies a project: {@code prj_} and 16 characters. */
public record ProjectId(String value) {
    private static final IdForm FORM = new IdForm("prj");

    public ProjectId {
        FORM.check(value);
    }

    /** Generates a new id. */
    public static ProjectId from(IdSource ids) {
        return new ProjectId(FORM.make(ids));
    }

    /**
     * @return empty when the text is not a valid id
     */
    public static Optional<ProjectId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new ProjectId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
