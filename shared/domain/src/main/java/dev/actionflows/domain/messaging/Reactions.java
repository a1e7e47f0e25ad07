package dev.actionflows.domain.messaging;

import java.util.regex.Pattern;

/**
 * Recognizes the texts that a phone sends when its owner reacts to a message, such as {@code Liked
 * “Reply STOP to opt out”}: they quote the message, so its words are not the fan's.
 */
final class Reactions {
    private static final Pattern REACTION =
            Pattern.compile(
                    "\\s*(?:liked|loved|disliked|laughed at|emphasi[sz]ed|questioned|reacted"
                        + " [^“\"]{1,40} to|removed an? [^“\"]{1,40} from|❤️? to|.{1,4}"
                        + " to|(?:le|les) (?:gust|encant)\\p{L}{1,4}|se ri[oó] de|a"
                        + " (?:aimé|adoré|ri de|mis en évidence)|(?:hat|gefällt)|curtiu|amou|riu"
                        + " de|adorou|ha"
                        + " (?:messo|riso)[^“]{0,30}|vond|polubiono|gillade)\\s*[“„«\"”].*",
                    Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE | Pattern.DOTALL);

    private static final Pattern JAPANESE =
            Pattern.compile("\\s*「.*」に.{0,10}(?:いいね|しました).*", Pattern.DOTALL);

    private Reactions() {}

    static boolean isOne(String text) {
        return REACTION.matcher(text).matches() || JAPANESE.matcher(text).matches();
    }
}
