package dev.actionflows.providers;

/**
 * The text is not a form. The message says what is wrong and where, and quotes nothing: a form may
 * hold personal data.
 */
public final class MalformedFormException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedFormException(String problem, int index) {
        super(problem + ", at character " + (index + 1));
    }
}
