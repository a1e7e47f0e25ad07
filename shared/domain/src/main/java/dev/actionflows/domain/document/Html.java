package dev.actionflows.domain.document;

/** Text as part of HTML. */
public final class Html {
    private Html() {}

    /** Escapes text content and quoted attribute values. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
