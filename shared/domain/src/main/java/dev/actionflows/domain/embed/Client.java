package dev.actionflows.domain.embed;

import java.util.Optional;

/**
 * The client of a request; for a fan, it is part of the evidence of consent.
 *
 * @param address the IP address
 * @param userAgent the User-Agent header, truncated
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

    /** Omits personal data. */
    @Override
    public String toString() {
        return "Client";
    }
}
