package dev.actionflows.domain.matching;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceId.NotFoundReason;
import dev.actionflows.domain.streaming.CatalogAlbum;
import dev.actionflows.domain.streaming.CatalogAnswer;
import dev.actionflows.domain.streaming.Isrc;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.Upc;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Searches a release whose UPC nobody knows, by the ISRC of one of its recordings.
 *
 * <p>A recording can be on several albums, so the answers of all services are judged together, once
 * all have answered: the result does not depend on which service was busy. If one service has a
 * single album with the recording, that is the release, and its UPC decides at the others. If the
 * single albums of two services have different UPCs, it is neither.
 */
final class RecordingSearch {
    private static final ServiceId.NotFound NOT_FOUND =
            new ServiceId.NotFound(NotFoundReason.ISRC_NOT_IN_CATALOG);

    private final AlbumSearch albums;

    RecordingSearch(AlbumSearch albums) {
        this.albums = albums;
    }

    /**
     * @param providers where the release has no id, and the project has an app
     */
    ReleaseSearch.Found search(Isrc isrc, List<StreamingProvider> providers) {
        Map<StreamingProvider, CatalogAnswer> answers = new EnumMap<>(StreamingProvider.class);
        providers.forEach(it -> answers.put(it, albums.withRecording(it, isrc)));
        if (answers.values().stream().anyMatch(RecordingSearch::isPostponed)) {
            return postponed(answers);
        }
        Set<Upc> upcs =
                answers.values().stream()
                        .map(RecordingSearch::singleAlbum)
                        .flatMap(album -> album.flatMap(CatalogAlbum::upc).stream())
                        .collect(toUnmodifiableSet());
        Map<StreamingProvider, SearchResult> results = new EnumMap<>(StreamingProvider.class);
        answers.forEach((provider, answer) -> results.put(provider, at(provider, answer, upcs)));
        return new ReleaseSearch.Found(
                upcs.size() == 1 ? upcs.stream().findAny() : Optional.empty(), results);
    }

    private SearchResult at(StreamingProvider provider, CatalogAnswer answer, Set<Upc> upcs) {
        if (!(answer instanceof CatalogAnswer.Found(List<CatalogAlbum> found))) {
            return SearchResult.of(answer);
        }
        return switch (upcs.size()) {
            case 0 -> new SearchResult.Concluded(AlbumSearch.conclude(found, NOT_FOUND));
            case 1 -> withUpc(provider, upcs.iterator().next(), found);
            default -> new SearchResult.Concluded(uncertain(found));
        };
    }

    /**
     * @param found the albums with the recording
     */
    private SearchResult withUpc(StreamingProvider provider, Upc upc, List<CatalogAlbum> found) {
        if (found.size() == 1 && found.getFirst().upc().equals(Optional.of(upc))) {
            return new SearchResult.Concluded(new ServiceId.Matched(found.getFirst().id()));
        }
        CatalogAnswer answer = albums.withUpc(provider, upc);
        return answer instanceof CatalogAnswer.Found(List<CatalogAlbum> withUpc)
                ? new SearchResult.Concluded(AlbumSearch.concludeByUpc(upc, withUpc, found))
                : SearchResult.of(answer);
    }

    private static ServiceId uncertain(List<CatalogAlbum> found) {
        return found.isEmpty() ? NOT_FOUND : new ServiceId.Ambiguous(AlbumSearch.candidates(found));
    }

    /** If the search is given up, each service's own answer counts. */
    private static ReleaseSearch.Found postponed(Map<StreamingProvider, CatalogAnswer> answers) {
        Map<StreamingProvider, SearchResult> results = new EnumMap<>(StreamingProvider.class);
        answers.forEach(
                (provider, answer) ->
                        results.put(
                                provider,
                                answer instanceof CatalogAnswer.Found(List<CatalogAlbum> found)
                                        ? new SearchResult.Postponed(
                                                AlbumSearch.conclude(found, NOT_FOUND))
                                        : SearchResult.of(answer)));
        return new ReleaseSearch.Found(Optional.empty(), results);
    }

    private static boolean isPostponed(CatalogAnswer answer) {
        return switch (answer) {
            case CatalogAnswer.LookupLimited _, CatalogAnswer.LookupUnavailable() -> true;
            case CatalogAnswer.Found _, CatalogAnswer.AccessDenied() -> false;
        };
    }

    private static Optional<CatalogAlbum> singleAlbum(CatalogAnswer answer) {
        return answer instanceof CatalogAnswer.Found(List<CatalogAlbum> found) && found.size() == 1
                ? Optional.of(found.getFirst())
                : Optional.empty();
    }
}
