package dev.actionflows.lambda.http;

import java.util.Set;
import java.util.stream.Stream;

/**
 * A failure as the log may have it: where it happened, and its message only where that is known to
 * be free of what callers and fans have written. Messages of the JDK and of parsers quote the text
 * that they could not read, which may be a phone number or a key.
 */
final class FailureText {
    private static final Set<String> TRUSTED =
            Set.of("dev.actionflows.", "software.amazon.awssdk.");

    private FailureText() {}

    static String of(Throwable failure) {
        StringBuilder text = new StringBuilder();
        Stream.iterate(failure, it -> it != null, Throwable::getCause)
                .limit(10)
                .forEach(it -> append(text, it));
        return text.toString();
    }

    private static void append(StringBuilder text, Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        if (!text.isEmpty()) {
            text.append("\ncaused by ");
        }
        text.append(failure.getClass().getName());
        if (frames.length > 0 && isTrusted(frames[0].getClassName())) {
            text.append(": ").append(failure.getMessage());
        }
        for (StackTraceElement frame : frames) {
            text.append("\n  at ").append(frame);
        }
    }

    private static boolean isTrusted(String thrownBy) {
        return TRUSTED.stream().anyMatch(thrownBy::startsWith);
    }
}
