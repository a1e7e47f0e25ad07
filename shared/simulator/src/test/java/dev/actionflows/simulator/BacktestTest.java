package dev.actionflows.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.LongStream;

/** A backtest equals what production did: of every flow of every history. */
class BacktestTest {
    private static final long HISTORIES = Long.getLong("backtest.histories", 1_000);
    private static final long FIRST = Long.getLong("backtest.first", 1);

    @Test
    void a_backtest_equals_what_happened() {
        List<BacktestProof.Result> results =
                LongStream.range(FIRST, FIRST + HISTORIES)
                        .mapToObj(
                                seed -> {
                                    BacktestProof.Result result = BacktestProof.run(seed);
                                    assertThat(result.differences()).as("seed " + seed).isEmpty();
                                    return result;
                                })
                        .toList();
        assertThat(results.stream().flatMap(it -> it.reasons().stream()))
                .as("what is compared")
                .contains(
                        "accepted",
                        "bounced",
                        "chain_loop",
                        "complained",
                        "condition_not_met",
                        "consent_unconfirmed",
                        "cooling_down",
                        "earlier_message_held_out",
                        "entered_before",
                        "entered_for_this_before",
                        "fan_replied",
                        "frequency_cap",
                        "holdout",
                        "link_already_sent",
                        "no_consent",
                        "not_connected",
                        "outside_window",
                        "quiet_hours",
                        "registered",
                        "saved",
                        "stopped",
                        "threshold_not_reached",
                        "unsubscribed",
                        "waited");
        long ambiguous = results.stream().filter(BacktestProof.Result::ambiguous).count();
        assertThat(ambiguous).as("not compared").isLessThanOrEqualTo(HISTORIES * 6 / 100);
        System.out.printf(
                "%,d histories, %,d of them ambiguous, with %,d runs, %,d texts and emails, %,d"
                        + " direct messages and %,d changes%n",
                HISTORIES,
                ambiguous,
                results.stream().mapToInt(BacktestProof.Result::runs).sum(),
                results.stream().mapToInt(BacktestProof.Result::texts).sum(),
                results.stream().mapToInt(BacktestProof.Result::directMessages).sum(),
                results.stream().mapToInt(BacktestProof.Result::changes).sum());
    }
}
