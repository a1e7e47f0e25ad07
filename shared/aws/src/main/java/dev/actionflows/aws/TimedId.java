package dev.actionflows.aws;

import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in a list sorted by time.
 *
 * @param time in milliseconds precision
 * @param id breaks ties between equal times
 */
record TimedId<I>(Instant time, I id) {
    private static final Pattern FORM = Pattern.compile("([0-9]{13})#(.+)");

    static <I> Optional<TimedId<I>> parse(String text, Function<String, Optional<I>> idParser) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Instant time = Instant.ofEpochMilli(Long.parseLong(matcher.group(1)));
        return idParser.apply(matcher.group(2)).map(id -> new TimedId<>(time, id));
    }

    /** Text that sorts by time. */
    String text() {
        return Digits.padded(time.toEpochMilli(), 13) + "#" + id;
    }
}
