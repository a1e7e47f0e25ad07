package dev.actionflows.domain.connect;

import java.util.Optional;

/**
 * A fan's browser asks for the way to a streaming service; nothing of it is checked yet.
 *
 * @param connectToken of a link in a text
 * @param fanToken of a page of the project
 * @param browser what the browser kept from an earlier attempt
 */
public record StartRequest(
        String provider,
        Optional<String> project,
        Optional<String> connectToken,
        Optional<String> fanToken,
        Optional<String> action,
        Optional<String> release,
        Optional<String> artist,
        Optional<String> returnTo,
        Optional<String> browser,
        Optional<String> userAgent) {
    /** Without the tokens. */
    @Override
    public String toString() {
        return "StartRequest[" + provider + ", " + project + ", " + action + "]";
    }
}
