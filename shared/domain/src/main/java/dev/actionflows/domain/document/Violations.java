package dev.actionflows.domain.document;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Collects what is wrong in one document, so that the caller learns of all of it at once. */
public final class Violations {
    private final List<Violation> found = new ArrayList<>();

    public void add(String pointer, String detail) {
        found.add(new Violation(pointer, detail));
    }

    public List<Violation> found() {
        return List.copyOf(found);
    }

    /**
     * @param decoded what the document means; present whenever nothing is wrong
     * @throws ProblemException with everything that was found wrong
     */
    public <T> T orThrow(Optional<T> decoded) {
        if (!found.isEmpty()) {
            throw ProblemException.invalid(found);
        }
        return decoded.orElseThrow(
                () -> new IllegalStateException("nothing decoded, nothing wrong"));
    }
}
