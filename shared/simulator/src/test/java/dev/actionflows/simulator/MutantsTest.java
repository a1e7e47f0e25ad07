package dev.actionflows.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.webhook.WebhookOutbox;

import org.assertj.core.api.Condition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PrimitiveIterator;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The simulation can fail: it finds each of these mistakes. */
class MutantsTest {
    /** As many as each build simulates with the real code. */
    private static final int MAX_SEEDS = 1_000;

    private static final Condition<Integer> SIMULATED =
            new Condition<>(it -> it >= 1 && it <= MAX_SEEDS, "from 1 to %d", MAX_SEEDS);

    private static final boolean RECORD = Boolean.getBoolean("mutants.record");
    private static final KnownSeeds KNOWN = KnownSeeds.read();
    private static final Map<String, Integer> FOUND = new ConcurrentHashMap<>();

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
                        ReleaseMutants.all(),
                        ReleaseDayMutants.all(),
                        DetectionMutants.all(),
                        ProviderMutants.all(),
                        SegmentMutants.all(),
                        CatalogMutants.all(),
                        ChainMutants.all(),
                        UsageMutants.all(),
                        AnalyticsMutants.all(),
                        ExperimentMutants.all(),
                        WebhookMutants.all())
                .flatMap(List::stream)
                .toList();
    }

    @Execution(ExecutionMode.CONCURRENT)
    @ParameterizedTest
    @MethodSource("mutants")
    void a_mistake_is_found(Mutant mutant, @TempDir Path folder) {
        Mutant.Lab lab = mutant.new Lab(folder);
        Set<String> broken = new TreeSet<>();
        PrimitiveIterator.OfInt seeds =
                IntStream.concat(
                                KNOWN.of(mutant).stream().mapToInt(Integer::intValue),
                                IntStream.rangeClosed(1, MAX_SEEDS))
                        .iterator();
        int seed = 0;
        while (!broken.contains(mutant.breaks().name()) && seeds.hasNext()) {
            seed = seeds.nextInt();
            broken.addAll(lab.brokenBy(seed));
        }
        assertThat(broken).contains(mutant.breaks().name());
        FOUND.put(mutant.mistake(), seed);
        if (!KNOWN.of(mutant).equals(Optional.of(seed))) {
            System.out.printf(
                    "%s: seed %d, after a search; \"make mutants\" records it%n",
                    mutant.mistake(), seed);
        }
    }

    @AfterAll
    static void record() {
        if (RECORD) {
            KnownSeeds.write(mutants(), FOUND);
        }
    }

    /** What is found is the mistake, and not how it is loaded. */
    @ParameterizedTest
    @ValueSource(classes = {WebhookOutbox.class, Run.class, Reason.class})
    void loading_classes_anew_changes_no_history(Class<?> changed, @TempDir Path folder)
            throws ReflectiveOperationException {
        Class<?> player =
                new MutantLoader(folder, changed.getName(), OwnClasses.of(Simulation.class))
                        .loadClass(Simulation.class.getName());
        assertThat(player).isNotEqualTo(Simulation.class);
        for (long seed = 1; seed <= 5; seed++) {
            Object outcome = player.getMethod("run", long.class).invoke(null, seed);
            assertThat(outcome.getClass().getMethod("history").invoke(outcome))
                    .isEqualTo(Simulation.run(seed).history());
        }
    }

    /** A search takes up to a minute. */
    @Test
    void the_seed_of_every_mistake_is_on_record() {
        assertThat(mutants())
                .as("run \"make mutants\"")
                .allSatisfy(it -> assertThat(KNOWN.of(it)).hasValueSatisfying(SIMULATED))
                .extracting(Mutant::mistake)
                .containsAll(KNOWN.mistakes());
    }

    @Test
    void every_guarantee_has_a_mistake_that_breaks_it() {
        assertThat(mutants()).extracting(Mutant::breaks).containsAll(List.of(Guarantee.values()));
    }
}
