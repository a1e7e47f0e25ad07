package dev.actionflows.lambda;

import java.time.InstantSource;

/**
 * The time of the machine. In the demo's local cloud, the class of this name in {@code
 * local/moved-clock} takes its place: there, weeks pass in a moment.
 */
final class SystemClock {
    private SystemClock() {}

    static InstantSource clock() {
        return InstantSource.system();
    }
}
