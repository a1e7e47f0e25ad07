package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.streaming.ProviderIds;

import java.util.Optional;

/** What keeps a step from being done for any fan because of ids at streaming services. */
final class MissingIds {
    private MissingIds() {}

    /** Why the release cannot be saved yet; empty if it can, or if it does not exist. */
    static Optional<String> of(Optional<Release> release) {
        return release.filter(it -> it.providerIds().byProvider().isEmpty())
                .map(_ -> "the release has no id at a streaming service yet");
    }

    /**
     * Why an object of no release cannot be saved.
     *
     * @param kind such as {@code track}
     */
    static Optional<String> of(ProviderIds ids, String kind, Project project) {
        return ids.byProvider().keySet().stream().anyMatch(project::hasApp)
                ? Optional.empty()
                : Optional.of(
                        "the %s has no id at a streaming service where the project has an app, so this step is skipped"
                                .formatted(kind));
    }
}
