package dev.actionflows.checks;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** The metrics that the functions emit: each name with the sets of dimensions it comes in. */
final class EmittedMetrics {
    static final String NAMESPACE = "ActionFlows";

    private static final List<String> WHOLE = List.of("Deployment");

    static final Map<String, Set<List<String>>> DIMENSIONS =
            Map.ofEntries(
                    Map.entry(
                            "EventsReceived",
                            Set.of(WHOLE, List.of("Deployment", "Trigger", "Result"))),
                    Map.entry("RunsStarted", Set.of(WHOLE)),
                    Map.entry("StartsRefused", Set.of(WHOLE)),
                    Map.entry(
                            "StepOutcomes",
                            Set.of(
                                    List.of("Deployment", "StepType", "Outcome"),
                                    List.of("Deployment", "StepType", "Reason"))),
                    Map.entry(
                            "ProviderErrors",
                            Set.of(WHOLE, List.of("Deployment", "StepType", "Reason"))),
                    Map.entry("RunsEnded", Set.of(WHOLE, List.of("Deployment", "Status"))),
                    Map.entry("FirstStepLatency", Set.of(WHOLE)),
                    Map.entry("LastStepLatency", Set.of(WHOLE)),
                    Map.entry("RunsDue", Set.of(WHOLE)),
                    Map.entry("OldestDueAge", Set.of(WHOLE)),
                    Map.entry("RunsResumed", Set.of(WHOLE, List.of("Deployment", "Cause"))),
                    Map.entry("StepsGivenUp", Set.of(WHOLE)));

    private EmittedMetrics() {}
}
