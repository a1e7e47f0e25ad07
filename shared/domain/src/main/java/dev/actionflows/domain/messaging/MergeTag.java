package dev.actionflows.domain.messaging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts of a message that differ per fan or per release. The wire name is the constant's name
 * in lowercase.
 */
public enum MergeTag {
    /** The artist of the release, or the artist that the run's event is about. */
    ARTIST_NAME(false),
    /**
     * The link with which the fan connects a streaming account; absent for a fan whose connections
     * already allow everything that the flow does.
     */
    CONNECT_LINK(true),
    /** The fan's first name; absent for a fan who has not given one. */
    FIRST_NAME(true),
    /** The project's name. */
    PROJECT_NAME(false),
    /** A link to the release; absent until its id at a streaming service is known. */
    RELEASE_LINK(true),
    /** The title of the release that the flow is about. */
    RELEASE_TITLE(false);

    private final boolean mayBeAbsent;

    MergeTag(boolean mayBeAbsent) {
        this.mayBeAbsent = mayBeAbsent;
    }

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether some fans of a flow have no value, though others have. */
    public boolean mayBeAbsent() {
        return mayBeAbsent;
    }

    public static Optional<MergeTag> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(tag -> tag.wireName().equals(wireName)).findFirst();
    }
}
