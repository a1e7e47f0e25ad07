package dev.actionflows.domain.matching;

import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceId.NotFoundReason;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Searches a release at the services where it has no id, by its UPC. */
final class ReleaseSearch {
    private final CatalogLookups lookups;

    ReleaseSearch(CatalogLookups lookups) {
        this.lookups = lookups;
    }

    /**
     * @param upc given, or read at a service where the release has an id
     */
    record Found(Optional<Upc> upc, Map<StreamingProvider, SearchResult> results) {}

    Found search(Release release) {
        Map<StreamingProvider, SearchResult> results = new EnumMap<>(StreamingProvider.class);
        UpcResult upc = upcOf(release);
        for (StreamingProvider provider : release.serviceIds().pending()) {
            results.put(
                    provider,
                    lookups.hasApp(provider)
                            ? upc.code()
                                    .map(code -> withUpc(provider, code))
                                    .orElseGet(upc::otherwise)
                            : SearchResult.noAccess(ServiceId.NoAccessReason.NO_APP));
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
                case CatalogAnswer.Found(List<CatalogAlbum> albums) -> {
                    Optional<Upc> code = albums.stream().flatMap(it -> it.upc().stream()).findAny();
                    if (code.isPresent()) {
                        return new UpcResult(code, otherwise);
                    }
                    if (albums.isEmpty()) {
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

    private SearchResult withUpc(StreamingProvider provider, Upc upc) {
        CatalogAnswer answer =
                lookups.ask(provider, (catalog, app, time) -> catalog.albumsWith(app, upc, time));
        if (!(answer instanceof CatalogAnswer.Found(List<CatalogAlbum> albums))) {
            return SearchResult.of(answer);
        }
        return switch (albums.size()) {
            case 0 -> SearchResult.notFound(NotFoundReason.UPC_NOT_IN_CATALOG);
            case 1 -> new SearchResult.Concluded(new ServiceId.Matched(albums.getFirst().id()));
            default ->
                    new SearchResult.Concluded(
                            new ServiceId.Ambiguous(
                                    albums.stream()
                                            .map(
                                                    it ->
                                                            new ServiceId.Candidate(
                                                                    it.id(),
                                                                    it.title(),
                                                                    it.artistName()))
                                            .toList()));
        };
    }
}
