package dev.actionflows.domain.usage;

/**
 * Says that a project has used up a part of its credits, or that a text was not sent for lack of
 * credits.
 *
 * @param used in credits
 */
public record CreditAlert(CreditThreshold threshold, long used) {}
