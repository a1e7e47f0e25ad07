package dev.actionflows.domain.privacy;

import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;

/** Removes runs from a table that was restored and that nothing uses: nothing is in progress. */
final class RestoredRunEraser implements RunRemoval {
    private final RunLedger ledger;
    private final FanDataStore data;

    RestoredRunEraser(RunLedger ledger, FanDataStore data) {
        this.ledger = ledger;
        this.data = data;
    }

    @Override
    public Result erase(RunKey key) {
        long waiting = 0;
        try {
            waiting =
                    ledger.find(key)
                            .map(
                                    run -> {
                                        data.deleteEventId(key.project(), run.event().id());
                                        return RunRemoval.removeWaiting(run, data);
                                    })
                            .orElse(0L);
        } catch (IllegalStateException | IllegalArgumentException e) {
            // it cannot be read, and is removed all the same
        }
        return Result.removed(data.deleteRun(key), waiting);
    }
}
