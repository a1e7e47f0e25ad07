package dev.actionflows.domain.run;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** The set-aside runs of an in-memory ledger. */
public final class InMemorySetAsideRunStore implements SetAsideRunStore {
    private final InMemoryRunLedger ledger;

    public InMemorySetAsideRunStore(InMemoryRunLedger ledger) {
        this.ledger = ledger;
    }

    @Override
    public void setAside(RunKey run, Instant now) {
        ledger.setAside(run, now);
    }

    @Override
    public List<DueRunIndex.DueRun> find(int limit) {
        return ledger.all().stream()
                .filter(ledger::isSetAside)
                .flatMap(
                        run ->
                                ledger
                                        .dueAt(run)
                                        .map(at -> new DueRunIndex.DueRun(run.key(), at))
                                        .stream())
                .sorted(
                        Comparator.comparing(DueRunIndex.DueRun::at)
                                .thenComparing(entry -> entry.run().run().value()))
                .limit(limit)
                .toList();
    }
}
