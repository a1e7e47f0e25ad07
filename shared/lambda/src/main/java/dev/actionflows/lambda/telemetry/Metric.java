package dev.actionflows.lambda.telemetry;

import java.util.List;
import java.util.stream.Stream;

/**
 * What is measured. Alarms and the dashboard know a metric by its name and the names of its
 * dimensions; each set of their values is a time series of its own.
 */
public enum Metric {
    EVENTS_RECEIVED("EventsReceived", Unit.COUNT, inAllAnd("Trigger", "Result")),
    /** Signed by their source, but nobody can do anything with them. */
    EVENTS_IGNORED("EventsIgnored", Unit.COUNT, inAllAnd("Source", "Reason")),
    /** What became of the codes by which fans prove an address. */
    CODES("Codes", Unit.COUNT, inAllAnd("Channel", "Result")),
    /** What happened too often and was refused. */
    RATES_EXCEEDED("RatesExceeded", Unit.COUNT, inAllAnd("Rate")),
    RUNS_STARTED("RunsStarted", Unit.COUNT, inAll()),
    STARTS_REFUSED("StartsRefused", Unit.COUNT, inAll()),
    PROVIDER_ERRORS("ProviderErrors", Unit.COUNT, inAllAnd("StepType", "Reason")),
    STEP_OUTCOMES(
            "StepOutcomes",
            Unit.COUNT,
            List.of(by("StepType", "Outcome"), by("StepType", "Reason"))),
    STEPS_GIVEN_UP("StepsGivenUp", Unit.COUNT, inAll()),
    /** From the event to the end of the run's first step. */
    FIRST_STEP_LATENCY("FirstStepLatency", Unit.MILLISECONDS, inAll()),
    /** From the event to the end of the run. */
    LAST_STEP_LATENCY("LastStepLatency", Unit.MILLISECONDS, inAll()),
    RUNS_ENDED("RunsEnded", Unit.COUNT, inAllAnd("Status")),
    RUNS_RESUMED("RunsResumed", Unit.COUNT, inAllAnd("Cause")),
    /** What was asked for and rightly not done: see the dashboard when runs are overdue. */
    WORK_REFUSED("WorkRefused", Unit.COUNT, inAllAnd("Refusal")),
    /** Found by a sweep; also when there are none, so that silence means that nobody sweeps. */
    RUNS_DUE("RunsDue", Unit.COUNT, inAll()),
    /** How long the run is overdue that was due first. */
    OLDEST_DUE_AGE("OldestDueAge", Unit.SECONDS, inAll()),
    /** Told only while there are some. */
    RUNS_SET_ASIDE("RunsSetAside", Unit.COUNT, inAll());

    /** Of all of them. */
    public static final String NAMESPACE = "ActionFlows";

    private final String wireName;
    private final Unit unit;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of and toList, which nobody can change
    private final List<List<String>> dimensions;

    Metric(String wireName, Unit unit, List<List<String>> dimensions) {
        this.wireName = wireName;
        this.unit = unit;
        this.dimensions = dimensions;
    }

    /** CloudWatch's units, as far as they are used. */
    public enum Unit {
        COUNT("Count"),
        MILLISECONDS("Milliseconds"),
        SECONDS("Seconds");

        private final String wireName;

        Unit(String wireName) {
            this.wireName = wireName;
        }

        public String wireName() {
            return wireName;
        }
    }

    public String wireName() {
        return wireName;
    }

    public Unit unit() {
        return unit;
    }

    /**
     * The sets of names by whose values it is told apart, each in the order in which it is told.
     */
    public List<List<String>> dimensions() {
        return dimensions;
    }

    private static List<List<String>> inAll() {
        return List.of(by());
    }

    private static List<List<String>> inAllAnd(String... names) {
        return List.of(by(), by(names));
    }

    private static List<String> by(String... names) {
        return Stream.concat(Stream.of("Deployment"), Stream.of(names)).toList();
    }
}
