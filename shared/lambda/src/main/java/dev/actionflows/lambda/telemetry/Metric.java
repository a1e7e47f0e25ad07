package dev.actionflows.lambda.telemetry;

import java.util.List;
import java.util.stream.Stream;

/**
 * The metrics. Alarms and the dashboard refer to a metric by its name and the names of its
 * dimensions; each combination of dimension values is its own time series.
 */
public enum Metric {
    EVENTS_RECEIVED("EventsReceived", Unit.COUNT, inAllAnd("Trigger", "Result")),
    /** Correctly signed, but not usable. */
    EVENTS_IGNORED("EventsIgnored", Unit.COUNT, inAllAnd("Source", "Reason")),
    /** Results of the codes with which fans verify an address. */
    CODES("Codes", Unit.COUNT, inAllAnd("Channel", "Result")),
    /** Requests rejected by a rate limit. */
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
    /** Work that was requested and correctly refused; check the dashboard when runs are overdue. */
    WORK_REFUSED("WorkRefused", Unit.COUNT, inAllAnd("Refusal")),
    /** Found by a sweep. Also reported when zero, so that missing data means that no sweep runs. */
    RUNS_DUE("RunsDue", Unit.COUNT, inAll()),
    /** How long the oldest due run is overdue. */
    OLDEST_DUE_AGE("OldestDueAge", Unit.SECONDS, inAll()),
    /** How long the oldest delivery to a webhook is overdue. Also reported when zero. */
    OLDEST_DELIVERY_AGE("OldestDeliveryAge", Unit.SECONDS, inAll()),
    /** Reported only when above zero. */
    RUNS_SET_ASIDE("RunsSetAside", Unit.COUNT, inAll()),
    /** Messages that were handed to a provider and not rejected, as they are counted. */
    MESSAGES("Messages", Unit.COUNT, inAllAnd("Channel")),
    /** Their credits. */
    CREDITS("Credits", Unit.COUNT, inAllAnd("Channel")),
    /** Messages with a link that a person has clicked. */
    MESSAGES_CLICKED("MessagesClicked", Unit.COUNT, inAll()),
    /** Fans who have reached a stage of the funnel; negative for merged records. */
    FANS("Fans", Unit.COUNT, List.of(by("Stage"))),
    /** Projects that have used up 80 % or 100 % of a credit limit. */
    CREDIT_ALERTS("CreditAlerts", Unit.COUNT, inAllAnd("Percent")),
    /** Cannot send, or will soon be unable to. Also reported when zero, as {@link #RUNS_DUE}. */
    INSTAGRAM_ACCOUNTS_FAILING("InstagramAccountsFailing", Unit.COUNT, inAll()),
    /** Their new releases have not been looked for. Also reported when zero. */
    ARTISTS_OVERDUE("ArtistsOverdue", Unit.COUNT, inAll());

    /** The namespace of all metrics. */
    public static final String NAMESPACE = "ActionFlows";

    private final String wireName;
    private final Unit unit;

    @SuppressWarnings("ImmutableEnumChecker") // immutable: created by List.of and toList
    private final List<List<String>> dimensions;

    Metric(String wireName, Unit unit, List<List<String>> dimensions) {
        this.wireName = wireName;
        this.unit = unit;
        this.dimensions = dimensions;
    }

    /** The CloudWatch units in use. */
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

    /** The metric's dimension sets, each in the order in which it is reported. */
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
