package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.Project;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A page of the project to which a fan is sent back, and its origin. It is put together anew from
 * the parts that were judged, so that no browser reads it differently than we do.
 */
record ReturnUrl(String origin, String text) {
    private static final int MAX_LENGTH = 2000;
    private static final Pattern HOST = Pattern.compile("[0-9a-z.-]+|\\[[0-9a-f:.]+]");

    /**
     * @return empty when the text is no URL of one of the project's own origins
     */
    static Optional<ReturnUrl> of(String text, Project project) {
        return text.length() > MAX_LENGTH
                ? Optional.empty()
                : parsed(text).flatMap(url -> allowed(url, project));
    }

    private static Optional<URI> parsed(String text) {
        try {
            return Optional.of(new URI(text));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static Optional<ReturnUrl> allowed(URI url, Project project) {
        if (url.getScheme() == null
                || url.getHost() == null
                || url.getRawUserInfo() != null
                || url.getRawFragment() != null) {
            return Optional.empty();
        }
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        String host = url.getHost().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("https") || scheme.equals("http")) || !HOST.matcher(host).matches()) {
            return Optional.empty();
        }
        String origin = scheme + "://" + host + port(scheme, url.getPort());
        if (!project.allowedOrigins().contains(origin)) {
            return Optional.empty();
        }
        URI ascii = URI.create(url.toASCIIString());
        String path = ascii.getRawPath().isEmpty() ? "/" : ascii.getRawPath();
        String query = ascii.getRawQuery() == null ? "" : "?" + ascii.getRawQuery();
        return Optional.of(new ReturnUrl(origin, origin + path + query));
    }

    /** As browsers write it in an origin: not at all where it is the usual one. */
    private static String port(String scheme, int port) {
        boolean usual = port == -1 || port == (scheme.equals("https") ? 443 : 80);
        return usual ? "" : ":" + port;
    }
}
