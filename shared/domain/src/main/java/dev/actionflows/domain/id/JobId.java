package dev.actionflows.domain.id;

import java.util.Optional;

/** Identifies a job within its project: {@code job_} and 16 characters. */
public record JobId(String value) {
    private static final IdForm FORM = new IdForm("job");

    public JobId {
        FORM.check(value);
    }

    /** Generates a new id. */
    public static JobId from(IdSource ids) {
        return new JobId(FORM.make(ids));
    }

    /**
     * @return empty when the text is not a valid id
     */
    public static Optional<JobId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new JobId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
