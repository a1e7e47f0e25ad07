package dev.actionflows.domain.document;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects all violations of one document, so that the caller gets them at once. */
public final class Violations {
    private final List<Violation> found = new ArrayList<>();

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
