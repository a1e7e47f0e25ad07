package dev.actionflows.simulator;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.run.ObservedEffects;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.Optional;
import java.util.Set;

/** The actual effects of one step. */
record ObservedStep(Deployment deployment, Run run, int index) implements ObservedEffects {
    @Override
    public boolean isMember(SegmentId segment) {
        return deployment
                        .memory
                        .catalog
                        .members(SampleProject.ID, segment, Optional.empty(), 1000)
                        .items()
                        .stream()
                        .anyMatch(it -> it.fan().equals(run.fan()))
                || deployment.members.wasRemoved(run.fan());
    }

    @Override
    public boolean isPreSaved(ReleaseId release) {
        return deployment
                .memory
                .catalog
                .preSavedAt(SampleProject.ID, release, run.fan())
                .isPresent();
    }

    @Override
    public boolean isNextSaved(ArtistId artist) {
        return deployment
                .memory
                .catalog
                .nextSaves(SampleProject.ID, artist, Optional.empty(), 1000)
                .items()
                .stream()
                .anyMatch(it -> it.fan().equals(run.fan()));
    }

    @Override
    public boolean hasDone(StreamingOperation operation) {
        return isAmong(deployment.streams.library().done(operation));
    }

    private boolean isAmong(Set<InMemoryStreamingService.Entry> entries) {
        return deployment.stored.idsOf(run).stream()
                .map(fan -> deployment.fanWrites.tokens(fan))
                .anyMatch(
                        tokens -> entries.stream().anyMatch(it -> tokens.contains(it.userToken())));
    }

    @Override
    public boolean messageTaken() {
        return deployment.carrier.accepted().keySet().stream()
                        .anyMatch(url -> DeliveryReports.stepOf(url).equals(key()))
                || deployment.mailService.accepted().keySet().stream()
                        .anyMatch(message -> MailService.stepOf(message).equals(key()))
                || deployment.instagram.accepted().containsKey(key().text());
    }

    @Override
    public boolean deliveryReported() {
        return deployment.reports.acknowledged(key())
                || deployment.smsQueue.processed(key())
                || deployment.mailReports.processed(key());
    }

    private StepKey key() {
        return new StepKey(run.key(), index);
    }
}
