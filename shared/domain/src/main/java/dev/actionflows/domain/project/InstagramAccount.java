package dev.actionflows.domain.project;

import java.util.Optional;

/**
 * A project's Instagram account.
 *
 * @param access empty if the project may receive only
 */
public record InstagramAccount(InstagramAccountId id, Optional<InstagramAccess> access) {}
