package dev.actionflows.domain.usage;

import java.util.ArrayList;
import java.util.List;

/** Records alerts in order. */
public final class RecordingCreditAlertPublisher implements CreditAlertPublisher {
    private final List<CreditAlert> events = new ArrayList<>();
    private final List<CreditAlert> notices = new ArrayList<>();

    @Override
    public synchronized void putEvent(CreditAlert alert) {
        events.add(alert);
    }

    @Override
    public synchronized void notifyOperator(CreditAlert alert) {
        notices.add(alert);
    }

    public synchronized List<CreditAlert> events() {
        return List.copyOf(events);
    }

    public synchronized List<CreditAlert> notices() {
        return List.copyOf(notices);
    }
}
