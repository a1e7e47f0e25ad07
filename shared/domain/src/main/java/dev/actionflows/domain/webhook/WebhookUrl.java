package dev.actionflows.domain.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where a webhook's deliveries are posted: a name in the public internet, so that nobody reaches
 * the deployment's own network through it. What the name stands for is checked with each delivery.
 */
public record WebhookUrl(String text) {
    /** Follows "must be ". */
    public static final String EXPECTED =
            "an https URL in ASCII, of at most 500 characters, without user and fragment, whose"
                    + " host is a name in the public internet, such as"
                    + " https://hooks.label.example/flows";

    private static final int MAX_LENGTH = 500;
    private static final int MAX_HOST_LENGTH = 253;

    /** The last label begins with a letter, unlike in every form of an IPv4 address. */
    private static final Pattern HOST =
            Pattern.compile(
                    "(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])");

    /**
     * Ends of names that are not in the public internet. Sources: RFC 6761, RFC 6762, RFC 8375, and
     * ICANN's resolution of 2024-07-29 about {@code internal}.
     */
    private static final Set<String> PRIVATE =
            Set.of("localhost", "local", "internal", "lan", "intranet", "home.arpa", "onion");

    /**
     * @return empty if nothing may be delivered there
     */
    public static Optional<WebhookUrl> parse(String text) {
        try {
            URI url = new URI(text);
            boolean valid =
                    text.length() <= MAX_LENGTH
                            && text.chars().allMatch(it -> it > ' ' && it < 0x7f)
                            && "https".equalsIgnoreCase(url.getScheme())
                            && url.getHost() != null
                            && isPublic(url.getHost().toLowerCase(Locale.ROOT))
                            && url.getRawUserInfo() == null
                            && url.getPort() != 0
                            && url.getPort() <= 65_535
                            && url.getRawFragment() == null;
            return valid ? Optional.of(new WebhookUrl(text)) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean isPublic(String host) {
        return host.length() <= MAX_HOST_LENGTH
                && HOST.matcher(host).matches()
                && PRIVATE.stream().noneMatch(it -> host.equals(it) || host.endsWith("." + it));
    }

    /** Without the query, which may contain a secret. */
    @Override
    public String toString() {
        return text.replaceFirst("\\?.*", "?…");
    }
}
