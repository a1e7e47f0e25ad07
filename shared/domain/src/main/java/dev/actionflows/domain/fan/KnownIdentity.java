package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;

import java.util.Optional;

/**
 * What is stored about an identity.
 *
 * @param fan whose it is; empty when somebody unknown sent STOP
 * @param stopped whether nothing may be sent to it any more
 */
public record KnownIdentity(Optional<FanId> fan, boolean stopped) {}
