package dev.actionflows.domain.event;

import dev.actionflows.domain.id.Sha256;

import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Ids of events from Instagram. Meta's ids are hashed if they are long or have unusual characters;
 * no plain id looks like a hash.
 */
public final class InstagramEventId {
    /** Safe in keys and paths. */
    private static final Pattern PLAIN_ID = Pattern.compile("[A-Za-z0-9_.-]{1,190}");

    private static final String COMMENT = "igc:";
    private static final String MESSAGE = "igdm:";

    private InstagramEventId() {}

    /**
     * @param id Meta's {@code mid}
     */
    public static EventId ofMessage(String id) {
        return new EventId(MESSAGE + safe(id));
    }

    /**
     * @param id Meta's id of the comment
     */
    public static EventId ofComment(String id) {
        return new EventId(COMMENT + safe(id));
    }

    /**
     * Meta's id of the comment that the event is.
     *
     * @return empty if the event is no comment, or the id was hashed
     */
    public static Optional<String> commentOf(EventId event) {
        return Optional.of(event.value())
                .filter(it -> it.startsWith(COMMENT))
                .map(it -> it.substring(COMMENT.length()))
                .filter(it -> PLAIN_ID.matcher(it).matches());
    }

    private static String safe(String id) {
        return PLAIN_ID.matcher(id).matches() ? id : "sha256:" + sha256(id);
    }

    /** In hexadecimal. */
    public static String sha256(String text) {
        return HexFormat.of().formatHex(Sha256.of(text));
    }
}
