package dev.actionflows.domain.usage;

import java.util.Locale;

/** Where alerts about credits are sent. The wire name is the constant's name in lowercase. */
public enum AlertChannel {
    /** For other systems. */
    EVENT_BUS,
    /** The operator's topic of alarms. */
    ALARM_TOPIC,
    /** The address that the project has set. */
    MAIL;

    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
