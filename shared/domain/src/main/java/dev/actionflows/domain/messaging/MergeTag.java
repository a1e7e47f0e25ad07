package dev.actionflows.domain.messaging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts of a message that differ per fan. The wire name is the constant's name in lowercase.
 */
public enum MergeTag {
    /**
     * The link with which the fan connects a streaming account; absent for a fan whose connections
     * already allow everything that the flow does.
     */
    CONNECT_LINK,
    /** The project's name. */
    PROJECT_NAME;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<MergeTag> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(tag -> tag.wireName().equals(wireName)).findFirst();
    }
}
