package dev.actionflows.domain.replay;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * An estimate of what a replay uses: the job itself, and one attempt at each step that is to be
 * done. Not included: what providers charge, waiting for them, further attempts, logs.
 *
 * @param executions of the state machine, one for each run
 * @param transitions state transitions of these executions
 * @param readUnits DynamoDB's, on demand
 * @param writeUnits DynamoDB's, on demand
 * @param functionCalls invocations of Lambda functions
 */
public record ReplayCost(
        long executions, long transitions, long readUnits, long writeUnits, long functionCalls) {
    // per run: it is reopened (two writes, with its entry in the index of due runs), started by the
    // run starter (three, since the entry moves), which handles five messages per call, and ended
    // (one for the entry)
    private static final int RUN_TRANSITIONS = 2;
    private static final int RUN_READ_UNITS = 2;
    private static final int RUN_WRITE_UNITS = 6;
    private static final int RUNS_PER_CALL = 5;

    // per step, as docs/benchmarks.md counts them for a text, without its run's entry in the index:
    // an outage mostly fails messages, and other steps differ by a unit or two
    private static final int STEP_TRANSITIONS = 2;
    private static final int STEP_READ_UNITS = 6;
    private static final int STEP_WRITE_UNITS = 2;

    // local/cloud/prices.py has the sources; a test compares them
    private static final BigDecimal MILLION_READ_UNITS = new BigDecimal("0.125");
    private static final BigDecimal MILLION_WRITE_UNITS = new BigDecimal("0.625");
    private static final BigDecimal MILLION_CALLS = new BigDecimal("0.20");
    private static final BigDecimal MILLION_EXECUTIONS_EXPRESS = new BigDecimal("1.00");
    private static final BigDecimal THOUSAND_TRANSITIONS_STANDARD = new BigDecimal("0.025");

    /** The time of a function's call: a tenth of a second of half a gigabyte. */
    private static final BigDecimal CALL_GIGABYTE_SECONDS = new BigDecimal("0.05");

    private static final BigDecimal GIGABYTE_SECOND = new BigDecimal("0.0000133334");

    /** The estimate for a replay of what a preview has counted. */
    public static ReplayCost of(ReplayCounts counts) {
        long runs = counts.matching();
        return new ReplayCost(
                runs,
                runs * RUN_TRANSITIONS + counts.steps() * STEP_TRANSITIONS,
                counts.examined() + runs * RUN_READ_UNITS + counts.steps() * STEP_READ_UNITS,
                runs * RUN_WRITE_UNITS + counts.steps() * STEP_WRITE_UNITS,
                Math.ceilDiv(runs, RUNS_PER_CALL) + counts.steps());
    }

    /**
     * US dollars by the public prices of us-east-1, rounded up to cents, if the runs' executions
     * are EXPRESS.
     */
    public BigDecimal usDollarsExpress() {
        return rounded(
                withoutTransitions()
                        .add(millions(executions).multiply(MILLION_EXECUTIONS_EXPRESS)));
    }

    /** The same if they are STANDARD. */
    public BigDecimal usDollarsStandard() {
        return rounded(
                withoutTransitions()
                        .add(
                                BigDecimal.valueOf(transitions, 3)
                                        .multiply(THOUSAND_TRANSITIONS_STANDARD)));
    }

    private BigDecimal withoutTransitions() {
        return millions(readUnits)
                .multiply(MILLION_READ_UNITS)
                .add(millions(writeUnits).multiply(MILLION_WRITE_UNITS))
                .add(millions(functionCalls).multiply(MILLION_CALLS))
                .add(
                        BigDecimal.valueOf(functionCalls)
                                .multiply(CALL_GIGABYTE_SECONDS)
                                .multiply(GIGABYTE_SECOND));
    }

    private static BigDecimal millions(long number) {
        return BigDecimal.valueOf(number, 6);
    }

    private static BigDecimal rounded(BigDecimal dollars) {
        return dollars.setScale(2, RoundingMode.UP);
    }
}
