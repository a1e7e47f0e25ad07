package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.actionflows.domain.replay.ReplayCost;
import dev.actionflows.domain.replay.ReplayCounts;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The estimate of a preview uses the prices of {@code make bench}. */
class ReplayCostTest {
    private static final String PRICES = ProjectFiles.text("local/cloud/prices.py");
    private static final BigDecimal CENT = new BigDecimal("0.01");

    /** Assumed for each call of a function. */
    private static final BigDecimal GIGABYTE_SECONDS = new BigDecimal("0.05");

    private final ReplayCost cost =
            ReplayCost.of(new ReplayCounts(50_000_000, 0, 0, 40_000_000, 0, 0, 80_000_000));

    private static BigDecimal price(String name) {
        Matcher price =
                Pattern.compile(Pattern.quote("\"" + name + "\": ") + "([0-9.]+),").matcher(PRICES);
        assertThat(price.find()).as(name).isTrue();
        return new BigDecimal(price.group(1));
    }

    private static BigDecimal millions(long number, String name) {
        return BigDecimal.valueOf(number, 6).multiply(price(name));
    }

    private BigDecimal withoutStateMachine() {
        return millions(cost.readUnits(), "DynamoDB, on demand: a million read units")
                .add(millions(cost.writeUnits(), "DynamoDB, on demand: a million write units"))
                .add(millions(cost.functionCalls(), "Lambda, ARM: a million requests"))
                .add(
                        BigDecimal.valueOf(cost.functionCalls())
                                .multiply(GIGABYTE_SECONDS)
                                .multiply(price("Lambda, ARM: a GB-second")));
    }

    @Test
    void it_is_the_price_of_the_units_that_it_states() {
        assertThat(cost.usDollarsExpress())
                .isCloseTo(
                        withoutStateMachine()
                                .add(
                                        millions(
                                                cost.executions(),
                                                "Step Functions, EXPRESS: a million requests")),
                        within(CENT));
        assertThat(cost.usDollarsStandard())
                .isCloseTo(
                        withoutStateMachine()
                                .add(
                                        BigDecimal.valueOf(cost.transitions(), 3)
                                                .multiply(
                                                        price(
                                                                "Step Functions, STANDARD: a"
                                                                    + " thousand transitions"))),
                        within(CENT));
    }

    @Test
    void nothing_to_replay_costs_nothing() {
        ReplayCost nothing = ReplayCost.of(ReplayCounts.NONE);

        assertThat(nothing.usDollarsExpress()).isZero();
        assertThat(nothing.usDollarsStandard()).isZero();
    }
}
