package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in searches for ids. */
final class CatalogMutants {
    private CatalogMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a search is put off to the revision that was read",
                        Guarantee.IDS_SEARCHED,
                        "CatalogMatcher",
                        "queue.send(request.apply(ids.revision()), next);",
                        "queue.send(request.apply(ids.revision() - 1), next);"),
                new Mutant(
                        "a saved release is not searched",
                        Guarantee.IDS_SEARCHED,
                        "CatalogService",
                        "if (ids.search().isPresent()) {",
                        "if (ids.search().isPresent() && ids.revision() > 1) {"),
                new Mutant(
                        "what was found replaces what was given meanwhile",
                        Guarantee.IDS_SEARCHED,
                        "CatalogMatcher",
                        "release.serviceIds().revision());",
                        "catalog.findRelease(project,"
                                + " release.id()).orElseThrow().serviceIds().revision());"),
                new Mutant(
                        "of several albums with a recording the first is taken",
                        Guarantee.IDS_SEARCHED,
                        "AlbumSearch",
                        "default -> new ServiceId.Ambiguous(candidates(albums));",
                        "default -> new ServiceId.Matched(albums.getFirst().id());"),
                new Mutant(
                        "a recording is judged before all services have answered",
                        Guarantee.IDS_SEARCHED,
                        "RecordingSearch",
                        "if (answers.values().stream().anyMatch(RecordingSearch::isPostponed)) {",
                        "if (answers.isEmpty()) {"),
                new Mutant(
                        "an album with the recording is taken although it has another UPC",
                        Guarantee.IDS_SEARCHED,
                        "AlbumSearch",
                        ".filter(it -> it.upc().equals(Optional.of(upc)))",
                        ".filter(it -> true)"),
                new Mutant(
                        "a UPC that is left out is forgotten",
                        Guarantee.IDS_SEARCHED,
                        "ReleaseCodes",
                        "upc.or(() -> givenUpc)",
                        "upc"));
    }
}
