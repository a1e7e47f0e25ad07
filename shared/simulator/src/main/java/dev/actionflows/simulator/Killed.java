package dev.actionflows.simulator;

/** Ends a simulated process at any point. It is an error, so that no production code catches it. */
final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
        super("killed", null, false, false);
    }
}
