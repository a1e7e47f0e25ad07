/** Backtests of flows: production code over what a project has stored about a period. */
@NullMarked
package dev.actionflows.domain.backtest;

import org.jspecify.annotations.NullMarked;
