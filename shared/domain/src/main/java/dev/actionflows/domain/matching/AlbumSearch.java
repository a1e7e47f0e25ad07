package dev.actionflows.domain.matching;

import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.util.List;
import java.util.Optional;

/** Searches the albums with one code at one service. */
final class AlbumSearch {
    private final CatalogLookups lookups;

    AlbumSearch(CatalogLookups lookups) {
        this.lookups = lookups;
    }

    CatalogAnswer withUpc(StreamingProvider provider, Upc upc) {
        return lookups.ask(provider, (catalog, app, time) -> catalog.albumsWith(app, upc, time));
    }

    CatalogAnswer withRecording(StreamingProvider provider, Isrc isrc) {
        return lookups.ask(
                provider, (catalog, app, time) -> catalog.albumsWithRecording(app, isrc, time));
    }

    /** A single album is the one; of several, none is chosen. */
    static ServiceId conclude(List<CatalogAlbum> albums, ServiceId.NotFound ifNone) {
        return switch (albums.size()) {
            case 0 -> ifNone;
            case 1 -> new ServiceId.Matched(albums.getFirst().id());
            default -> new ServiceId.Ambiguous(candidates(albums));
        };
    }

    /**
     * The UPC decides. If the service does not find it, because its search leaves out what is not
     * available everywhere, an album with the recording may show it; albums that do not are only
     * shown.
     *
     * @param withUpc that the service found by the UPC
     * @param withRecording albums that contain a recording of the release
     */
    static ServiceId concludeByUpc(
            Upc upc, List<CatalogAlbum> withUpc, List<CatalogAlbum> withRecording) {
        List<CatalogAlbum> same =
                withUpc.isEmpty()
                        ? withRecording.stream()
                                .filter(it -> it.upc().equals(Optional.of(upc)))
                                .toList()
                        : withUpc;
        return conclude(
                same,
                new ServiceId.NotFound(
                        ServiceId.NotFoundReason.UPC_NOT_IN_CATALOG, candidates(withRecording)));
    }

    static List<ServiceId.Candidate> candidates(List<CatalogAlbum> albums) {
        return albums.stream()
                .map(it -> new ServiceId.Candidate(it.id(), it.title(), it.artistName()))
                .toList();
    }
}
