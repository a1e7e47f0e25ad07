package dev.actionflows.testkit.simulation;

/** A guarantee that did not hold, and how. */
public record Violation(Guarantee guarantee, String how) {}
