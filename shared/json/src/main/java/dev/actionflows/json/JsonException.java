package dev.actionflows.json;

/** The text is not JSON, or not JSON of the expected form. The message includes line and column. */
public final class JsonException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonException(String message, Throwable cause) {
        super(message, cause);
    }

    JsonException(String message) {
        super(message);
    }
}
