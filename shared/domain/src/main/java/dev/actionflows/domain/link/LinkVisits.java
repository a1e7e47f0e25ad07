package dev.actionflows.domain.link;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of who followed the links of a message. Scanners of messengers and mail programs
 * open links, too; a click is what a browser reports to be a person's.
 *
 * @param openings how often a link was opened, by whomever
 * @param clicks how often the page behind a link was shown to a person
 */
public record LinkVisits(
        long openings,
        Optional<Instant> firstOpenedAt,
        long clicks,
        Optional<Instant> firstClickedAt) {
    /** Nobody has followed a link yet. */
    public static final LinkVisits NONE = new LinkVisits(0, Optional.empty(), 0, Optional.empty());

    /** With one more opening. */
    public LinkVisits opened(Instant at) {
        return new LinkVisits(
                openings + 1, firstOpenedAt.or(() -> Optional.of(at)), clicks, firstClickedAt);
    }

    /** With one more click. */
    public LinkVisits clicked(Instant at) {
        return new LinkVisits(
                openings, firstOpenedAt, clicks + 1, firstClickedAt.or(() -> Optional.of(at)));
    }
}
