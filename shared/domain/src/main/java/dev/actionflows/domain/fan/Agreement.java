package dev.actionflows.domain.fan;

import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.Set;

/**
 * A fan's agreement to what a project may do in the fan's account, as a page of ours listed it: the
 * evidence of the consent.
 *
 * @param id of the attempt to connect that it led to
 * @param scopes that were listed; empty for Apple Music, which has no scopes
 * @param wording the version of the page's text
 * @param language in which the page was shown, such as {@code de} (BCP 47)
 * @param at when the fan pressed the button
 */
public record Agreement(
        String id,
        StreamingProvider provider,
        Set<String> scopes,
        String wording,
        String language,
        Instant at) {
    public Agreement {
        scopes = Set.copyOf(scopes);
    }
}
