package dev.actionflows.simulator;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Checks that the re-entry policy of each flow admitted no excess run. */
final class ReEntryCheck {
    private final Deployment deployment;
    private final ViolationLog violations;

    ReEntryCheck(Deployment deployment) {
        this.deployment = deployment;
        this.violations = deployment.violations;
    }

    void check() {
        checkRunsPerKey();
        checkCooldowns();
    }

    private void checkRunsPerKey() {
        Map<String, RunKey> seen = new TreeMap<>();
        for (Run run : deployment.runs.all()) {
            Flow flow = deployment.stored.flowOf(run);
            String key =
                    run.flow()
                            + "/"
                            + run.fan()
                            + "/"
                            + flow.definition()
                                    .reEntry()
                                    .keyFor(run.event().id().value(), run.event().scope());
            RunKey other = seen.putIfAbsent(key, run.key());
            if (other != null) {
                violations.add(Guarantee.ONE_RUN, run, "duplicates " + other.run());
            }
        }
    }

    /**
     * A cooldown begins when its event is admitted. Its run may be stored later, if the process
     * died in between and the event was redelivered.
     */
    private void checkCooldowns() {
        Map<String, List<Run>> entries =
                deployment.runs.all().stream()
                        .sorted(Comparator.comparing(Run::startedAt))
                        .collect(Collectors.groupingBy(run -> run.flow() + "/" + run.fan()));
        for (List<Run> runs : entries.values()) {
            Flow flow = deployment.stored.flowOf(runs.getFirst());
            flow.definition()
                    .reEntry()
                    .cooldown()
                    .ifPresent(period -> check(runs, period.length()));
        }
    }

    private void check(List<Run> runs, Duration cooldown) {
        Instant over = Instant.MIN;
        for (Run run : runs) {
            Optional<Instant> since = deployment.reEntries.coolingSince(run.key().run());
            if (since.isEmpty() || run.startedAt().isBefore(over)) {
                violations.add(Guarantee.ONE_RUN, run, "began during a cooldown, or began none");
                return;
            }
            over = since.get().plus(cooldown);
        }
    }
}
