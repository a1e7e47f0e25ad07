package dev.actionflows.domain.detection;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;

/**
 * An album that has been judged, and whose consequences may not all be stored yet.
 *
 * @param release of the project, which may have to be created
 * @param album by which it was detected, with its UPC if the service shows it
 * @param isFirst whether fans are to hear of the release; they have if it is another edition, or
 *     the same at another service
 * @param at when it was judged
 */
public record Detection(
        ReleaseId release,
        StreamingProvider provider,
        ListedAlbum album,
        boolean isFirst,
        Instant at) {}
