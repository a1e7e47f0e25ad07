package dev.actionflows.benchmarks;

import dev.actionflows.json.Json;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Walks the deployed state machine state by state with the functions' responses. Each entered state
 * is a transition, which a STANDARD machine charges.
 */
final class StateMachineWalk {
    private static final Pattern CONDITION =
            Pattern.compile(
                    "\\{% \\$states\\.input\\.(?<what>answer|next\\.type) = '(?<is>\\w+)' %}");

    private final Map<?, ?> states;
    private String state;
    private int transitions = 1;

    StateMachineWalk() {
        Map<String, @Nullable Object> machine =
                Json.readObject(Built.text("statemachines/action-flow.asl.json"));
        states = (Map<?, ?>) Objects.requireNonNull(machine.get("States"));
        state = String.valueOf(machine.get("StartAt"));
    }

    /**
     * Moves from a choice to a task or to the end, depending on the current input.
     *
     * @param answer the answer of the latest step; NEXT before the first
     * @param type the type of the next step; empty if there is none
     */
    void choose(String answer, String type) {
        for (Object choice : (List<?>) Objects.requireNonNull(current().get("Choices"))) {
            Map<?, ?> rule = (Map<?, ?>) choice;
            Matcher condition = CONDITION.matcher(String.valueOf(rule.get("Condition")));
            if (!condition.matches()) {
                throw new IllegalStateException("not understood: " + rule);
            }
            String is = condition.group("what").equals("answer") ? answer : type;
            if (condition.group("is").equals(is)) {
                enter(rule);
                return;
            }
        }
        throw new IllegalStateException("no choice for " + answer + " " + type);
    }

    /** Moves from a task to its successor on success. */
    void proceed() {
        enter(current());
    }

    boolean hasEnded() {
        return "Succeed".equals(current().get("Type"));
    }

    int transitions() {
        return transitions;
    }

    private void enter(Map<?, ?> from) {
        state = String.valueOf(from.get("Next"));
        transitions++;
    }

    private Map<?, ?> current() {
        return (Map<?, ?>) Objects.requireNonNull(states.get(state), state);
    }
}
