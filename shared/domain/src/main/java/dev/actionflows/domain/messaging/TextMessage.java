package dev.actionflows.domain.messaging;

/** One text, ready for the provider. */
public record TextMessage(PhoneNumber from, PhoneNumber to, String body) {}
