package dev.actionflows.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The simulation can fail: it finds each of these mistakes. */
class MutantsTest {
    /** As many as each build simulates with the real code. */
    private static final int MAX_SEEDS = 1_000;

    static List<Mutant> mutants() {
        return Stream.of(
                        Mutant.all(),
                        MailMutants.all(),
                        DoubleOptInMutants.all(),
                        DisconnectMutants.all(),
                        LimitMutants.all(),
                        LinkMutants.all(),
                        TurnMutants.all(),
                        OperatorMutants.all(),
                        ReplayMutants.all(),
                        ErasureMutants.all(),
                        StreamingMutants.all(),
                        ProviderMutants.all(),
                        SegmentMutants.all(),
                        CatalogMutants.all(),
                        UsageMutants.all())
                .flatMap(List::stream)
                .toList();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("mutants")
    void a_mistake_is_found(Mutant mutant, @TempDir Path folder) {
        Mutant.Lab lab = mutant.new Lab(folder);
        Set<String> broken = new TreeSet<>();
        int seed = 0;
        while (!broken.contains(mutant.breaks().name()) && seed < MAX_SEEDS) {
            seed++;
            broken.addAll(lab.brokenBy(seed));
        }
        System.out.printf("%s: seed %d%n", mutant.mistake(), seed);
        assertThat(broken).contains(mutant.breaks().name());
    }

    @Test
    void every_guarantee_has_a_mistake_that_breaks_it() {
        assertThat(mutants()).extracting(Mutant::breaks).containsAll(List.of(Guarantee.values()));
    }
}
