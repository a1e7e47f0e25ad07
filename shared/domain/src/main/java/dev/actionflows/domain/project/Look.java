package dev.actionflows.domain.project;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How the pages that a project's fans see look. Without it, they are neutral.
 *
 * @param accent the color of buttons and links; pages use variants of it that can be read
 * @param logo the URL of an image, see {@link #parseLogo}
 */
public record Look(Optional<AccentColor> accent, Optional<String> logo) {
    /** What {@link #parseLogo} accepts. */
    public static final String LOGO_EXPECTED =
            "an https URL of an image in ASCII, of at most 500 characters, without user and"
                    + " fragment";

    /** The background of pages in a light color scheme. */
    public static final AccentColor LIGHT = new AccentColor(0xffffff);

    /** The background of pages in a dark color scheme. */
    public static final AccentColor DARK = new AccentColor(0x121212);

    private static final int MAX_LENGTH = 500;

    /**
     * The origin becomes part of a content security policy, where other characters have meaning.
     */
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.-]*");

    private static final Look NONE = new Look(Optional.empty(), Optional.empty());

    /** The neutral look. */
    public static Look none() {
        return NONE;
    }

    /**
     * @return the URL; empty if pages cannot show it
     */
    public static Optional<String> parseLogo(String text) {
        try {
            URI url = new URI(text);
            boolean valid =
                    text.length() <= MAX_LENGTH
                            && text.chars().allMatch(it -> it > ' ' && it < 0x7f)
                            && "https".equals(url.getScheme())
                            && url.getHost() != null
                            && HOST.matcher(url.getHost()).matches()
                            && url.getUserInfo() == null
                            && url.getRawFragment() == null;
            return valid ? Optional.of(text) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    /**
     * The origin of an image or of another file that pages show.
     *
     * @param file see {@link #parseLogo}
     */
    public static String origin(String file) {
        URI url = URI.create(file);
        return "https://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }
}
