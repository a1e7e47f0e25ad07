package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The state parameter that goes to the streaming service and comes back (RFC 6749, section 10.12):
 * it identifies the project and contains 128 random bits. Only its hash is stored, so that reading
 * the table does not allow anybody to complete a fan's attempt.
 */
record ConnectState(ProjectId project, String secret) {
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{32}");

    static ConnectState fresh(ProjectId project, IdSource ids) {
        return new ConnectState(project, ids.nonce());
    }

    /**
     * @return empty if the text is not a valid state
     */
    static Optional<ConnectState> parse(String text) {
        int dot = text.indexOf('.');
        String secret = text.substring(dot + 1);
        return dot > 0 && SECRET.matcher(secret).matches()
                ? ProjectId.parse(text.substring(0, dot))
                        .map(project -> new ConnectState(project, secret))
                : Optional.empty();
    }

    /** The id of its {@link ConnectAttempt}. */
    String id() {
        return Digests.sha256Hex("state\n" + project + "\n" + secret);
    }

    /** The text in URLs. */
    String text() {
        return project + "." + secret;
    }

    /** Omits the secret. */
    @Override
    public String toString() {
        return "ConnectState[" + project + "]";
    }
}
