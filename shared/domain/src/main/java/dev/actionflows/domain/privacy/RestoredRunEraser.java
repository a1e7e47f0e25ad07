package dev.actionflows.domain.privacy;

import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;

import java.util.Optional;

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
        Optional<Run> found = Optional.empty();
        try {
            found = ledger.find(key);
            if (found.isPresent()) {
                data.deleteEventId(key.project(), found.get().event().id());
                waiting = RunRemoval.removeWaiting(found.get(), data);
            }
        } catch (IllegalStateException | IllegalArgumentException e) {
            // it cannot be read, and is removed all the same
        }
        RunRemoval.removeLinks(key, found, data);
        return Result.removed(data.deleteRun(key), waiting);
    }
}
