package dev.actionflows.domain.messaging;

import dev.actionflows.domain.fan.PhoneNumber;

/** One text, ready for the provider. */
public record TextMessage(PhoneNumber from, PhoneNumber to, String body) {}
