package dev.actionflows.domain.intake;

import dev.actionflows.domain.trigger.TriggerScope;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The trigger scopes to which an event belongs, and its subject under each of them.
 *
 * @param scopes most specific first; if empty, no flow can listen to the event
 * @param subjects the subject of the event if a flow with this scope listens
 * @param otherwise the subject if none of these listens
 */
public record EventScopes(List<String> scopes, Map<String, String> subjects, String otherwise) {
    public EventScopes {
        scopes = List.copyOf(scopes);
        subjects = Map.copyOf(subjects);
    }

    /** The scopes of an event with one subject, such as a release. */
    public static EventScopes of(String scope) {
        return new EventScopes(List.of(scope), Map.of(), scope);
    }

    /** The scopes of a project-wide event with one subject. */
    public static EventScopes ofProject(String subject) {
        return new EventScopes(List.of(TriggerScope.PROJECT), Map.of(), subject);
    }

    /**
     * The subject of the event.
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
