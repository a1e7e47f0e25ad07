package dev.actionflows.domain.streaming;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * An in-memory Spotify sign-in: a code is valid once, for the redirect URI and the verifier of the
 * page where the fan consented. Thread-safe.
 */
public final class InMemorySpotifySignIn implements SpotifySignIn {
    private final Map<String, Agreement> codes = new HashMap<>();
    private final Deque<AuthorizationAnswer> script = new ArrayDeque<>();
    private int agreements;

    private record Agreement(Map<String, String> page, String account, int number) {}

    /** The next exchanges get these answers, in this order; their codes are used up. */
    public synchronized InMemorySpotifySignIn answers(AuthorizationAnswer... answers) {
        script.addAll(Arrays.asList(answers));
        return this;
    }

    /**
     * A fan consents.
     *
     * @param url of the page
     * @return the code that the browser brings back
     */
    public synchronized String agree(String url, String account) {
        String code = "code-" + ++agreements;
        codes.put(code, new Agreement(query(url), account, agreements));
        return code;
    }

    /** The parameters of a page's URL. */
    public static Map<String, String> query(String url) {
        return Arrays.stream(URI.create(url).getRawQuery().split("&", -1))
                .map(parameter -> parameter.split("=", 2))
                .collect(
                        Collectors.toMap(
                                pair -> pair[0],
                                pair -> URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
    }

    @Override
    public String authorizeUrl(
            String clientId,
            String redirectUri,
            Set<String> scopes,
            String state,
            String codeChallenge) {
        return "https://accounts.spotify.example/authorize?client_id=%s&redirect_uri=%s&scope=%s&state=%s&code_challenge=%s"
                .formatted(
                        clientId,
                        URLEncoder.encode(redirectUri, StandardCharsets.UTF_8),
                        String.join("+", new TreeSet<>(scopes)),
                        state,
                        codeChallenge);
    }

    @Override
    public synchronized AuthorizationAnswer exchange(
            StreamingApp.Spotify app,
            String code,
            String codeVerifier,
            String redirectUri,
            Set<String> requestedScopes,
            Duration timeout) {
        Agreement agreement = codes.remove(code);
        AuthorizationAnswer scripted = script.poll();
        if (scripted != null) {
            return scripted;
        }
        boolean isValid =
                agreement != null
                        && redirectUri.equals(agreement.page().get("redirect_uri"))
                        && app.clientId().equals(agreement.page().get("client_id"))
                        && challenge(codeVerifier).equals(agreement.page().get("code_challenge"));
        return isValid
                ? new AuthorizationAnswer.Granted(
                        "refresh-token-" + agreement.number(),
                        Set.of(agreement.page().getOrDefault("scope", "").split(" ", -1)),
                        Optional.of(agreement.account()),
                        Optional.of(
                                new AccessGrant(
                                        InMemoryStreamingService.accessTokenOf(
                                                "refresh-token-" + agreement.number()),
                                        Duration.ofHours(1))))
                : new AuthorizationAnswer.Invalid();
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
