package dev.actionflows.domain.project;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/**
 * What the page after connecting offers next: to sign up for the project's messages.
 *
 * @param text to text a keyword to the project's number, which is a consent by keyword
 * @param email a page of the project on which fans sign up for email
 */
public record SignUpOffer(Optional<ByText> text, Optional<ByPage> email) {
    /** The maximum length of a wording, in code points. */
    public static final int MAX_WORDING_LENGTH = 600;

    /** What {@link #parseUrl} accepts. */
    public static final String URL_EXPECTED =
            "an https URL in ASCII, of at most 500 characters, without user";

    private static final int MAX_URL_LENGTH = 500;

    private static final SignUpOffer NONE = new SignUpOffer(Optional.empty(), Optional.empty());

    /**
     * By a text.
     *
     * @param keyword as the project writes it
     * @param wording what fans agree to by texting it
     */
    public record ByText(String keyword, String wording) {}

    /**
     * On a page.
     *
     * @param url see {@link #parseUrl}
     * @param wording what the page is for
     */
    public record ByPage(String url, String wording) {}

    /** Nothing is offered. */
    public static SignUpOffer none() {
        return NONE;
    }

    /**
     * @return the URL; empty if it cannot be the target of a link
     */
    public static Optional<String> parseUrl(String text) {
        try {
            URI url = new URI(text);
            boolean valid =
                    text.length() <= MAX_URL_LENGTH
                            && text.chars().allMatch(it -> it > ' ' && it < 0x7f)
                            && "https".equals(url.getScheme())
                            && url.getHost() != null
                            && url.getUserInfo() == null;
            return valid ? Optional.of(text) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
