package dev.actionflows.domain.analytics;

import dev.actionflows.domain.trigger.TriggerType;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many fans have come how far. */
public record Funnel(Map<FunnelStage, Long> stages) {
    public Funnel {
        stages = Map.copyOf(stages);
    }

    /** Fans who have acted at least this often, up to {@link ActionHistory#MAX_ACTIONS}. */
    public long acted(int atLeast) {
        return stages.getOrDefault(new FunnelStage.Actions(atLeast), 0L);
    }

    /** Fans who have acted on more than one day. */
    public long returned() {
        return stages.getOrDefault(new FunnelStage.Returned(), 0L);
    }

    /** Fans who have done this at least once, for everything that any fan has done. */
    public SortedMap<TriggerType, Long> did() {
        SortedMap<TriggerType, Long> did = new TreeMap<>();
        stages.forEach(
                (stage, fans) -> {
                    if (stage instanceof FunnelStage.Did(TriggerType type)) {
                        did.put(type, fans);
                    }
                });
        return did;
    }
}
