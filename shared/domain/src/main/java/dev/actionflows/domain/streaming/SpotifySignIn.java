package dev.actionflows.domain.streaming;

import java.time.Duration;
import java.util.Set;

/**
 * Authorization of an app at Spotify: the OAuth 2.0 authorization code flow (RFC 6749, section 4.1)
 * with PKCE (RFC 7636).
 */
public interface SpotifySignIn {
    /**
     * The URL to which the fan's browser is redirected.
     *
     * @param codeChallenge the SHA-256 of the code verifier, in base64url without padding
     */
    String authorizeUrl(
            String clientId,
            String redirectUri,
            Set<String> scopes,
            String state,
            String codeChallenge);

    /**
     * Exchanges the code that the fan's browser brought back, and reads the id of the account. A
     * code can be exchanged once: a lost response cannot be recovered.
     *
     * @param redirectUri as in the authorization URL
     * @param askedScopes as in that URL
     * @param timeout for all requests of this call together
     */
    AuthorizationAnswer exchange(
            StreamingApp.Spotify app,
            String code,
            String codeVerifier,
            String redirectUri,
            Set<String> askedScopes,
            Duration timeout);
}
