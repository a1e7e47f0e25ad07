package dev.actionflows.simulator;

import java.util.List;

/** Mistakes in counting usage. */
final class UsageMutants {
    private UsageMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "a batch that is delivered again counts twice",
                        Guarantee.USAGE_EXACT,
                        "UsageRollUp",
                        "if (isNew && !batch.add(change)) {",
                        "if (!batch.add(change)) {"),
                new Mutant(
                        "a corrected outcome counts twice",
                        Guarantee.USAGE_EXACT,
                        "RunUsage",
                        "before.messages.forEach(",
                        "Map.<UsageKey, Usage>of().forEach("),
                new Mutant(
                        "a batch counts although its shard is counted further by now",
                        Guarantee.USAGE_EXACT,
                        "UsageRollUp",
                        """
                                                    shard,
                                                    written,
                        """,
                        """
                                                    shard,
                                                    usage.counted(shard),
                        """),
                new Mutant(
                        "an alert is remembered before it is sent",
                        Guarantee.CREDITS_REPORTED,
                        "CreditAlerts",
                        "try {",
                        """
                        try {
                            usage.remember(alert.threshold(), channel, ports.clock().instant());
                        """),
                new Mutant(
                        "a text that lacked credits is not reported",
                        Guarantee.CREDITS_REPORTED,
                        "CreditAlerts",
                        "if (refused) {",
                        "if (refused && levels.isEmpty()) {"),
                new Mutant(
                        "a limit is compared with only a part of what it counts",
                        Guarantee.CREDITS_REPORTED,
                        "CreditAlerts",
                        "return Arrays.stream(budgets.used(project, pool)).sum();",
                        "return Arrays.stream(budgets.used(project, pool)).limit(1).sum();"),
                new Mutant(
                        "alerts are checked only for changes that were not counted before",
                        Guarantee.CREDITS_REPORTED,
                        "UsageRollUp",
                        "            count(shard, changes);\n",
                        """
                            if (usage.counted(shard)
                                    .filter(it -> !changes.getLast().at().isAfter(it))
                                    .isPresent()) {
                                return;
                            }
                            count(shard, changes);
                        """));
    }
}
