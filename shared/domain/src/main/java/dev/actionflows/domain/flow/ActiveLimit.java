package dev.actionflows.domain.flow;

/**
 * How many flows of a project may listen at once.
 *
 * @param most that many, the one that is saved included
 * @param planChanges {@link ActiveFlows#planChanges} as it was before the project's plan was read
 */
public record ActiveLimit(int most, long planChanges) {}
