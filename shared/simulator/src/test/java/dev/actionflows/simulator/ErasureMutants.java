package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in erasing fans. */
final class ErasureMutants {
    private ErasureMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "the second pass of an erasure is left out",
                        Guarantee.ERASED,
                        "ErasureWorker",
                        "} else if (task.pass() == 1) {",
                        "} else if (task.pass() == 0) {"),
                new Mutant(
                        "the STOP of an erased fan is forgotten",
                        Guarantee.ERASED,
                        "ErasedAddress",
                        "address.stoppedAt().filter(_ -> address.stopped()),",
                        "Optional.empty(),"),
                new Mutant(
                        "a former id of an erased fan is forgotten",
                        Guarantee.ERASED,
                        "ErasurePass",
                        "for (FanId fan : erasure.fans()) {",
                        "for (FanId fan : erasure.fans().subList(0, 1)) {"));
    }
}
