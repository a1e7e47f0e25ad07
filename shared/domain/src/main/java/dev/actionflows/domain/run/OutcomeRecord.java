package dev.actionflows.domain.run;

import java.time.Instant;
import java.util.Optional;

/**
 * An outcome on its way into the ledger.
 *
 * @param startedAt when the state was entered that led to it
 * @param attempts how many tries this execution needed
 * @param giveUpAt for a first wait: when waiting ends for good
 * @param token see {@link RunStep#settledBy}; empty when no state of an execution did it
 */
record OutcomeRecord(
        StepOutcome outcome,
        Instant startedAt,
        Instant at,
        int attempts,
        Optional<Instant> giveUpAt,
        Optional<String> token) {}
