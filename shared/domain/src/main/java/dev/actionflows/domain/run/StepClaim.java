package dev.actionflows.domain.run;

import java.time.Instant;

/**
 * The exclusive right to act on an at-most-once step, written before acting.
 *
 * @param token which state of which execution holds it; a retry of that state has the same one
 * @param nonce which invocation of the function holds it
 * @param until when its holder is certainly dead
 */
public record StepClaim(String token, String nonce, Instant until) {}
