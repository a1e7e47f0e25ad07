package dev.actionflows.simulator;

import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.intake.ReleaseReceiver;
import dev.actionflows.domain.run.Deadline;

/** The function that reads the queue of detected releases, like its handler. */
final class ReleaseDetectedFunction {
    private final Kernel kernel;
    private final PlayedParts played;
    private final ReleaseReceiver receiver;

    ReleaseDetectedFunction(Kernel kernel, PlayedParts played, ReleaseReceiver receiver) {
        this.kernel = kernel;
        this.played = played;
        this.receiver = receiver;
    }

    /** The same for messages with equal content. */
    static String nameOf(DetectedRelease release) {
        return "release %s %s %s"
                .formatted(release.id(), release.fan(), release.cursor().orElse(""));
    }

    void handle(Queue.Message<DetectedRelease> message) {
        receiver.receive(
                message.body(),
                message.id(),
                new Deadline(kernel.instant().plusSeconds(10), kernel));
        played.add("receiver ReleaseReceiver");
    }
}
