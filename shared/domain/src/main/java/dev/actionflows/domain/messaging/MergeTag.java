package dev.actionflows.domain.messaging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * What a message can say that differs from fan to fan. The wire name is the constant's name in
 * lower case.
 */
public enum MergeTag {
    /**
     * The link by which this fan connects a streaming account; nothing for a fan whose connections
     * allow all that the flow does there.
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
