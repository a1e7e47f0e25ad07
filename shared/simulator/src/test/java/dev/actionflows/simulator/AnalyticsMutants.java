package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in counting what flows and fans did. */
final class AnalyticsMutants {
    private AnalyticsMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a change of a run adds it once more",
                        Guarantee.FIGURES_EXACT,
                        "Figures",
                        "sum.add(before, -1);",
                        ""),
                new Mutant(
                        "figures of a change without a message are lost",
                        Guarantee.FIGURES_EXACT,
                        "UsageRollUp",
                        "figures.add(change.figures(), 1);",
                        "if (!change.added().isEmpty()) { figures.add(change.figures(), 1); }"),
                new Mutant(
                        "a message that a person has clicked also counts as opened by none",
                        Guarantee.FIGURES_EXACT,
                        "LinkFigures",
                        "visits.firstClickedAt()",
                        "java.util.Optional.<java.time.Instant>empty()"),
                new Mutant(
                        "a fan who acts again is counted again at the first stage",
                        Guarantee.FIGURES_EXACT,
                        "FunnelUpdate",
                        "before.counted().addTo(changed, -1);",
                        ""),
                new Mutant(
                        "two records of a fan stay two fans",
                        Guarantee.FIGURES_EXACT,
                        "FunnelRollUp",
                        "write(shard, () -> pointing(project, merged));",
                        ""),
                new Mutant(
                        "what is done on the same day counts as a return",
                        Guarantee.FIGURES_EXACT,
                        "ActionHistory",
                        "return last.isAfter(first);",
                        "return !last.isBefore(first);"),
                new Mutant(
                        "what a flow did for a fan counts as the fan's own action",
                        Guarantee.FIGURES_EXACT,
                        "FanChange",
                        "FanActions.isAction(type) && event.cause().isEmpty()",
                        "FanActions.isAction(type)"));
    }
}
