package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.HostedPages;
import dev.actionflows.domain.project.Project;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of the project to which a fan returns, one of the label's or one that is hosted here
 * ({@link HostedPages}), and its origin. The part before the path must have the strict form of an
 * origin; it is rebuilt, so that no browser parses it differently. In the path and the query, every
 * character that browsers accept is accepted (URL Standard, section 4.4), and escaped where a URL
 * must not contain it (RFC 3986). A fragment is dropped: the outcome replaces it.
 */
record ReturnUrl(String origin, String text) {
    private static final int MAX_LENGTH = 2000;

    /** No user info, no backslash, no character that only some browsers strip. */
    private static final Pattern FORM =
            Pattern.compile(
                    "(?<scheme>(?i:https?))://(?<host>[0-9A-Za-z.-]+)(:(?<port>[0-9]{0,5}))?"
                            + "(?<path>/[^?#]*)?(\\?(?<query>[^#]*))?(#.*)?");

    /** RFC 3986, section 3.4, and the brackets, which browsers do not escape. */
    private static final String UNESCAPED = "-._~!$&'()*+,;=:@/?[]";

    private static final Pattern ESCAPE = Pattern.compile("[0-9A-Fa-f]{2}");

    /**
     * @return empty if the text is not a URL at one of the project's origins
     */
    static Optional<ReturnUrl> of(String text, Project project) {
        String url = text.strip();
        Matcher form = FORM.matcher(url);
        return url.length() > MAX_LENGTH || !hasOnlyCharacters(url) || !form.matches()
                ? Optional.empty()
                : allowed(form, project);
    }

    private static boolean hasOnlyCharacters(String text) {
        return text.codePoints()
                .noneMatch(
                        it ->
                                Character.isISOControl(it)
                                        || Character.getType(it) == Character.SURROGATE);
    }

    private static Optional<ReturnUrl> allowed(Matcher form, Project project) {
        String scheme = form.group("scheme").toLowerCase(Locale.ROOT);
        String origin =
                scheme
                        + "://"
                        + form.group("host").toLowerCase(Locale.ROOT)
                        + port(scheme, form.group("port") == null ? "" : form.group("port"));
        String path = form.group("path") == null ? "/" : escaped(form.group("path"));
        String query = form.group("query") == null ? "" : "?" + escaped(form.group("query"));
        ReturnUrl url = new ReturnUrl(origin, origin + path + query);
        return project.allowedOrigins().contains(origin) || HostedPages.isOne(project, url.text())
                ? Optional.of(url)
                : Optional.empty();
    }

    /** As browsers serialize it in an origin: omitted if it is the default port. */
    private static String port(String scheme, String digits) {
        int port = digits.isEmpty() ? 0 : Integer.parseInt(digits);
        boolean usual = digits.isEmpty() || port == (scheme.equals("https") ? 443 : 80);
        return usual ? "" : ":" + port;
    }

    private static String escaped(String part) {
        StringBuilder text = new StringBuilder();
        for (int index = 0; index < part.length(); ) {
            int character = part.codePointAt(index);
            int next = index + Character.charCount(character);
            boolean isEscape =
                    character == '%'
                            && next + 2 <= part.length()
                            && ESCAPE.matcher(part.substring(next, next + 2)).matches();
            if (isEscape || isUnescaped(character)) {
                text.appendCodePoint(character);
            } else {
                for (byte octet : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
                    text.append("%%%02X".formatted(octet));
                }
            }
            index = next;
        }
        return text.toString();
    }

    private static boolean isUnescaped(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || UNESCAPED.indexOf(character) >= 0;
    }
}
