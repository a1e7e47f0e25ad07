package dev.actionflows.domain.streaming;

import java.time.Duration;
import java.util.Set;

/**
 * How fans authorize an app at Spotify: the authorization code flow of OAuth 2.0 (RFC 6749, section
 * 4.1) with PKCE (RFC 7636).
 */
public interface SpotifySignIn {
    /**
     * Where the fan's browser is to be sent.
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
     * Exchanges the code that the fan's browser brought back, and asks whose account it is. A code
     * can be exchanged once: an answer that was lost is lost for good.
     *
     * @param redirectUri as it was in the URL to which the browser was sent
     * @param askedScopes as they were in that URL
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
