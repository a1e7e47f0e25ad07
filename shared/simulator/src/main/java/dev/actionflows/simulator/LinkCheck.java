package dev.actionflows.simulator;

import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.run.LinkNeed;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.run.StepOutcome;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Link messages: one for a fan and a thing, in whichever flow; none if the streaming step was done;
 * and nobody is refused one because of a message that was not sent.
 */
final class LinkCheck {
    private final ViolationLog violations;
    private final StoredData stored;

    /** The last claim of each step, in the order of the claims. */
    private final Map<StepKey, Claimed> claims = new LinkedHashMap<>();

    /** What the link messages of a streaming step are for. */
    private final Map<StepKey, String> things = new HashMap<>();

    /**
     * @param fans all ids that the fan had then
     */
    private record Claimed(String thing, List<FanId> fans) {
        boolean isForSameAs(Claimed other) {
            return thing.equals(other.thing) && !Collections.disjoint(fans, other.fans);
        }
    }

    LinkCheck(ViolationLog violations, StoredData stored) {
        this.violations = violations;
        this.stored = stored;
    }

    /** Called when a message was permitted. */
    void taken(MessageTake take) {
        take.link()
                .ifPresent(
                        claim -> {
                            StepKey step =
                                    StepKey.parse(take.project(), claim.step()).orElseThrow();
                            claims.remove(step);
                            claims.put(
                                    step, new Claimed(claim.thing(), take.checked().fan().ids()));
                        });
    }

    /** Called when a step tries to claim a link, or asks for one that is claimed. */
    void claims(LinkClaim claim) {
        StepKey step = StepKey.parse(SampleProject.ID, claim.step()).orElseThrow();
        Run run = stored.runOf(step);
        things.put(new StepKey(run.key(), linked(run, step.index()).orElseThrow()), claim.thing());
    }

    /**
     * Called when a message is handed to its provider.
     *
     * @param run as it is stored
     */
    void sent(Run run, StepKey step) {
        Optional<Integer> linked = linked(run, step.index());
        if (linked.isEmpty()) {
            return;
        }
        if (!claims.containsKey(step)) {
            violations.add(Guarantee.LINKED_ONCE, run, "a link was sent without a claim");
        }
        if (run.step(linked.get()).outcome().orElse(null) instanceof StepOutcome.Completed) {
            violations.add(
                    Guarantee.LINKED_ONCE, run, "a link was sent although the step was done");
        }
    }

    private Optional<Integer> linked(Run run, int index) {
        FlowDefinition definition = stored.flowOf(run).definition();
        return definition.linkedStep(index);
    }

    /**
     * Called when every wait is over.
     *
     * @param wasTaken whether a provider accepted the message of a step
     */
    void inTheEnd(Collection<Run> runs, Predicate<StepKey> wasTaken) {
        List<Map.Entry<StepKey, Claimed>> sent =
                claims.entrySet().stream().filter(it -> wasTaken.test(it.getKey())).toList();
        for (int later = 0; later < sent.size(); later++) {
            for (Map.Entry<StepKey, Claimed> earlier : sent.subList(0, later)) {
                if (earlier.getValue().isForSameAs(sent.get(later).getValue())) {
                    violations.add(
                            Guarantee.LINKED_ONCE,
                            "%s and %s sent links for %s"
                                    .formatted(
                                            earlier.getKey().text(),
                                            sent.get(later).getKey().text(),
                                            earlier.getValue().thing()));
                }
            }
        }
        for (Run run : runs) {
            for (int index = 0; run.hasEnded() && index < run.steps().size(); index++) {
                Optional<Integer> linked = linked(run, index);
                if (linked.isPresent()) {
                    check(run, linked.get(), index, runs, wasTaken);
                }
            }
        }
    }

    private void check(
            Run run, int linked, int index, Collection<Run> runs, Predicate<StepKey> wasTaken) {
        if (!(run.step(index).outcome().orElse(null) instanceof StepOutcome.Skipped(var reason))) {
            return;
        }
        Optional<StepOutcome> first = run.step(linked).outcome();
        Optional<LinkNeed> need = first.flatMap(it -> LinkNeed.of(it.reason()));
        boolean isTrue =
                switch (reason) {
                    case LINK_ALREADY_SENT -> hasAnother(run, linked, runs, wasTaken);
                    case EARLIER_STEP_COMPLETED ->
                            first.orElse(null) instanceof StepOutcome.Completed;
                    // all but these have a link to the release
                    case NO_HELPFUL_LINK ->
                            need.isEmpty()
                                    || stored.stepsOf(run).get(linked).referredRelease().isEmpty();
                    default -> true;
                };
        if (!isTrue) {
            violations.add(
                    Guarantee.LINKED_ONCE,
                    run,
                    "step %d got no link: %s after %s".formatted(index, reason, first));
        }
    }

    /** Whether a link may have been sent to the fan by another step. */
    private boolean hasAnother(
            Run run, int linked, Collection<Run> runs, Predicate<StepKey> wasTaken) {
        Claimed own =
                new Claimed(
                        Objects.requireNonNull(things.get(new StepKey(run.key(), linked))),
                        stored.idsOf(run));
        return claims.entrySet().stream()
                .filter(it -> it.getValue().isForSameAs(own))
                .map(Map.Entry::getKey)
                .anyMatch(step -> wasTaken.test(step) || isInDoubt(step, runs));
    }

    private static boolean isInDoubt(StepKey step, Collection<Run> runs) {
        return runs.stream()
                .filter(run -> run.key().equals(step.run()))
                .flatMap(run -> run.step(step.index()).outcome().stream())
                .anyMatch(it -> it instanceof StepOutcome.Unknown);
    }
}
