package dev.actionflows.flows;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * Public base URLs of projects. Providers sign requests for URLs that start with one, letter by
 * letter, so what is ambiguous is refused instead of mended.
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
