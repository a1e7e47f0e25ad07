package dev.actionflows.domain.detection;

import java.time.Instant;
import java.util.Optional;

/**
 * How far an artist's list at one service has been read.
 *
 * @param artistId the artist's id at the service, whose list it is
 * @param current as of when it was last read as far as there was anything new
 * @param full as of when it was last read to its end
 * @param open the pass that has begun and not ended
 */
public record PassProgress(
        String artistId, Optional<Instant> current, Optional<Instant> full, Optional<Open> open) {
    /** Nothing of the list has been read. */
    static PassProgress none(String artistId) {
        return new PassProgress(artistId, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * A pass through the list.
     *
     * @param since when it began
     * @param toTheEnd whether pages are read on although one holds nothing new
     * @param cursor the page to go on with; empty for the first one
     */
    public record Open(Instant since, boolean toTheEnd, Optional<String> cursor) {
        Open at(String page) {
            return new Open(since, toTheEnd, Optional.of(page));
        }
    }

    PassProgress with(Open pass) {
        return new PassProgress(artistId, current, full, Optional.of(pass));
    }

    PassProgress done(Open pass) {
        return new PassProgress(
                artistId,
                Optional.of(pass.since()),
                pass.toTheEnd() ? Optional.of(pass.since()) : full,
                Optional.empty());
    }

    /** The whole list is to be read again. */
    PassProgress startedOver() {
        return new PassProgress(artistId, current, Optional.empty(), Optional.empty());
    }
}
