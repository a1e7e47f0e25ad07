package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.Project;

import java.util.Optional;

/**
 * A fan token in the cookie of the pages that we host, not verified.
 *
 * @param isBoundToHost whether no other host can have set the cookie; see {@link Browser}
 */
public record FanCookieValue(String token, boolean isBoundToHost) {
    /** The token, unless another host could have set it. */
    public Optional<String> in(Project project) {
        return Optional.of(token).filter(_ -> isBoundToHost == project.isReachedByTls());
    }

    /** Omits the token. */
    @Override
    public String toString() {
        return "FanCookieValue[]";
    }
}
