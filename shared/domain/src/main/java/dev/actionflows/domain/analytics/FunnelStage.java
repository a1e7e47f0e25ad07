package dev.actionflows.domain.analytics;

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

    /**
     * The fan has done this at least once.
     *
     * @param what the stored name of a trigger's type
     */
    record Did(String what) implements FunnelStage {
        @Override
        public String text() {
            return "did " + what;
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
            case "did" -> Optional.of(new Did(parts[1]));
            default -> Optional.empty();
        };
    }
}
