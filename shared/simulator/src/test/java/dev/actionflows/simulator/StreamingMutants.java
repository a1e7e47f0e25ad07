package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in what is done at streaming services, or registered for them. */
final class StreamingMutants {
    private StreamingMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "an opt-in to future releases is confirmed and not stored",
                        Guarantee.TRUE_OUTCOME,
                        "StreamingAction",
                        "preSaves.registerNextSave(fan.projectId(), artist.id(), fan.id(),"
                                + " fan.now());",
                        ""),
                new Mutant(
                        "a track counts as saved without asking the service",
                        Guarantee.TRUE_OUTCOME,
                        "StreamingAction",
                        "streaming.attempt(task.operation(), track, Reason.SAVED, fan);",
                        "Attempt.completed(Reason.SAVED);"),
                new Mutant(
                        "a playlist counts as followed without asking the service",
                        Guarantee.TRUE_OUTCOME,
                        "StreamingAction",
                        "streaming.attempt(task.operation(), playlist, Reason.SAVED, fan);",
                        "Attempt.completed(Reason.SAVED);"),
                new Mutant(
                        "an upcoming release counts as saved",
                        Guarantee.TRUE_OUTCOME,
                        "StreamingAction",
                        "case ANNOUNCED -> notReleased(release, fan);",
                        "case ANNOUNCED -> Attempt.completed(Reason.SAVED);"));
    }
}
