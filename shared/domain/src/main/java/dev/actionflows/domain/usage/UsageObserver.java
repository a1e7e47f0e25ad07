package dev.actionflows.domain.usage;

import dev.actionflows.domain.Reason;

/** Observes usage, for logs and metrics. Methods do not throw. */
public interface UsageObserver {
    /** Messages and figures were counted. */
    void counted(UsageCount count);

    /** A threshold is reached. It may be reported again after a crash. */
    void creditAlert(CreditAlert alert);

    /** An alert cannot be mailed to the project; the operator gets it all the same. */
    void alertNotMailed(CreditAlert alert, Reason reason);
}
