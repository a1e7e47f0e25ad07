package dev.actionflows.simulator;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * Random numbers for one purpose. They depend on the seed and the names of the purposes that lead
 * here, and not on numbers drawn for any other purpose. A new draw therefore gets its own purpose,
 * and all other numbers stay the same.
 */
class Chance {
    private final long seed;

    /** Unlike {@code Random}, it gives neighboring seeds very different first numbers. */
    private final SplittableRandom random;

    private final Map<String, Chance> purposes = new HashMap<>();

    Chance(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** The numbers for a purpose; repeated calls continue the same sequence. */
    Chance of(String purpose) {
        return purposes.computeIfAbsent(purpose, name -> child(mixed(seed, name)));
    }

    Chance child(long ofSeed) {
        return new Chance(ofSeed);
    }

    /** FNV-1a over the name, and the final steps of SplitMix64 over that and the seed. */
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

    /** Returns true with this probability. */
    boolean hits(double probability) {
        return probability > 0 && random.nextDouble() < probability;
    }

    /** From 0 to the bound, exclusive. */
    int below(int bound) {
        return random.nextInt(bound);
    }

    /** A uniformly drawn element. A change in the number of elements changes the result. */
    <T> T anyOf(List<T> things) {
        return things.get(below(things.size()));
    }

    /**
     * A weighted choice. A new choice takes its share of the places; everywhere else the result
     * stays the same. Call it once per purpose.
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

    /** An exponentially distributed time, the same on every call. */
    private double waitingTime() {
        return -Math.log(1 - new SplittableRandom(seed).nextDouble());
    }

    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /** A time between the two bounds in milliseconds. */
    Duration between(long least, long most) {
        return Duration.ofMillis(least + random.nextLong(most - least + 1));
    }
}
