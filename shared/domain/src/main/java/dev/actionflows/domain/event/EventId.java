package dev.actionflows.domain.event;

/**
 * Identifies an event within its project: the source and the source's own id, such as {@code
 * sms:SM…}.
 *
 * @param value 1 to 200 characters
 */
public record EventId(String value) {
    public EventId {
        if (value.isEmpty() || value.length() > 200) {
            throw new IllegalArgumentException("an event id has 1 to 200 characters");
        }
    }
}
