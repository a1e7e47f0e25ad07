package dev.actionflows.domain.run;

import dev.actionflows.domain.messaging.permit.SendPermit;

import java.time.Instant;
import java.util.Optional;

/**
 * An outcome that is about to be written to the ledger.
 *
 * @param startedAt when the state that led to it was entered
 * @param attempts the number of attempts in this execution
 * @param giveUpAt for a first wait: when waiting ends for good
 * @param permit see {@link RunStep#permit}
 * @param token see {@link RunStep#settledBy}; empty if no state of an execution produced the
 *     outcome
 */
record OutcomeRecord(
        StepOutcome outcome,
        Instant startedAt,
        Instant at,
        int attempts,
        Optional<Instant> giveUpAt,
        Optional<SendPermit> permit,
        Optional<String> token) {}
