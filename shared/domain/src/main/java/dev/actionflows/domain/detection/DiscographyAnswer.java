package dev.actionflows.domain.detection;

import dev.actionflows.domain.streaming.CatalogAnswer;

import java.util.List;
import java.util.Optional;

/** The answer to a request for one page of an artist's albums. */
public sealed interface DiscographyAnswer {
    /**
     * @param albums without those whose date cannot be read
     * @param next the cursor of the next page; empty if this is the last one
     * @param nextGroup the cursor of the next page that may contain newer albums than the oldest
     *     one of this page; equal to {@code next} if the service does not list new albums first
     */
    record Listed(List<ListedAlbum> albums, Optional<String> next, Optional<String> nextGroup)
            implements DiscographyAnswer {
        public Listed {
            albums = List.copyOf(albums);
        }
    }

    /**
     * The list cannot be read, or there is no such artist: some services say so for a while.
     *
     * @param why any answer except {@link CatalogAnswer.Found}
     */
    record NotListed(CatalogAnswer why) implements DiscographyAnswer {}
}
