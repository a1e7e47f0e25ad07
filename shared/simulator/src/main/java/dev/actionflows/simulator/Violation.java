package dev.actionflows.simulator;

/** A violated guarantee with a description. */
public record Violation(Guarantee guarantee, String how) {}
