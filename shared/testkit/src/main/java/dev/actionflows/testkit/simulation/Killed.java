package dev.actionflows.testkit.simulation;

/** Ends a simulated process wherever it is. An error, so that no production code catches it. */
final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
        super("killed", null, false, false);
    }
}
