package dev.actionflows.domain.matching;

import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceId.NotFoundReason;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Searches a release at the services where it has no id: by its UPC or, if it is neither given nor
 * shown by a service, by the ISRC of a recording.
 */
final class ReleaseSearch {
    private final CatalogLookups lookups;
    private final AlbumSearch albums;

    ReleaseSearch(CatalogLookups lookups) {
        this.lookups = lookups;
        this.albums = new AlbumSearch(lookups);
    }

    /**
     * @param upc given, or read at a service where the release has an id or was found
     */
    record Found(Optional<Upc> upc, Map<StreamingProvider, SearchResult> results) {}

    Found search(Release release) {
        List<StreamingProvider> searched = new ArrayList<>();
        Map<StreamingProvider, SearchResult> results = new EnumMap<>(StreamingProvider.class);
        for (StreamingProvider provider : release.serviceIds().pending()) {
            if (lookups.hasApp(provider)) {
                searched.add(provider);
            } else {
                results.put(provider, SearchResult.noAccess(ServiceId.NoAccessReason.NO_APP));
            }
        }
        Found found = searchAt(searched.stream().sorted().toList(), release);
        results.putAll(found.results());
        return new Found(found.upc(), results);
    }

    private Found searchAt(List<StreamingProvider> providers, Release release) {
        UpcResult upc = upcOf(release);
        Optional<Isrc> isrc = release.isrc();
        boolean isUnknown =
                upc.code().isEmpty() && upc.otherwise() instanceof SearchResult.Concluded;
        if (isUnknown && isrc.isPresent()) {
            return new RecordingSearch(albums).search(isrc.get(), providers);
        }
        Map<StreamingProvider, SearchResult> results = new EnumMap<>(StreamingProvider.class);
        for (StreamingProvider provider : providers) {
            results.put(
                    provider,
                    upc.code()
                            .map(code -> withUpc(provider, code, isrc))
                            .orElseGet(upc::otherwise));
        }
        return new Found(upc.code(), results);
    }

    /**
     * @param otherwise how a search ends without a code
     */
    private record UpcResult(Optional<Upc> code, SearchResult otherwise) {}

    private UpcResult upcOf(Release release) {
        SearchResult otherwise = SearchResult.notFound(NotFoundReason.NO_UPC);
        if (release.upc().isPresent()) {
            return new UpcResult(release.upc(), otherwise);
        }
        for (StreamingProvider provider : StreamingProvider.values()) {
            Optional<String> id = release.providerIds().at(provider);
            if (id.isEmpty() || !lookups.hasApp(provider)) {
                continue;
            }
            switch (lookups.ask(provider, (in, app, time) -> in.album(app, id.get(), time))) {
                case CatalogAnswer.Found(List<CatalogAlbum> found) -> {
                    Optional<Upc> code = found.stream().flatMap(it -> it.upc().stream()).findAny();
                    if (code.isPresent()) {
                        return new UpcResult(code, otherwise);
                    }
                    if (found.isEmpty()) {
                        otherwise = SearchResult.notFound(NotFoundReason.UNKNOWN_ID);
                    }
                }
                // the release could be found by the UPC that this app must not read
                case CatalogAnswer.AccessDenied() -> {}
                case CatalogAnswer.LookupLimited(Duration retryAfter) ->
                        otherwise = new SearchResult.Postponed(retryAfter);
                case CatalogAnswer.LookupUnavailable() ->
                        otherwise = new SearchResult.Postponed(Duration.ZERO);
            }
        }
        return new UpcResult(Optional.empty(), otherwise);
    }

    /**
     * The UPC decides. Where it is not found, the albums with the recording are asked for: one may
     * show the UPC nevertheless, and the others are candidates.
     */
    private SearchResult withUpc(StreamingProvider provider, Upc upc, Optional<Isrc> isrc) {
        CatalogAnswer answer = albums.withUpc(provider, upc);
        if (!(answer instanceof CatalogAnswer.Found(List<CatalogAlbum> found))) {
            return SearchResult.of(answer);
        }
        return found.isEmpty() && isrc.isPresent()
                ? withRecording(provider, upc, isrc.get())
                : new SearchResult.Concluded(AlbumSearch.concludeByUpc(upc, found, List.of()));
    }

    private SearchResult withRecording(StreamingProvider provider, Upc upc, Isrc isrc) {
        ServiceId notFound = AlbumSearch.concludeByUpc(upc, List.of(), List.of());
        return switch (albums.withRecording(provider, isrc)) {
            case CatalogAnswer.Found(List<CatalogAlbum> found) ->
                    new SearchResult.Concluded(AlbumSearch.concludeByUpc(upc, List.of(), found));
            case CatalogAnswer.AccessDenied() -> new SearchResult.Concluded(notFound);
            case CatalogAnswer.LookupLimited(Duration retryAfter) ->
                    new SearchResult.Postponed(retryAfter, notFound);
            case CatalogAnswer.LookupUnavailable() -> new SearchResult.Postponed(notFound);
        };
    }
}
