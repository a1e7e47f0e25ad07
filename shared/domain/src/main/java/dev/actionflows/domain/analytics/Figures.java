package dev.actionflows.domain.analytics;

import java.util.HashMap;
import java.util.Map;

/**
 * Numbers to be added to what is counted.
 *
 * @param counts none of them zero
 */
public record Figures(Map<FigureKey, Map<Figure, Long>> counts) {
    public static final Figures NONE = new Figures(Map.of());

    public Figures {
        counts = Map.copyOf(counts);
    }

    public boolean isEmpty() {
        return counts.isEmpty();
    }

    /** What has been added since then; negative where something was taken back. */
    public Figures since(Figures before) {
        Sum sum = new Sum();
        sum.add(this, 1);
        sum.add(before, -1);
        return sum.figures();
    }

    /** A sum in progress. */
    public static final class Sum {
        private final Map<FigureKey, Map<Figure, Long>> counts = new HashMap<>();

        /** Adds to one number. */
        public void add(FigureKey key, Figure figure, long amount) {
            counts.computeIfAbsent(key, _ -> new HashMap<>()).merge(figure, amount, Long::sum);
        }

        /** Adds several numbers, this many times. */
        public void add(Figures figures, int times) {
            figures.counts.forEach(
                    (key, numbers) ->
                            numbers.forEach((figure, count) -> add(key, figure, count * times)));
        }

        /** The sum without the numbers that are zero. */
        public Figures figures() {
            Map<FigureKey, Map<Figure, Long>> sums = new HashMap<>();
            counts.forEach(
                    (key, numbers) -> {
                        Map<Figure, Long> nonzero = new HashMap<>(numbers);
                        nonzero.values().removeIf(it -> it == 0);
                        if (!nonzero.isEmpty()) {
                            sums.put(key, Map.copyOf(nonzero));
                        }
                    });
            return new Figures(sums);
        }
    }
}
