package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.project.Project;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A fan's browser, known by a random text that it keeps in a cookie: whoever comes back must be the
 * one who was sent (RFC 9700, section 2.1). Several attempts of one browser share it.
 *
 * @param secret 128 bits
 * @param isBoundToHost whether the cookie is one that no other host can have set, a neighbour under
 *     the same domain included; only a deployment without TLS has others
 */
public record Browser(String secret, boolean isBoundToHost) {
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{32}");

    static Browser fresh(Project project, IdSource ids) {
        return new Browser(ids.nonce(), project.isReachedByTls());
    }

    /**
     * @return empty when the text is none of ours
     */
    public static Optional<Browser> parse(String secret, boolean isBoundToHost) {
        return SECRET.matcher(secret).matches()
                ? Optional.of(new Browser(secret, isBoundToHost))
                : Optional.empty();
    }

    /** Whether this project's cookies are such. */
    boolean suits(Project project) {
        return isBoundToHost == project.isReachedByTls();
    }

    /** What is stored in an attempt. */
    String hash() {
        return Digests.sha256Hex(text());
    }

    /** What a confirmation holds for. */
    String text() {
        return "browser\n" + (isBoundToHost ? "bound\n" : "") + secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Browser[]";
    }
}
