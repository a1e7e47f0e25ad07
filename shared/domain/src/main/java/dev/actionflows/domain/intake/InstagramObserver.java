package dev.actionflows.domain.intake;

/**
 * Observes what Instagram delivers and the intake ignores. Never throws, and nothing depends on it.
 */
@FunctionalInterface
public interface InstagramObserver {
    /**
     * @param count at least 1
     */
    void ignored(Why why, int count);

    /** Why it was ignored. */
    enum Why {
        /** No project has this account. */
        UNKNOWN_ACCOUNT,
        /** It is a message or a comment but lacks a required property. */
        UNREADABLE
    }
}
