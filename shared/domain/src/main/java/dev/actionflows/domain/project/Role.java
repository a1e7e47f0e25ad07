package dev.actionflows.domain.project;

import java.util.Locale;

/** What the holder of a key may do in its project. Each role includes the earlier ones. */
public enum Role {
    /** Read everything, personal data included, except as files; simulate flows. */
    LOOK,
    /**
     * Change content: flows, segments, releases, artists, pages and frequency caps. Whoever starts
     * a flow has it send messages and spend credits.
     */
    EDIT,
    /** Act on fans and runs, export personal data, and stop all messages. */
    OPERATE,
    /** Everything in the project, including its accounts at providers and its keys. */
    OWN;

    /** The name in JSON, such as {@code look}. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this role includes the required one. */
    public boolean includes(Role required) {
        return compareTo(required) >= 0;
    }
}
