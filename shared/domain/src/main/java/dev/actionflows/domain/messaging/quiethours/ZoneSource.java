package dev.actionflows.domain.messaging.quiethours;

/** How the recipient's time zones were determined. */
public enum ZoneSource {
    /** The fan declared the zone. */
    DECLARED,
    /** By the number's area code: all zones in the area. */
    NUMBER,
    /** By the number's country: all zones of the country, or of both countries it may belong to. */
    COUNTRY,
    /** Nothing indicates a zone. */
    NONE
}
