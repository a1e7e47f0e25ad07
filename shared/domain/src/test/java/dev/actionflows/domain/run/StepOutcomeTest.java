package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.Locale;

class StepOutcomeTest {
    @Test
    void every_outcome_has_its_name_in_the_list() {
        assertThat(StepOutcome.WIRE_NAMES)
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(StepOutcome.class.getPermittedSubclasses())
                                .map(
                                        it ->
                                                it.getSimpleName()
                                                        .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                                                        .toUpperCase(Locale.ROOT))
                                .toList());
    }
}
