package dev.actionflows.domain.connect;

import java.util.Optional;
import java.util.function.Function;

/**
 * A fan's browser asks for the way to a streaming service; nothing of it is checked yet.
 *
 * @param connectToken of a link in a text
 * @param fanToken of a page of the project; never from an address
 * @param confirmation what the button on our page sent, see {@link Browser#confirmationOf}
 * @param origin the page that sent the browser here, if the browser itself says so: only for what
 *     is posted
 * @param address of the client, as API Gateway saw it
 * @param browser what the browser kept from an earlier attempt
 */
public record StartRequest(
        String provider,
        Optional<String> project,
        Optional<String> connectToken,
        Optional<String> fanToken,
        Optional<String> confirmation,
        Optional<String> origin,
        Optional<String> action,
        Optional<String> release,
        Optional<String> artist,
        Optional<String> returnTo,
        Optional<String> browser,
        Optional<String> userAgent,
        Optional<String> address) {
    /**
     * @param parameters by their names in links and forms, see {@link StartLink}
     */
    public static StartRequest of(
            String provider,
            Function<String, Optional<String>> parameters,
            Optional<String> origin,
            Optional<String> browser,
            Optional<String> userAgent,
            Optional<String> address) {
        return new StartRequest(
                provider,
                parameters.apply("project"),
                parameters.apply("t"),
                parameters.apply("fan_token"),
                parameters.apply("confirmation"),
                origin,
                parameters.apply("action"),
                parameters.apply("releaseId"),
                parameters.apply("artistId"),
                parameters.apply("return"),
                browser,
                userAgent,
                address);
    }

    /** Without the tokens. */
    @Override
    public String toString() {
        return "StartRequest[" + provider + ", " + project + ", " + action + "]";
    }
}
