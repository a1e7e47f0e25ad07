package dev.actionflows.domain.flow;

/**
 * The maximum number of a project's active flows.
 *
 * @param most the maximum, including the flow that is saved
 * @param planChanges {@link ActiveFlows#planChanges} before the project's plan was read
 */
public record ActiveLimit(int most, long planChanges) {}
