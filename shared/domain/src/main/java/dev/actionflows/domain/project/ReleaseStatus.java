package dev.actionflows.domain.project;

import java.util.Locale;

/** What is known of a release at a time. */
public enum ReleaseStatus {
    /** It is not certainly out yet. */
    ANNOUNCED,
    OUT,
    /** Its label has cancelled it: nothing is done for it any more. */
    CANCELLED;

    /** The name in JSON. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
