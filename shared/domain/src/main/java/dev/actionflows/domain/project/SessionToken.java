package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Optional;

/**
 * The token in the cookie of a {@link ConsoleSession}. Nothing about a session is stored: the token
 * is signed with a key of the project, expires, and names the API key with which it began, so that
 * it ends with that key. Format: project id, kind of the key, 128 bits of the key's hash
 * (hexadecimal), expiry (seconds since 1970), HMAC-SHA256 (base64url), joined by dots.
 */
public final class SessionToken {
    private static final String PURPOSE = "session-token";
    private static final int PARTS = 5;
    private static final int HASH_LENGTH = 32;

    private final Vault vault;

    public SessionToken(Vault vault) {
        this.vault = vault;
    }

    /** Issues the token of a session that begins now. */
    public String issue(Project project, ApiKey key, Instant now) {
        String content =
                String.join(
                        ".",
                        project.id().value(),
                        key.kind().wireName(),
                        beginning(key.hash()),
                        Long.toString(
                                now.plus(ConsoleSession.LENGTH)
                                        .truncatedTo(ChronoUnit.SECONDS)
                                        .getEpochSecond()));
        return content + "." + mac(project, content);
    }

    /**
     * The project that a token names; nothing is verified.
     *
     * @return empty if the text is not in the format of a token
     */
    public static Optional<ProjectId> projectOf(String token) {
        String[] parts = token.split("\\.", -1);
        return parts.length == PARTS ? ProjectId.parse(parts[0]) : Optional.empty();
    }

    /**
     * The session of a genuine token.
     *
     * @return empty if the token is forged, truncated, of another project or expired, or if its key
     *     is neither valid nor the one that was valid last; whether the key is still valid is for
     *     the caller to check with {@link ApiKeyHashes#isValid}
     */
    public Optional<ConsoleSession> verify(Project project, String token, Instant now) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != PARTS) {
            return Optional.empty();
        }
        String expected = mac(project, token.substring(0, token.lastIndexOf('.')));
        if (!isEqual(expected, parts[PARTS - 1]) || !parts[0].equals(project.id().value())) {
            return Optional.empty();
        }
        Instant endsAt = Instant.ofEpochSecond(Long.parseLong(parts[3]));
        return now.isBefore(endsAt)
                ? ApiKey.Kind.ofWireName(parts[1])
                        .flatMap(
                                kind ->
                                        project.keys().known(kind).stream()
                                                .filter(hash -> isEqual(beginning(hash), parts[2]))
                                                .map(hash -> new ConsoleSession(kind, hash, endsAt))
                                                .findFirst())
                : Optional.empty();
    }

    private static String beginning(String hash) {
        return hash.substring(0, Math.min(HASH_LENGTH, hash.length()));
    }

    private String mac(Project project, String content) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(vault.mac(project, PURPOSE, content));
    }

    private static boolean isEqual(String one, String other) {
        return MessageDigest.isEqual(
                one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
