package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.messaging.PhoneNumber;

/** A text that was answered 2xx, and that an active flow listened to. */
record AcknowledgedText(String messageId, PhoneNumber from, String keyword) {}
