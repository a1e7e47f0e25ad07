package dev.actionflows.checks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.actionflows.domain.releaseday.ReleaseDayCost;

import org.junit.jupiter.api.Test;

import java.math.BigDecimal;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The estimate of a release day uses the prices and assumptions of {@code make bench}. */
class ReleaseDayCostTest {
    private static final String PRICES = ProjectFiles.text("local/cloud/prices.py");
    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final int SHARDS = 8;
    private static final long FANS = 100_000_000;

    private final ReleaseDayCost cost = ReleaseDayCost.of(FANS, SHARDS);

    private static BigDecimal number(String before) {
        Matcher number = Pattern.compile(Pattern.quote(before) + "([0-9.]+)").matcher(PRICES);
        assertThat(number.find()).as(before).isTrue();
        return new BigDecimal(number.group(1));
    }

    private static BigDecimal price(String name) {
        return number("\"" + name + "\": ");
    }

    private static BigDecimal millions(long number, String name) {
        return BigDecimal.valueOf(number, 6).multiply(price(name));
    }

    @Test
    void it_is_the_price_of_the_units_that_it_states() {
        assertThat(cost.usDollars())
                .isCloseTo(
                        millions(cost.readUnits(), "DynamoDB, on demand: a million read units")
                                .add(
                                        millions(
                                                cost.writeUnits(),
                                                "DynamoDB, on demand: a million write units"))
                                .add(
                                        millions(
                                                cost.functionCalls(),
                                                "Lambda, ARM: a million requests"))
                                .add(
                                        BigDecimal.valueOf(cost.functionMilliseconds(), 3)
                                                .multiply(number("BACKGROUND_MEMORY_GB = "))
                                                .multiply(price("Lambda, ARM: a GB-second")))
                                .add(
                                        BigDecimal.valueOf(cost.transitions(), 3)
                                                .multiply(
                                                        price(
                                                                "Step Functions, STANDARD: a"
                                                                    + " thousand transitions"))),
                        within(CENT));
    }

    /** The function mostly waits: for two calls of DynamoDB and one of the service per fan. */
    @Test
    void its_times_are_those_that_the_prices_assume() {
        BigDecimal milliseconds =
                number("AWS_CALL_MILLISECONDS = ")
                        .multiply(BigDecimal.TWO)
                        .add(number("\"follow-artist\": "));

        assertThat(BigDecimal.valueOf(cost.functionMilliseconds() / FANS))
                .isCloseTo(milliseconds, within(BigDecimal.ONE));
    }

    @Test
    void a_job_for_nobody_costs_less_than_a_cent() {
        assertThat(ReleaseDayCost.of(0, SHARDS).usDollars()).isEqualTo("0.01");
    }
}
