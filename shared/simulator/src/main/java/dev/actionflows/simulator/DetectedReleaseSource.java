package dev.actionflows.simulator;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.DetectedRelease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** New releases of the artist, which the detection system sends to the queue. */
final class DetectedReleaseSource {
    private final SourceContext context;
    private final List<DetectedRelease> sent = new ArrayList<>();

    DetectedReleaseSource(SourceContext context) {
        this.context = context;
    }

    /** The releases whose message the queue has accepted. */
    List<DetectedRelease> sent() {
        return sent;
    }

    /** A release is detected and sent until the queue accepts it. */
    void detect(String id) {
        Instant now = context.kernel.now();
        DetectedRelease release =
                new DetectedRelease(
                        SampleProject.ID,
                        context.deployment.sample.artist.id(),
                        context.deployment.sample.release.id(),
                        id,
                        now,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        context.repeat(
                "detector",
                id,
                Integer.MAX_VALUE,
                () -> context.deployment.detectedReleases.send(release),
                () -> sent.add(release));
    }

    /** Registers fans who opt in to all releases of the artist from the start. */
    void optIn(List<SimulatedFan> fans) {
        Deployment deployment = context.deployment;
        Instant now = context.kernel.now();
        for (SimulatedFan fan : fans) {
            FanId id = deployment.stored.createFan(fan.phone(), deployment.ids, now);
            deployment.memory.catalog.registerNextSave(
                    SampleProject.ID, deployment.sample.artist.id(), id, now);
        }
    }
}
