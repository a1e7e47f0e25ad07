package dev.actionflows.domain.messaging.limits;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What happens to texts when credits are used up. The wire name is the name in lowercase. */
public enum WhenUsedUp {
    /** They are not sent. */
    STOP,
    /** They wait for credits: more of them, or the next month. */
    WAIT,
    /** They are sent nevertheless, and the alerts still come. */
    CONTINUE;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<WhenUsedUp> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}
