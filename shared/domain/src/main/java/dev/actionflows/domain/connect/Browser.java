package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.project.Project;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A fan's browser, identified by a random secret in a cookie: the browser that comes back must be
 * the one that was sent (RFC 9700, section 2.1). Concurrent attempts of one browser share it.
 *
 * @param secret 128 bits
 * @param isBoundToHost whether the cookie is one that no other host can have set, not even a
 *     sibling under the same domain; false only in deployments without TLS
 */
public record Browser(String secret, boolean isBoundToHost) {
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{32}");

    static Browser fresh(Project project, IdSource ids) {
        return new Browser(ids.nonce(), project.isReachedByTls());
    }

    /**
     * @return empty if the text is not a valid secret
     */
    public static Optional<Browser> parse(String secret, boolean isBoundToHost) {
        return SECRET.matcher(secret).matches()
                ? Optional.of(new Browser(secret, isBoundToHost))
                : Optional.empty();
    }

    /** Whether this project's cookies are bound in the same way. */
    boolean matches(Project project) {
        return isBoundToHost == project.isReachedByTls();
    }

    /** The hash that an attempt stores. */
    String hash() {
        return Digests.sha256Hex(text());
    }

    /** The text that a confirmation covers. */
    String text() {
        return "browser\n" + (isBoundToHost ? "bound\n" : "") + secret;
    }

    /** Omits the secret. */
    @Override
    public String toString() {
        return "Browser[]";
    }
}
