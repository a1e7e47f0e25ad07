package dev.actionflows.domain.id;

import java.util.Optional;

/** Identifies a flow: {@code flow_} and 16 characters. */
public record FlowId(String value) {
    private static final IdForm FORM = new IdForm("flow");

    public FlowId {
        FORM.check(value);
    }

    /** Generates a new id. */
    public static FlowId from(IdSource ids) {
        return new FlowId(FORM.make(ids));
    }

    /**
     * @return empty when the text is not a valid id
     */
    public static Optional<FlowId> parse(String text) {
        return FORM.matches(text) ? Optional.of(new FlowId(text)) : Optional.empty();
    }

    @Override
    public String toString() {
        return value;
    }
}
