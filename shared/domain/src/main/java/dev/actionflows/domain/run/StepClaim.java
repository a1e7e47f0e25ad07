package dev.actionflows.domain.run;

import java.time.Instant;

/**
 * The exclusive right to act on an at-most-once step, written before acting.
 *
 * @param token the state of the execution that holds it; equal for retries of this state
 * @param nonce the invocation of the function that holds it
 * @param until when its holder is certainly dead
 */
public record StepClaim(String token, String nonce, Instant until) {}
