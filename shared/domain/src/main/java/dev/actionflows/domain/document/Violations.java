package dev.actionflows.domain.document;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects all violations of one document, so that the caller gets them at once. */
public final class Violations {
    private final List<Violation> found = new ArrayList<>();
    private final boolean ofStored;

    /** Of a document that somebody submits. */
    public Violations() {
        this(false);
    }

    private Violations(boolean ofStored) {
        this.ofStored = ofStored;
    }

    /**
     * Of a document that was accepted earlier, for which {@link Fields#textRule} does not apply.
     */
    public static Violations ofStored() {
        return new Violations(true);
    }

    boolean isOfStored() {
        return ofStored;
    }

    public void add(String pointer, String detail) {
        found.add(new Violation(pointer, detail));
    }

    public List<Violation> found() {
        return List.copyOf(found);
    }

    /**
     * @param decoded the decoded document; present if there are no violations
     * @throws ProblemException with all violations
     */
    public <T> T orThrow(Optional<T> decoded) {
        if (!found.isEmpty()) {
            throw ProblemException.invalid(found);
        }
        return decoded.orElseThrow(
                () -> new IllegalStateException("no violations, but nothing decoded"));
    }
}
