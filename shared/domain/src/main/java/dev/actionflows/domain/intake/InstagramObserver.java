package dev.actionflows.domain.intake;

/**
 * Is told of what Instagram sends and nobody can do anything with. It never throws, and nothing
 * depends on what it does.
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
        /** It should be a message or a comment, but lacks what makes it one. */
        UNREADABLE
    }
}
