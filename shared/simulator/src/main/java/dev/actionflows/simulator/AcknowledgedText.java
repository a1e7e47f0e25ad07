package dev.actionflows.simulator;

import dev.actionflows.domain.messaging.PhoneNumber;

/** A text that was answered with 2xx and that matched an active flow. */
record AcknowledgedText(String messageId, PhoneNumber from, String keyword) {}
