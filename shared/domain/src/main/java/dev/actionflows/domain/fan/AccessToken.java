package dev.actionflows.domain.fan;

import dev.actionflows.domain.project.Sealed;

import java.time.Instant;

/**
 * An access token of a streaming service (RFC 6749, section 1.4).
 *
 * @param token sealed for {@link Connection#accessTokenContext}
 * @param app the id of the app that it was issued to: no other one may use it
 */
public record AccessToken(Sealed token, String app, Instant expiresAt) {}
