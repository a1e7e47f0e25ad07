package dev.actionflows.domain.intake;

/** A queue of detected releases; whatever is in it is delivered at least once. */
@FunctionalInterface
public interface DetectedReleaseQueue {
    void send(DetectedRelease detected);
}
