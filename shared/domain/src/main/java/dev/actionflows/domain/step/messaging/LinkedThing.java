package dev.actionflows.domain.step.messaging;

import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.StepContext;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a streaming step is about, and its link messages with it.
 *
 * @param key the same for all steps about the same thing
 * @param ids at the services; none if they are unknown
 * @param perhaps the services that may have it although no id is known yet
 */
record LinkedThing(String key, ProviderIds ids, Set<StreamingProvider> perhaps) {
    private static final ProviderIds UNKNOWN = new ProviderIds(Map.of());

    /**
     * @param step a streaming step
     */
    static LinkedThing of(Step step, StepContext context) {
        return switch (step) {
            case Step.PreSave(var release, _) -> release(release.value(), context);
            case Step.AddToLibrary(LibraryItem.Album(var release), _) ->
                    release(release.value(), context);
            case Step.AddToLibrary(LibraryItem.Track(var ids), _) -> at("track", ids);
            case Step.AddToLibrary(LibraryItem.Playlist(var ids), _) -> at("playlist", ids);
            case Step.FollowArtist(var ids, _) -> at("artist", ids);
            case NextSaveStep(var artist, _) -> new LinkedThing("artist:" + artist, UNKNOWN);
            case AddToSegmentStep _, Step.Message _, WaitStep _ ->
                    throw new IllegalArgumentException("no streaming step: " + step.type());
        };
    }

    private LinkedThing(String key, ProviderIds ids) {
        this(key, ids, Set.of());
    }

    private static LinkedThing release(String id, StepContext context) {
        Optional<Release> release = context.release().filter(it -> it.id().value().equals(id));
        return new LinkedThing(
                "release:" + id,
                release.map(Release::providerIds).orElse(UNKNOWN),
                release.map(it -> it.serviceIds().undecided(it.isOut(context.now())))
                        .orElseGet(Set::of));
    }

    /** Known by its id at the first service that has it, Spotify before Apple Music. */
    private static LinkedThing at(String kind, ProviderIds ids) {
        String id =
                Arrays.stream(StreamingProvider.values())
                        .flatMap(it -> ids.at(it).stream())
                        .findFirst()
                        .orElseThrow();
        return new LinkedThing(kind + ":" + id, ids);
    }

    /** Whether a fan can get it at this service, as far as known. */
    boolean mayBeAt(StreamingProvider provider) {
        return ids.byProvider().isEmpty()
                || ids.at(provider).isPresent()
                || perhaps.contains(provider);
    }
}
