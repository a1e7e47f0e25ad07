package dev.actionflows.domain.page;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.ArtistId;

import java.util.Optional;

/**
 * What a label adds to a release's page. Everything is optional: the title, the artist's name, the
 * date and the services are the release's own.
 *
 * @param coverUrl an https URL of a square image
 * @param artist whom fans can follow, and whose future releases they can have saved
 * @param text the form for texts
 * @param email the form for email
 * @param termsUrl linked below the wording of each form
 * @param privacyUrl the same
 */
public record PageContent(
        Optional<String> coverUrl,
        Optional<ArtistId> artist,
        Optional<PageTrack> track,
        Optional<SignUpForm> text,
        Optional<SignUpForm> email,
        Optional<String> termsUrl,
        Optional<String> privacyUrl) {
    private static final PageContent NONE =
            new PageContent(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());

    /** Nothing but what the release has. */
    public static PageContent none() {
        return NONE;
    }

    /** The form for that kind of address. */
    public Optional<SignUpForm> form(Identity.Kind kind) {
        return switch (kind) {
            case PHONE -> text;
            case EMAIL -> email;
            case SPOTIFY, INSTAGRAM -> Optional.empty();
        };
    }
}
