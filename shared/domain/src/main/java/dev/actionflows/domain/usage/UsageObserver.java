package dev.actionflows.domain.usage;

/** Observes usage, for logs and metrics. Methods do not throw. */
@FunctionalInterface
public interface UsageObserver {
    /** An alert was published. It may be repeated after a crash. */
    void creditAlert(CreditAlert alert);
}
