package dev.actionflows.domain.messaging.limits;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A way to send messages to fans. The wire name is the constant's name in lowercase. */
public enum Channel {
    TEXT,
    EMAIL,
    INSTAGRAM_DM;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Channel> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}
