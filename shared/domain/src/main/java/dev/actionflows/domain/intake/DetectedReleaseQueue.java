package dev.actionflows.domain.intake;

/** A queue of detected releases with at-least-once delivery. */
@FunctionalInterface
public interface DetectedReleaseQueue {
    void send(DetectedRelease detected);
}
