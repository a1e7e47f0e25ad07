package dev.actionflows.domain.messaging.limits;

import java.util.OptionalLong;

/**
 * The credits that a project may spend on texts.
 *
 * @param granted all credits that the project ever got; what remains is its balance. Empty: the
 *     project needs none
 * @param monthly the most credits in a calendar month (UTC); empty: no such limit
 * @param whenUsedUp what happens to further texts
 */
public record CreditLimits(OptionalLong granted, OptionalLong monthly, WhenUsedUp whenUsedUp) {
    /** Enough for a year of the largest senders, and small enough for exact arithmetic. */
    public static final long MAX_CREDITS = 1_000_000_000_000L;

    public static CreditLimits none() {
        return new CreditLimits(OptionalLong.empty(), OptionalLong.empty(), WhenUsedUp.STOP);
    }

    public boolean areNone() {
        return granted.isEmpty() && monthly.isEmpty();
    }
}
