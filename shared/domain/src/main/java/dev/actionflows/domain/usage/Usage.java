package dev.actionflows.domain.usage;

/**
 * A number of messages and the credits that they cost together.
 *
 * @param messages those that were handed to a provider, unless it rejected them
 */
public record Usage(long messages, long credits) {
    public static final Usage NONE = new Usage(0, 0);

    public Usage plus(Usage other) {
        return new Usage(messages + other.messages, credits + other.credits);
    }

    public Usage minus(Usage other) {
        return new Usage(messages - other.messages, credits - other.credits);
    }

    public boolean isNone() {
        return equals(NONE);
    }
}
