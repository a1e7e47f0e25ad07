package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a fan is in a list of {@link FanDirectory}, as text for its cursors. */
public sealed interface FanPlace {
    FanId fan();

    /** What {@code parse} of the same type accepts. */
    String text();

    /**
     * A place in the list by name.
     *
     * @param name folded
     */
    record ByName(String name, FanId fan) implements FanPlace {
        /** As a database sorts texts: by the bytes of UTF-8. No folded name has the separator. */
        public static final Comparator<ByName> ORDER =
                Comparator.comparing(
                        it -> it.text().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

        private static final char SEPARATOR = '#';

        @Override
        public String text() {
            return name + SEPARATOR + fan;
        }

        /** Empty if no list has this place. */
        public static Optional<ByName> parse(String text) {
            int end = text.indexOf(SEPARATOR);
            return end < 1
                    ? Optional.empty()
                    : FanId.parse(text.substring(end + 1))
                            .map(fan -> new ByName(text.substring(0, end), fan))
                            .filter(ByName::isPossible);
        }

        /**
         * No list has other names: a folded one is no longer than a first name, and has no
         * noncharacter. A database could not look for them.
         */
        private boolean isPossible() {
            return name.codePointCount(0, name.length()) <= FirstName.MAX_LENGTH
                    && name.codePoints().noneMatch(it -> it == Character.MAX_CODE_POINT);
        }

        @Override
        public String toString() {
            return "place of " + fan;
        }
    }

    /**
     * A place in the list by time.
     *
     * @param createdAt in milliseconds precision
     */
    record ByTime(Instant createdAt, FanId fan) implements FanPlace {
        /** Latest first. */
        public static final Comparator<ByTime> ORDER =
                Comparator.comparing(ByTime::createdAt)
                        .thenComparing(it -> it.fan().value())
                        .reversed();

        private static final Pattern FORM = Pattern.compile("([0-9]{13})#(.+)");

        public ByTime {
            createdAt = Instant.ofEpochMilli(createdAt.toEpochMilli());
        }

        @Override
        public String text() {
            return createdAt.toEpochMilli() + "#" + fan;
        }

        /** Empty if no list has this place. */
        public static Optional<ByTime> parse(String text) {
            Matcher matcher = FORM.matcher(text);
            return matcher.matches()
                    ? FanId.parse(matcher.group(2))
                            .map(
                                    fan ->
                                            new ByTime(
                                                    Instant.ofEpochMilli(
                                                            Long.parseLong(matcher.group(1))),
                                                    fan))
                    : Optional.empty();
        }
    }
}
