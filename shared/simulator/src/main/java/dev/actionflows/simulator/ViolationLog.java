package dev.actionflows.simulator;

import dev.actionflows.domain.run.Run;

import java.util.ArrayList;
import java.util.List;

/** The violations found in one history. */
final class ViolationLog {
    private final Kernel kernel;
    private final List<Violation> violations = new ArrayList<>();

    ViolationLog(Kernel kernel) {
        this.kernel = kernel;
    }

    void add(Guarantee guarantee, String how) {
        kernel.note("VIOLATION of " + guarantee + ": " + how);
        violations.add(new Violation(guarantee, how));
    }

    void add(Guarantee guarantee, Run run, String how) {
        add(guarantee, "%s: %s".formatted(run.key().run(), how));
    }

    List<Violation> all() {
        return violations;
    }
}
