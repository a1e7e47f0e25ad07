package dev.actionflows.domain.embed;

import java.util.Optional;

/**
 * Where a request came from; of a fan it is part of the evidence of consent.
 *
 * @param address the IP address
 * @param userAgent what the program calls itself, shortened
 */
public record Client(Optional<String> address, Optional<String> userAgent) {
    private static final int MAX_USER_AGENT = 300;

    public Client {
        userAgent =
                userAgent.map(
                        text ->
                                text.length() > MAX_USER_AGENT
                                        ? text.substring(0, MAX_USER_AGENT)
                                        : text);
    }

    /** Without what is of a person. */
    @Override
    public String toString() {
        return "Client";
    }
}
