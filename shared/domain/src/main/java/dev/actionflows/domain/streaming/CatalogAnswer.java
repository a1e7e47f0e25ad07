package dev.actionflows.domain.streaming;

import java.time.Duration;
import java.util.List;

/** The answer to a lookup in a service's catalog, by what the caller may do next. */
public sealed interface CatalogAnswer {
    /**
     * @param albums empty if there is none
     */
    record Found(List<CatalogAlbum> albums) implements CatalogAnswer {
        public Found {
            albums = List.copyOf(albums);
        }
    }

    /** The service does not serve the project's app; a retry does not help. */
    record AccessDenied() implements CatalogAnswer {}

    /** Rate limited: not before this delay has passed, which can be a day. */
    record LookupLimited(Duration retryAfter) implements CatalogAnswer {}

    /** 5xx, no connection or no usable response: retry later. */
    record LookupUnavailable() implements CatalogAnswer {}
}
