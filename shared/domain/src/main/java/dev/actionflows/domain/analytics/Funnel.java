package dev.actionflows.domain.analytics;

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
        return fans(new FunnelStage.Actions(atLeast));
    }

    /** Fans who have acted on more than one day. */
    public long returned() {
        return fans(new FunnelStage.Returned());
    }

    /**
     * While a merge is being counted, a reader may see that a record left before what it joined.
     */
    private long fans(FunnelStage stage) {
        return Math.max(0, stages.getOrDefault(stage, 0L));
    }

    /** Fans who have done this at least once, for everything that any fan has done. */
    public SortedMap<String, Long> did() {
        SortedMap<String, Long> did = new TreeMap<>();
        stages.forEach(
                (stage, fans) -> {
                    if (stage instanceof FunnelStage.Did(String type)) {
                        did.put(type, fans);
                    }
                });
        return did;
    }
}
