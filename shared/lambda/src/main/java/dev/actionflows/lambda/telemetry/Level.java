package dev.actionflows.lambda.telemetry;

/** How urgent a line is, by Lambda's names. */
public enum Level {
    INFO,
    /** Something did not work now, and is tried again. */
    WARN,
    /** Somebody should look at it. */
    ERROR
}
