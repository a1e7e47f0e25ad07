package dev.actionflows.simulator;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The seed whose history showed each mistake before, in a file with one line per mistake: the seed,
 * a tab, and the mistake. The numbers of a history hardly change ({@link Chance}), so the same seed
 * mostly shows it again, and the search for another can be left out.
 */
final class KnownSeeds {
    private static final Path FILE = Path.of("src", "test", "resources", "mutant-seeds.tsv");

    private final Map<String, Integer> seeds;

    private KnownSeeds(Map<String, Integer> seeds) {
        this.seeds = seeds;
    }

    static KnownSeeds read() {
        try {
            return new KnownSeeds(
                    Files.readAllLines(FILE).stream()
                            .map(line -> line.split("\t", 2))
                            .collect(
                                    Collectors.toUnmodifiableMap(
                                            parts -> parts[1],
                                            parts -> Integer.valueOf(parts[0]))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Optional<Integer> of(Mutant mutant) {
        return Optional.ofNullable(seeds.get(mutant.mistake()));
    }

    /** The mistakes with a seed. */
    Set<String> mistakes() {
        return seeds.keySet();
    }

    /**
     * Replaces the file.
     *
     * @param mutants in the order of their lines
     * @param found by mistake; a mistake that was not found gets no line
     */
    static void write(List<Mutant> mutants, Map<String, Integer> found) {
        try {
            Files.write(
                    FILE,
                    mutants.stream()
                            .map(Mutant::mistake)
                            .filter(found::containsKey)
                            .map(mistake -> found.get(mistake) + "\t" + mistake)
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
