package dev.actionflows.lambda.telemetry;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Formats a failure for the log without personal data. It contains the stack frames, but the
 * message only if our own code or the AWS SDK created the exception and the message does not repeat
 * another exception's. Messages of the JDK and of parsers quote their input, which may be a phone
 * number or a key.
 */
final class FailureText {
    private static final Set<String> TRUSTED =
            Set.of("dev.actionflows.", "software.amazon.awssdk.");

    private static final int MAX_CAUSES = 10;
    private static final int MAX_FRAMES = 40;

    private FailureText() {}

    /** As JSON: type, message if it is safe, frames, and cause. */
    static Map<String, Object> of(Throwable failure) {
        return of(failure, MAX_CAUSES);
    }

    private static Map<String, Object> of(Throwable failure, int causesLeft) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", failure.getClass().getName());
        String message = failure.getMessage();
        if (message != null && isTrusted(failure) && !quotesItsCause(failure, message)) {
            members.put("message", message);
        }
        members.put("frames", texts(failure.getStackTrace()));
        Throwable cause = failure.getCause();
        if (cause != null && causesLeft > 0) {
            members.put("cause", of(cause, causesLeft - 1));
        }
        return members;
    }

    private static List<String> texts(StackTraceElement[] frames) {
        return Arrays.stream(frames).limit(MAX_FRAMES).map(StackTraceElement::toString).toList();
    }

    private static boolean isTrusted(Throwable failure) {
        StackTraceElement[] frames = failure.getStackTrace();
        return frames.length > 0 && TRUSTED.stream().anyMatch(frames[0].getClassName()::startsWith);
    }

    /** Whether the message is the default of an exception that was created with only a cause. */
    private static boolean quotesItsCause(Throwable failure, String message) {
        Throwable cause = failure.getCause();
        for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
            String quoted = cause.getMessage();
            if (quoted != null && !isTrusted(cause) && message.contains(quoted)) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
