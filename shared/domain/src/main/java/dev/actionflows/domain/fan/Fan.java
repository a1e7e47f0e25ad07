package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.PhoneNumber;

import java.time.Instant;
import java.util.Optional;

/** A known person in one project. */
public record Fan(FanId id, Optional<Phone> phone, Instant createdAt) {

    /** A number, and how it is looked up. */
    public record Phone(PhoneNumber number, Identity identity) {}
}
