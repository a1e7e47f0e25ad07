package dev.actionflows.domain.privacy;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A kind of data that is stored about a fan. */
public enum DataKind {
    /** A record of the fan: identities, first name, time zone. */
    PROFILE,
    /** What is stored under the hash of an address: its owner, its consent, the messages to it. */
    ADDRESS,
    /** A change of consent with its evidence. */
    CONSENT,
    /** A connection to a streaming account, with its tokens. */
    CONNECTION,
    /** What the fan agreed to before connecting. */
    AGREEMENT,
    SEGMENT_MEMBERSHIP,
    PRE_SAVE,
    /** An opt-in to all future releases of an artist. */
    NEXT_SAVE,
    /** A cooldown, or the events counted for a threshold. */
    RE_ENTRY,
    /** An entry in a list of runs that wait for something. */
    WAITING_RUN,
    RUN,
    /** An event that started no run. */
    EVENT;

    /** The name in JSON and in items. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<DataKind> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
    }
}
