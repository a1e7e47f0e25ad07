package dev.actionflows.domain.webhook;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Optional;

/**
 * What webhooks report of an address, as it is stored at one moment.
 *
 * @param fan the owner; empty if nobody is known to own it
 * @param consent the id of the change by which the owner agreed, see {@link
 *     dev.actionflows.domain.fan.KnownIdentity}
 */
public record AddressSnapshot(
        ProjectId project,
        Identity identity,
        Optional<FanId> fan,
        boolean stopped,
        Optional<Instant> stoppedAt,
        Optional<String> consent) {}
