package dev.actionflows.domain.id;

import java.util.Optional;

/**
 * Identifies a run within its project: {@code run_} and 26 characters, a hash of what makes the run
 * unique.
 */
public record RunId(String value) {
    private static final IdForm FORM = new IdForm("run", 26);

    public RunId {
        FORM.check(value);
    }

    /**
     * Derives the id from its parts, so that a redelivered event finds the run that it started.
     *
     * @param reEntryKey distinguishes a fan's runs of one flow: the event's id, or a constant for
     *     "only once"
     */
    public static RunId of(ProjectId project, FlowId flow, FanId fan, String reEntryKey) {
        return new RunId(FORM.hash(project.value(), flow.value(), fan.value(), reEntryKey));
    }

    /**
     * @return empty when the text is not a valid run id
     */
    public static Optional<RunId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new RunId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
