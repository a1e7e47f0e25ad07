package dev.actionflows.testkit.simulation;

/** A violated guarantee with a description. */
public record Violation(Guarantee guarantee, String how) {}
