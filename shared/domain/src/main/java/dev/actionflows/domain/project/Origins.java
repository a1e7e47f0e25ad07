package dev.actionflows.domain.project;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Origins of pages as browsers send them in the Origin header (RFC 6454, section 6.2): scheme, host
 * and port. They are compared as text, so that an origin in any other notation is rejected rather
 * than corrected.
 */
public final class Origins {
    /** Follows "must be ". */
    public static final String EXPECTED =
            "an origin such as https://band.example: lower case, https (http for localhost and"
                    + " 127.0.0.1 only), no path, and no default port";

    private static final int MAX_LENGTH = 300;
    private static final int MAX_PORT = 65_535;

    private static final Pattern FORM =
            Pattern.compile(
                    "(?<scheme>https?)://"
                        + "(?<host>[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*)"
                        + "(:(?<port>[1-9][0-9]{0,4}))?");

    private Origins() {}

    /**
     * @return empty if the text is not an origin of a page
     */
    public static Optional<String> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (text.length() > MAX_LENGTH || !form.matches()) {
            return Optional.empty();
        }
        boolean secure = form.group("scheme").equals("https");
        String host = form.group("host");
        boolean local = host.equals("localhost") || host.equals("127.0.0.1");
        int port = form.group("port") == null ? 0 : Integer.parseInt(form.group("port"));
        boolean usual = port == (secure ? 443 : 80);
        return (secure || local) && !usual && port <= MAX_PORT
                ? Optional.of(text)
                : Optional.empty();
    }
}
