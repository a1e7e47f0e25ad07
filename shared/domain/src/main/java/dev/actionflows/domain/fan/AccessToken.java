package dev.actionflows.domain.fan;

import dev.actionflows.domain.project.Sealed;

import java.time.Instant;

/**
 * An access token of a streaming service (RFC 6749, section 1.4).
 *
 * @param token sealed for {@link Connection#accessTokenContext}
 */
public record AccessToken(Sealed token, Instant expiresAt) {}
