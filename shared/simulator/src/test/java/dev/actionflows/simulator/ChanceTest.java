package dev.actionflows.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Additions to the simulator do not change the histories of older seeds. */
class ChanceTest {
    /** Draws additional numbers for an unused purpose wherever a number is drawn. */
    private static final class WithOneMore extends Chance {
        WithOneMore(long seed) {
            super(seed);
        }

        @Override
        Chance of(String purpose) {
            super.of("a purpose that was added").below(1_000);
            return super.of(purpose);
        }

        @Override
        Chance child(long ofSeed) {
            return new WithOneMore(ofSeed);
        }
    }

    @Test
    void an_added_and_unused_purpose_changes_no_history() {
        for (long seed = 1; seed <= 20; seed++) {
            assertThat(Simulation.run(seed, new WithOneMore(seed), Optional.empty()))
                    .isEqualTo(Simulation.run(seed));
        }
    }

    @Test
    void numbers_for_a_purpose_depend_only_on_seed_and_names() {
        Chance chance = new Chance(7);
        int first = chance.of("texts").of("SM1").below(1_000_000);

        Chance other = new Chance(7);
        other.below(10);
        other.of("another").below(10);
        other.of("texts").below(10);
        other.of("texts").of("SM2").below(10);

        assertThat(other.of("texts").of("SM1").below(1_000_000)).isEqualTo(first);
        assertThat(new Chance(8).of("texts").of("SM1").below(1_000_000)).isNotEqualTo(first);
    }

    @Test
    void an_added_choice_is_drawn_in_some_places_and_leaves_others_unchanged() {
        List<String> before = choices(List.of("a", "b", "c"));
        List<String> after = choices(List.of("new", "a", "b", "c"));

        List<Integer> changed =
                IntStream.range(0, before.size())
                        .filter(place -> !after.get(place).equals(before.get(place)))
                        .boxed()
                        .toList();

        assertThat(changed).hasSizeBetween(1_800, 2_200);
        assertThat(changed).allMatch(place -> after.get(place).equals("new"));
        assertThat(before.stream().filter("a"::equals)).hasSizeBetween(4_700, 5_300);
    }

    /** One choice has twice the weight of the others. */
    private static List<String> choices(List<String> choices) {
        return LongStream.range(0, 10_000)
                .mapToObj(
                        seed ->
                                new Chance(seed)
                                        .of("type")
                                        .oneOf(choices, it -> it.equals("a") ? 2 : 1))
                .toList();
    }
}
