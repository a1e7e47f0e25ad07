package dev.actionflows.domain.backtest;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A part of a backtest. Each fan is played as a whole in one page, so that the sums of all pages
 * are those of the period.
 *
 * @param fans the fans whose last event of the period is in this part
 * @param difference what the fans would have got in comparison; empty if there is nothing to
 *     compare with
 * @param ignored the events of this part that do not fire the trigger, or of which it is not stored
 *     whose they would have been
 * @param strangers the events of this part that fire the trigger, of people who were no fans yet:
 *     they are not played
 * @param playedBackTo all fans whose last event is not before this time have been played; the
 *     beginning of the period if this is the last page
 * @param next the cursor of the next page
 */
public record BacktestPage(
        List<FanBacktest> fans,
        BacktestTotals totals,
        Optional<BacktestDifference> difference,
        int ignored,
        int strangers,
        Instant playedBackTo,
        Optional<String> next) {
    public BacktestPage {
        fans = List.copyOf(fans);
    }
}
