package dev.actionflows.testkit.simulation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Random numbers for one purpose. What is drawn depends on the seed and on the names of the
 * purposes that lead here, and on nothing that is drawn for any other purpose: whoever needs one
 * more number takes it for a purpose of its own, and everything else stays as it was.
 */
class Chance {
    private final long seed;

    /** Other than {@code Random}, it gives neighbouring seeds first numbers that differ widely. */
    private final SplittableRandom random;

    private final Map<String, Chance> purposes = new HashMap<>();

    Chance(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** The numbers for a purpose; asked again, they go on where they were. */
    Chance of(String purpose) {
        return purposes.computeIfAbsent(purpose, name -> child(mixed(seed, name)));
    }

    Chance child(long ofSeed) {
        return new Chance(ofSeed);
    }

    /** FNV-1a over the name, and SplitMix64's last steps over that and the seed. */
    private static long mixed(long seed, String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ letter) * 0x100000001b3L;
        }
        long mixed = seed * 0x9e3779b97f4a7c15L ^ hash;
        mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }

    /** True with this probability. */
    boolean hits(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From 0 up to, but not including, the bound. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** Any one of what there is; more of them change whatever is drawn. */
    <T> T anyOf(List<T> things) {
        return things.get(below(things.size()));
    }

    /**
     * One of the choices, each in proportion to its weight. A choice that is added later takes its
     * share of the places; everywhere else the same one is chosen as before. Once for each purpose.
     */
    <T> T oneOf(List<T> choices, ToDoubleFunction<T> weight) {
        return choices.stream()
                .filter(choice -> weight.applyAsDouble(choice) > 0)
                .min(
                        Comparator.comparingDouble(
                                choice ->
                                        of(choice.toString()).waitingTime()
                                                / weight.applyAsDouble(choice)))
                .orElseThrow();
    }

    /** Exponentially distributed, and the same each time. */
    private double waitingTime() {
        return -Math.log(1 - new SplittableRandom(seed).nextDouble());
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A time between the two, both in milliseconds. */
    Duration between(long least, long most) {
        return Duration.ofMillis(least + random.nextLong(most - least + 1));
    }
}
