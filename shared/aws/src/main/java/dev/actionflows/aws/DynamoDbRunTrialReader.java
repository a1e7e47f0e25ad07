package dev.actionflows.aws;

import dev.actionflows.domain.analytics.FanChange;
import dev.actionflows.domain.analytics.RunTrialReader;
import dev.actionflows.domain.run.RunKey;

import java.util.Optional;

/** Reads only what trials are counted by, as from the table's stream. */
public final class DynamoDbRunTrialReader implements RunTrialReader {
    private final Table table;

    public DynamoDbRunTrialReader(Table table) {
        this.table = table;
    }

    @Override
    public Optional<FanChange.Tried> find(RunKey run) {
        return table.find(Key.run(run)).flatMap(item -> FanImage.tried(run, item));
    }
}
