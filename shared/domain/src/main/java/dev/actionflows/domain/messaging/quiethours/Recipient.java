package dev.actionflows.domain.messaging.quiethours;

import dev.actionflows.domain.messaging.PhoneNumber;

import java.time.ZoneId;
import java.util.Optional;

/**
 * Who a message is sent to.
 *
 * @param number that receives it
 * @param declaredZone the time zone that the fan declared, if any
 */
public record Recipient(PhoneNumber number, Optional<ZoneId> declaredZone) {}
