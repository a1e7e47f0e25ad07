package dev.actionflows.domain.analytics;

import dev.actionflows.domain.trigger.TriggerType;

import java.util.Optional;

/** How far a fan has come. A fan is at every stage that the fan has reached. */
public sealed interface FunnelStage {
    /** The fan has acted at least this often. */
    record Actions(int atLeast) implements FunnelStage {
        @Override
        public String text() {
            return "actions " + atLeast;
        }
    }

    /** The fan has acted again on a later day. */
    record Returned() implements FunnelStage {
        @Override
        public String text() {
            return "returned";
        }
    }

    /** The fan has done this at least once. */
    record Did(TriggerType what) implements FunnelStage {
        @Override
        public String text() {
            return "did " + what.wireName();
        }
    }

    /** The name under which it is stored. */
    String text();

    /**
     * @return empty if the text is not the name of a stage
     */
    static Optional<FunnelStage> parse(String text) {
        if (text.equals(new Returned().text())) {
            return Optional.of(new Returned());
        }
        String[] parts = text.split(" ", -1);
        if (parts.length != 2) {
            return Optional.empty();
        }
        return switch (parts[0]) {
            case "actions" ->
                    Optional.of(parts[1])
                            .filter(it -> it.matches("[0-9]"))
                            .map(it -> new Actions(Integer.parseInt(it)));
            case "did" -> TriggerType.ofWireName(parts[1]).map(Did::new);
            default -> Optional.empty();
        };
    }
}
