package dev.actionflows.domain.intake;

import dev.actionflows.domain.trigger.TriggerScope;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The scopes of triggers to which an event belongs, and what it is about under each of them.
 *
 * @param scopes most specific first; none: no flow can listen to it
 * @param subjects what the event is about when a flow with this scope listens
 * @param otherwise what it is about when none of those listens
 */
public record EventScopes(List<String> scopes, Map<String, String> subjects, String otherwise) {
    public EventScopes {
        scopes = List.copyOf(scopes);
        subjects = Map.copyOf(subjects);
    }

    /** Of an event about one thing, such as a release. */
    public static EventScopes of(String scope) {
        return new EventScopes(List.of(scope), Map.of(), scope);
    }

    /** Of an event of the whole project that is about one thing. */
    public static EventScopes ofProject(String subject) {
        return new EventScopes(List.of(TriggerScope.PROJECT), Map.of(), subject);
    }

    /**
     * What the event is about.
     *
     * @param listening the scopes of the flows that listen to it
     */
    String subject(Set<String> listening) {
        return scopes.stream()
                .filter(listening::contains)
                .filter(subjects::containsKey)
                .findFirst()
                .map(subjects::get)
                .orElse(otherwise);
    }
}
