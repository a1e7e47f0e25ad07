package dev.actionflows.flows;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Validates the public base URLs of projects. Providers sign URLs that start with the base URL,
 * character by character, so ambiguous URLs are rejected rather than normalized.
 */
final class BaseUrls {
    static final String EXPECTED =
            "an absolute http or https URL of at most 500 characters, without user, query, fragment"
                    + " and trailing slash";

    private static final int MAX_LENGTH = 500;

    private BaseUrls() {}

    static Optional<String> parse(String text) {
        try {
            URI uri = new URI(text);
            return text.length() <= MAX_LENGTH && isBase(uri)
                    ? Optional.of(text)
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isBase(URI uri) {
        return ("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))
                && uri.getHost() != null
                && uri.getRawUserInfo() == null
                && uri.getRawQuery() == null
                && uri.getRawFragment() == null
                && !uri.getRawPath().endsWith("/")
                && uri.toString().equals(uri.normalize().toASCIIString());
    }
}
