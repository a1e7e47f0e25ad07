package dev.actionflows.domain.management;

import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Warns of steps that can do nothing at a service, because the release or artist has no id there.
 */
final class MatchWarnings {
    private final Catalog catalog;

    MatchWarnings(Catalog catalog) {
        this.catalog = catalog;
    }

    /** The warnings, by location in the step. */
    List<Violation> of(Step step, Project project) {
        return switch (step) {
            case Step.PreSave(var release, var _) ->
                    of(project, catalog.findRelease(project.id(), release));
            case Step.AddToLibrary(LibraryItem.Album(var release), var _) ->
                    of(project, catalog.findRelease(project.id(), release));
            case NextSaveStep(ArtistId artist, var _) ->
                    catalog.findArtist(project.id(), artist).map(Artist::serviceIds).stream()
                            .flatMap(ids -> of(project, ids, "/artistId", "artist").stream())
                            .toList();
            case Step.AddToLibrary _,
                    Step.FollowArtist _,
                    AddToSegmentStep _,
                    WaitStep _,
                    Step.Message _ ->
                    List.of();
        };
    }

    private static List<Violation> of(Project project, Optional<Release> release) {
        return release.map(it -> of(project, it.serviceIds(), "/releaseId", "release"))
                .orElse(List.of());
    }

    private static List<Violation> of(
            Project project, ServiceIds ids, String pointer, String kind) {
        return Arrays.stream(StreamingProvider.values())
                .filter(project::hasApp)
                .filter(it -> ids.known().at(it).isEmpty())
                .filter(it -> !ids.at(it).map(ServiceId.Absent.class::isInstance).orElse(false))
                .map(it -> new Violation(pointer, detail(kind, it, ids)))
                .toList();
    }

    private static String detail(String kind, StreamingProvider provider, ServiceIds ids) {
        return "has no id at %s, where nothing can be saved until it has one: %s"
                .formatted(MatchDetails.name(provider), MatchDetails.of(kind, provider, ids));
    }
}
