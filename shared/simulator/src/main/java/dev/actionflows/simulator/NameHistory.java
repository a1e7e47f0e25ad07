package dev.actionflows.simulator;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.run.Run;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Every first name that was given to a fan, and whether messages use it. */
final class NameHistory {
    /** The name in all events. */
    static final FirstName TYPED = new FirstName("Typed");

    /** How the sample steps address a fan. */
    private static final Pattern ADDRESS = Pattern.compile("^Thanks(?:, ([^!]+))?!");

    private final Kernel kernel;
    private final ViolationLog violations;
    private final Map<FanId, Set<String>> names = new HashMap<>();
    private final Map<FanId, Instant> namedAt = new HashMap<>();

    NameHistory(Kernel kernel, ViolationLog violations) {
        this.kernel = kernel;
        this.violations = violations;
    }

    /** A name was stored. */
    void named(Fan before, FirstName name) {
        if (name.equals(TYPED) && before.firstName().isPresent()) {
            violations.add(Guarantee.NAMED, "an event renamed " + before.id());
        }
        remember(before.id(), name);
    }

    /** Two records were merged. */
    void merged(FanStore.Merge merge) {
        merge.keptAfter().firstName().ifPresent(name -> remember(merge.kept().id(), name));
    }

    private void remember(FanId fan, FirstName name) {
        names.computeIfAbsent(fan, _ -> new HashSet<>()).add(name.text());
        namedAt.putIfAbsent(fan, kernel.now());
    }

    /** Called when a step hands a message to its provider. */
    void sent(Run run, int index, Fan fan, String text) {
        Matcher address = ADDRESS.matcher(text);
        if (!address.find()) {
            return;
        }
        String name = address.group(1);
        if (name == null) {
            Instant began = run.step(index).startedAt().orElseThrow();
            // by the clock of the process that began the step
            Instant certainlyBefore = began.minus(Faults.MAX_CLOCK_ERROR);
            if (namedAt.getOrDefault(run.fan(), Instant.MAX).isBefore(certainlyBefore)) {
                violations.add(Guarantee.NAMED, run, "did not name the fan in a message");
            }
        } else if (fan.ids().stream().noneMatch(id -> names(id).contains(name))) {
            violations.add(Guarantee.NAMED, run, "called the fan " + name);
        }
    }

    private Set<String> names(FanId id) {
        return names.getOrDefault(id, Set.of());
    }
}
