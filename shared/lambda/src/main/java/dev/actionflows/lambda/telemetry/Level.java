package dev.actionflows.lambda.telemetry;

/** Log levels, with Lambda's names. */
public enum Level {
    INFO,
    /** A temporary failure that will be retried. */
    WARN,
    /** Needs attention. */
    ERROR
}
