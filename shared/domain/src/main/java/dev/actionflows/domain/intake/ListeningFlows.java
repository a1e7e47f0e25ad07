package dev.actionflows.domain.intake;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The flows that an event enters. For a test fan, flows in test mode are treated as if they were
 * active and owned their scopes; for all other fans they do not exist.
 *
 * @param claims the claims of the flows that it enters
 * @param displaced active flows that it would enter if this fan were not a test fan
 */
public record ListeningFlows(List<TriggerClaim> claims, List<Displaced> displaced) {
    /**
     * @param by the flow in test mode that it enters instead
     */
    public record Displaced(FlowId flow, FlowId by) {}

    public ListeningFlows {
        claims = List.copyOf(claims);
        displaced = List.copyOf(displaced);
    }

    static ListeningFlows of(List<TriggerClaim> claims) {
        return new ListeningFlows(claims, List.of());
    }

    /**
     * Finds the flows. Only test fans cause an additional read.
     *
     * @param fan every id of the fan; empty for a new one
     * @param scopes the scopes of the event, most specific first
     */
    public static ListeningFlows find(
            IntakeReader reader,
            IntakeFacts facts,
            Set<FanId> fan,
            TriggerType type,
            List<String> scopes,
            Instant now) {
        List<TriggerClaim> active = facts.listening(scopes);
        Map<String, TriggerClaim> tested = tested(reader, facts.project(), fan, type, scopes, now);
        if (tested.isEmpty()) {
            return of(active);
        }
        Map<String, TriggerClaim> claims = new HashMap<>(facts.claims());
        claims.putAll(tested);
        List<TriggerClaim> entered =
                new IntakeFacts(facts.project(), facts.identity(), claims).listening(scopes);
        return new ListeningFlows(
                entered,
                active.stream()
                        .filter(claim -> !entered.contains(claim))
                        .map(claim -> new Displaced(claim.flow(), inPlaceOf(claim, entered)))
                        .toList());
    }

    /** An event enters one flow by its own scopes and one that counts every scope. */
    private static FlowId inPlaceOf(TriggerClaim displaced, List<TriggerClaim> entered) {
        return entered.stream()
                .filter(
                        claim ->
                                claim.test()
                                        && claim.countsSubjects() == displaced.countsSubjects())
                .map(TriggerClaim::flow)
                .findFirst()
                .orElseThrow();
    }

    /**
     * The flows in test mode, by scope. The current state of the flow decides: one that was
     * activated, archived or deleted, or has another trigger now, is not in test mode, even if the
     * project still says so. Of two with the same scope, the one whose test began first counts.
     */
    private static Map<String, TriggerClaim> tested(
            IntakeReader reader,
            Optional<Project> project,
            Set<FanId> fan,
            TriggerType type,
            List<String> scopes,
            Instant now) {
        List<TestMode> tests =
                project.map(Project::tests).orElse(List.of()).stream()
                        .filter(test -> test.lastsAt(now) && test.isFor(fan))
                        .toList();
        if (tests.isEmpty()) {
            return Map.of();
        }
        Map<FlowId, Flow> flows =
                reader
                        .flows(
                                project.orElseThrow().id(),
                                tests.stream().map(TestMode::flow).toList())
                        .stream()
                        .collect(Collectors.toMap(Flow::id, Function.identity()));
        Map<String, TriggerClaim> claims = new HashMap<>();
        for (TestMode test : tests) {
            Optional.ofNullable(flows.get(test.flow()))
                    .filter(test::appliesTo)
                    .filter(flow -> listens(flow.definition().trigger(), type, scopes))
                    .map(flow -> TriggerClaim.ofTest(flow, test.begun()))
                    .ifPresent(claim -> claims.putIfAbsent(claim.scope(), claim));
        }
        return claims;
    }

    private static boolean listens(Trigger trigger, TriggerType type, List<String> scopes) {
        return trigger.type() == type
                && (scopes.contains(trigger.scope())
                        || (!scopes.isEmpty() && trigger.scope().equals(TriggerScope.ANY)));
    }
}
