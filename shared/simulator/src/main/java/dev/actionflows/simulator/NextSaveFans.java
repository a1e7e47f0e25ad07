package dev.actionflows.simulator;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.intake.DetectedRelease;

import java.util.List;
import java.util.Optional;

/** The fans whose event a detected release is. */
final class NextSaveFans {
    private NextSaveFans() {}

    /** Those who had opted in when it was detected, and have not been erased since. */
    static List<Fan> of(Deployment deployment, DetectedRelease release) {
        return deployment
                .memory
                .catalog
                .nextSaves(SampleProject.ID, release.artist(), Optional.empty(), 1000)
                .items()
                .stream()
                .filter(
                        it ->
                                !deployment
                                        .nextSaves
                                        .optedInAt(it.fan())
                                        .orElse(it.since())
                                        .isAfter(release.detectedAt()))
                .map(it -> deployment.memory.fans.find(SampleProject.ID, it.fan()))
                .flatMap(Optional::stream)
                .toList();
    }
}
