package dev.actionflows.providers;

import java.net.URI;

/** Builds URLs below a provider's base URL. */
final class Urls {
    private Urls() {}

    /** Keeps the path of the base URL, with or without its trailing slash. */
    static String join(URI base, String path) {
        String text = base.toString();
        return (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path;
    }
}
