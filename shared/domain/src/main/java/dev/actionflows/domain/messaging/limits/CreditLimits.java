package dev.actionflows.domain.messaging.limits;

import dev.actionflows.domain.messaging.EmailAddress;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * The credits that a project may spend on texts.
 *
 * @param granted all credits that the project ever got; what remains is its balance. Empty: the
 *     project needs none
 * @param monthly the most credits in a calendar month (UTC); empty: no such limit
 * @param whenUsedUp what happens to further texts
 * @param alertEmail who gets a mail when most or all of the credits are used
 */
public record CreditLimits(
        OptionalLong granted,
        OptionalLong monthly,
        WhenUsedUp whenUsedUp,
        Optional<EmailAddress> alertEmail) {
    /** Of each limit. */
    public static final int MAX_CREDITS = 2_000_000_000;

    public static CreditLimits none() {
        return new CreditLimits(
                OptionalLong.empty(), OptionalLong.empty(), WhenUsedUp.STOP, Optional.empty());
    }

    public boolean areNone() {
        return granted.isEmpty() && monthly.isEmpty();
    }
}
