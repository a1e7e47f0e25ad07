package dev.actionflows.providers;

import java.net.URI;

/** URLs below a provider's base URL. */
final class Urls {
    private Urls() {}

    /** Keeps a path that the base may have, with or without its last slash. */
    static String join(URI base, String path) {
        String text = base.toString();
        return (text.endsWith("/") ? text.substring(0, text.length() - 1) : text) + path;
    }
}
