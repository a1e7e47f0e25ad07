package dev.actionflows.domain.event;

/**
 * Identifies an event within its project: the source and the source's own id, such as {@code
 * sms:SM…}.
 *
 * @param value 1 to 200 characters
 */
public record EventId(String value) {
    private static final int MAX_LENGTH = 200;

    public EventId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("an event id has 1 to 200 characters");
        }
    }

    public static boolean isValid(String text) {
        return !text.isEmpty() && text.length() <= MAX_LENGTH;
    }
}
