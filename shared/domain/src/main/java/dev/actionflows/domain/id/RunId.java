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
     * The same parts always give the same id, so that an event that is delivered twice finds the
     * run it started.
     *
     * @param reEntryKey what tells a fan's runs of one flow apart: the event's id, or a constant
     *     for "only once"
     */
    public static RunId of(ProjectId project, FlowId flow, FanId fan, String reEntryKey) {
        return new RunId(FORM.hash(project.value(), flow.value(), fan.value(), reEntryKey));
    }

    /**
     * @return empty when the text is no run id
     */
    public static Optional<RunId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new RunId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
