package dev.actionflows.domain.analytics;

import java.util.Optional;

/**
 * One of the numbers of a flow's version. States, outcomes and reasons are the stored names, also
 * those that this version of the code does not know: what one version has added, another takes
 * back.
 */
public sealed interface Figure {
    /** The state of {@link Runs} that every run has been in. */
    String STARTED = "STARTED";

    /** Runs in a state, or {@link #STARTED}. */
    record Runs(String state) implements Figure {
        @Override
        public String text() {
            return "runs " + state;
        }
    }

    /** Steps with an outcome. */
    record Steps(int step, String outcome, String reason) implements Figure {
        @Override
        public String text() {
            return step + " " + outcome + " " + reason;
        }
    }

    /** The messages of a step. */
    record Messages(int step, MessageFigure what) implements Figure {
        @Override
        public String text() {
            return step + " " + what.wireName();
        }
    }

    /** Fans in an arm of a trial. */
    record Trials(Trial trial, String arm, TrialFigure what) implements Figure {
        private static final String PREFIX = "trial";

        @Override
        public String text() {
            return String.join(" ", PREFIX, trial.text(), arm, what.wireName());
        }
    }

    /** The name under which it is stored. */
    String text();

    /**
     * @return empty if the text is not the name of a figure
     */
    static Optional<Figure> parse(String text) {
        String[] parts = text.split(" ", -1);
        if (parts.length == 2 && parts[0].equals("runs")) {
            return Optional.of(new Runs(parts[1]));
        }
        Optional<Integer> step = Optional.of(parts[0]).filter(Figure::isStep).map(Integer::valueOf);
        return switch (parts.length) {
            case 2 ->
                    step.flatMap(
                            index ->
                                    MessageFigure.ofWireName(parts[1])
                                            .map(what -> new Messages(index, what)));
            case 3 -> step.map(index -> new Steps(index, parts[1], parts[2]));
            case 4 ->
                    Trial.parse(parts[1])
                            .filter(_ -> parts[0].equals(Trials.PREFIX))
                            .flatMap(
                                    trial ->
                                            TrialFigure.ofWireName(parts[3])
                                                    .map(
                                                            what ->
                                                                    new Trials(
                                                                            trial, parts[2],
                                                                            what)));
            default -> Optional.empty();
        };
    }

    private static boolean isStep(String text) {
        return text.matches("[0-9]{1,2}");
    }
}
