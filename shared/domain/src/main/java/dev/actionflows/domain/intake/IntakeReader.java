package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads everything that the intake needs to know about an event, in one read. */
public interface IntakeReader {
    /**
     * One strongly consistent read: a flow listens from the moment it is active.
     *
     * @param identity the originator, if the event has one
     * @param scopes the scopes to look up, including {@link TriggerScope#ANY} if wanted; at most 90
     */
    IntakeFacts read(
            ProjectId project, Optional<Identity> identity, TriggerType type, List<String> scopes);

    /**
     * One strongly consistent read of the current flows.
     *
     * @param flows at most 100
     * @return those that exist, in no particular order
     */
    List<Flow> flows(ProjectId project, Collection<FlowId> flows);

    /**
     * As {@link #read}, for an event that has a scope: includes the scope of flows that count
     * events of every scope.
     *
     * @param scopes the scopes of the event, most specific first
     */
    default IntakeFacts readEvent(
            ProjectId project, Optional<Identity> identity, TriggerType type, List<String> scopes) {
        return read(project, identity, type, withAny(scopes));
    }

    /** The scopes of an event, and the scope of flows that count events of every scope. */
    static List<String> withAny(List<String> scopes) {
        return scopes.isEmpty()
                ? scopes
                : Stream.concat(scopes.stream(), Stream.of(TriggerScope.ANY)).distinct().toList();
    }

    /**
     * As {@link #readEvent}, for several events at once.
     *
     * @return in the order of the questions
     */
    default List<IntakeFacts> readEvents(List<Question> questions) {
        return questions.stream()
                .map(it -> readEvent(it.project(), it.identity(), it.type(), it.scopes()))
                .toList();
    }

    /** The arguments of {@link #readEvent}. */
    record Question(
            ProjectId project, Optional<Identity> identity, TriggerType type, List<String> scopes) {
        public Question {
            scopes = List.copyOf(scopes);
        }
    }

    /**
     * @param claims the owners of the scopes, by scope
     */
    record IntakeFacts(
            Optional<Project> project,
            Optional<KnownIdentity> identity,
            Map<String, TriggerClaim> claims) {
        public IntakeFacts {
            claims = Map.copyOf(new LinkedHashMap<>(claims));
        }

        /** Whether a flow listens for some fan, if only for its test fans. */
        boolean mayBeHeard(Instant now) {
            return !claims.isEmpty()
                    || project.stream()
                            .flatMap(it -> it.tests().stream())
                            .anyMatch(test -> test.lastsAt(now));
        }

        /**
         * The flows that an event enters: the owner of its most specific owned scope, and one that
         * counts events of every scope.
         *
         * @param scopes the scopes of the event, most specific first
         */
        public List<TriggerClaim> listening(List<String> scopes) {
            Optional<TriggerClaim> specific =
                    scopes.stream()
                            .flatMap(scope -> Optional.ofNullable(claims.get(scope)).stream())
                            .findFirst();
            Optional<TriggerClaim> any = Optional.ofNullable(claims.get(TriggerScope.ANY));
            return Stream.of(specific, any).flatMap(Optional::stream).distinct().toList();
        }
    }
}
