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
 * Which flows an event enters. For a test fan, flows in test mode count as if they were active and
 * owned their scopes; for everybody else they are not there.
 *
 * @param claims of the flows that it enters
 * @param displaced active flows that it would enter if this fan were no test fan
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
     * Only for test fans something more is read.
     *
     * @param person every id of whoever acted; none: somebody new
     * @param scopes of the event, most specific first
     */
    public static ListeningFlows find(
            IntakeReader reader,
            IntakeFacts facts,
            Set<FanId> person,
            TriggerType type,
            List<String> scopes,
            Instant now) {
        List<TriggerClaim> active = facts.listening(scopes);
        Map<String, TriggerClaim> tested =
                tested(reader, facts.project(), person, type, scopes, now);
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
                .filter(claim -> claim.test() && claim.countsThings() == displaced.countsThings())
                .map(TriggerClaim::flow)
                .findFirst()
                .orElseThrow();
    }

    /**
     * By scope. What counts is the flow as it is now: one that was activated, put away or deleted,
     * or has another trigger by now, is not tried out, whatever the project still says. Of two with
     * one scope it is the one that was put into test mode first.
     */
    private static Map<String, TriggerClaim> tested(
            IntakeReader reader,
            Optional<Project> project,
            Set<FanId> person,
            TriggerType type,
            List<String> scopes,
            Instant now) {
        List<TestMode> tests =
                project.map(Project::tests).orElse(List.of()).stream()
                        .filter(test -> test.lastsAt(now) && test.isFor(person))
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
                    .filter(test::suits)
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
