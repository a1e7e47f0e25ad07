package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What goes with the fan's browser to the streaming service and comes back (RFC 6749, section
 * 10.12): it names the project, and 128 random bits that nobody can guess. Only their hash is
 * stored, so that whoever reads the table cannot come back in a fan's place.
 */
record ConnectState(ProjectId project, String secret) {
    private static final Pattern SECRET = Pattern.compile("[0-9a-f]{32}");

    static ConnectState fresh(ProjectId project, IdSource ids) {
        return new ConnectState(project, ids.nonce());
    }

    /**
     * @return empty when the text is none
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

    /** As it stands in URLs. */
    String text() {
        return project + "." + secret;
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "ConnectState[" + project + "]";
    }
}
