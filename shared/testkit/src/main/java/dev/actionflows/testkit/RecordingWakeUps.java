package dev.actionflows.testkit;

import dev.actionflows.domain.run.WakeUps;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** A queue of wake-ups. */
public final class RecordingWakeUps implements WakeUps {
    private final Queue<WakeUp> queue = new ArrayDeque<>();

    @Override
    public synchronized void send(WakeUp wakeUp) {
        queue.add(wakeUp);
    }

    /** Takes the oldest one. */
    public synchronized Optional<WakeUp> take() {
        return Optional.ofNullable(queue.poll());
    }
}
