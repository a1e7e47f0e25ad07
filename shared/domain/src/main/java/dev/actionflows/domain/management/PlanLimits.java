package dev.actionflows.domain.management;

import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.plan.PlanFeature;
import dev.actionflows.domain.plan.PlanFeatures;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The limits of each plan. A deployment can override them. */
public record PlanLimits(Map<Plan, Limits> byPlan) implements PlanFeatures {
    /** More than any project has. */
    static final int NO_LIMIT = 1_000_000;

    /** The features that use an Instagram account. */
    private static final Set<PlanFeature> WITH_INSTAGRAM =
            EnumSet.of(
                    PlanFeature.INSTAGRAM_DM,
                    PlanFeature.INSTAGRAM_COMMENT,
                    PlanFeature.SEND_INSTAGRAM_DM);

    /** The limits unless the deployment overrides them. */
    public static final PlanLimits BY_DEFAULT =
            new PlanLimits(
                    Map.of(
                            Plan.BASIC, new Limits(1, 1, EnumSet.allOf(PlanFeature.class)),
                            Plan.PRO, new Limits(NO_LIMIT, 5, Set.of()),
                            Plan.ENTERPRISE, new Limits(NO_LIMIT, NO_LIMIT, Set.of())));

    public PlanLimits {
        byPlan = Map.copyOf(byPlan);
    }

    /**
     * The limits of one plan.
     *
     * @param stepsPerFlow maximum number of steps of an active flow
     * @param activeFlows maximum number of active flows
     * @param excludes features that no active flow may use
     */
    public record Limits(int stepsPerFlow, int activeFlows, Set<PlanFeature> excludes) {
        public Limits {
            excludes = Set.copyOf(excludes);
        }
    }

    public Limits of(Plan plan) {
        return Optional.ofNullable(byPlan.get(plan)).orElseThrow();
    }

    @Override
    public boolean includes(Plan plan, PlanFeature feature) {
        return !of(plan).excludes().contains(feature);
    }

    /** Why a project of this plan cannot use an Instagram account; empty if it can. */
    public Optional<String> refusesInstagram(Plan plan) {
        return of(plan).excludes().containsAll(WITH_INSTAGRAM)
                ? Optional.of(
                        requires(
                                plan,
                                "Instagram",
                                it -> !of(it).excludes().containsAll(WITH_INSTAGRAM)))
                : Optional.empty();
    }

    /** Why a flow may not be active under this plan, regardless of other flows. */
    public List<Violation> violations(Plan plan, FlowDefinition definition) {
        Limits limits = of(plan);
        List<Violation> found = new ArrayList<>();
        definition
                .trigger()
                .type()
                .planFeature()
                .filter(limits.excludes()::contains)
                .ifPresent(it -> found.add(new Violation("/trigger/type", requires(plan, it))));
        if (definition.steps().size() > limits.stepsPerFlow()) {
            found.add(
                    new Violation(
                            "/steps",
                            "the plan %s allows %d in a flow"
                                    .formatted(plan, limits.stepsPerFlow())));
        }
        for (int index = 0; index < definition.steps().size(); index++) {
            String pointer = "/steps/" + index + "/type";
            definition
                    .steps()
                    .get(index)
                    .type()
                    .planFeature()
                    .filter(limits.excludes()::contains)
                    .ifPresent(it -> found.add(new Violation(pointer, requires(plan, it))));
        }
        return found;
    }

    private String requires(Plan plan, PlanFeature feature) {
        return requires(plan, feature.wireName(), it -> includes(it, feature));
    }

    private static String requires(Plan plan, String name, Predicate<Plan> enough) {
        String plans =
                Arrays.stream(Plan.values())
                        .filter(enough)
                        .map(Plan::name)
                        .collect(Collectors.joining(" or "));
        return "%s is not in the plan %s%s"
                .formatted(name, plan, plans.isEmpty() ? "" : "; it needs " + plans);
    }

    /**
     * Parses a table of limits, such as {@code {"BASIC": {"stepsPerFlow": 1, "activeFlows": 1,
     * "excludes": ["instagram.dm"]}, "PRO": {"activeFlows": 5}, "ENTERPRISE": {}}}. An absent
     * number is no limit.
     *
     * @throws dev.actionflows.domain.error.ProblemException with all violations
     */
    public static PlanLimits decode(Map<String, ? extends @Nullable Object> document) {
        Violations violations = new Violations();
        Map<Plan, Limits> byPlan = new EnumMap<>(Plan.class);
        for (Plan plan : Plan.values()) {
            if (document.get(plan.name()) instanceof Map<?, ?> limits) {
                byPlan.put(plan, decode(limits, "/" + plan.name(), violations));
            } else {
                violations.add("/" + plan.name(), "is required; it must be an object");
            }
        }
        document.keySet().stream()
                .filter(name -> Plan.parse(name).isEmpty())
                .forEach(name -> violations.add("/" + name, "is not a plan"));
        return violations.orThrow(Optional.of(byPlan).map(PlanLimits::new));
    }

    private static Limits decode(Map<?, ?> limits, String pointer, Violations violations) {
        Set<PlanFeature> excludes = EnumSet.noneOf(PlanFeature.class);
        if (limits.get("excludes") instanceof List<?> names) {
            for (Object name : names) {
                Optional<PlanFeature> feature =
                        name instanceof String text
                                ? PlanFeature.ofWireName(text)
                                : Optional.empty();
                feature.ifPresentOrElse(
                        excludes::add,
                        () ->
                                violations.add(
                                        pointer + "/excludes",
                                        "contains features that no plan can exclude; allowed are "
                                                + PlanFeature.wireNames()));
            }
        } else if (limits.get("excludes") != null) {
            violations.add(
                    pointer + "/excludes", "must be a list of some of " + PlanFeature.wireNames());
        }
        for (Object name : limits.keySet()) {
            if (!Set.of("stepsPerFlow", "activeFlows", "excludes").contains(name)) {
                violations.add(pointer + "/" + name, "is not a known property");
            }
        }
        return new Limits(
                number(limits, "stepsPerFlow", pointer, violations),
                number(limits, "activeFlows", pointer, violations),
                excludes);
    }

    private static int number(
            Map<?, ?> limits, String name, String pointer, Violations violations) {
        Object value = limits.get(name);
        if (value == null) {
            return NO_LIMIT;
        }
        if (value instanceof Long number && number >= 0 && number <= NO_LIMIT) {
            return number.intValue();
        }
        violations.add(
                pointer + "/" + name, "must be a whole number from 0 to %d".formatted(NO_LIMIT));
        return NO_LIMIT;
    }
}
