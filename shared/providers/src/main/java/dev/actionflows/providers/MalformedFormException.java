package dev.actionflows.providers;

/**
 * The text is not a valid form. The message names the problem and its position but quotes nothing,
 * because a form may contain personal data.
 */
public final class MalformedFormException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedFormException(String problem, int index) {
        super(problem + ", at character " + (index + 1));
    }
}
