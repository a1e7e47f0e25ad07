package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.run.ObservedEffects;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.streaming.InMemoryStreamingService;

import java.util.Optional;
import java.util.Set;

/** What is really there of one step's effects. */
record ObservedStep(Deployment deployment, Run run, int index) implements ObservedEffects {
    @Override
    public boolean isMember(SegmentId segment) {
        return deployment
                .catalog
                .members(deployment.project, segment, Optional.empty(), 1000)
                .items()
                .stream()
                .anyMatch(it -> it.fan().equals(run.fan()));
    }

    @Override
    public boolean isPreSaved(ReleaseId release) {
        return deployment.catalog.preSavedAt(deployment.project, release, run.fan()).isPresent();
    }

    @Override
    public boolean hasSavedAlbum() {
        return isAmong(deployment.streams.library().savedAlbums());
    }

    @Override
    public boolean followsArtist() {
        return isAmong(deployment.streams.library().followedArtists());
    }

    private boolean isAmong(Set<InMemoryStreamingService.Entry> entries) {
        return deployment.idsOf(run).stream()
                .map(fan -> deployment.tokens.getOrDefault(fan, Set.of()))
                .anyMatch(
                        tokens -> entries.stream().anyMatch(it -> tokens.contains(it.userToken())));
    }

    @Override
    public boolean messageTaken() {
        return deployment.carrier.taken().keySet().stream()
                .anyMatch(url -> deployment.stepOf(url).equals(key()));
    }

    @Override
    public boolean deliveryReported() {
        return deployment.reported.contains(key());
    }

    private StepKey key() {
        return new StepKey(run.key(), index);
    }
}
