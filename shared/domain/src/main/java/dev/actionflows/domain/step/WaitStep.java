package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ReleaseId;

import java.util.Map;
import java.util.Optional;

/**
 * Wait until a time before the next step. No function does it: whoever records the outcome of the
 * step before it decides about it in the same write.
 */
public record WaitStep(WaitTime time) implements Step {
    @Override
    public StepType type() {
        return StepType.WAIT;
    }

    /** Nothing is required for it. */
    @Override
    public OnUnmet onUnmet() {
        return OnUnmet.HOLD;
    }

    @Override
    public boolean hasOnUnmet() {
        return false;
    }

    @Override
    public Map<String, Object> properties() {
        return time.toDocument();
    }

    @Override
    public Optional<ReleaseId> referredRelease() {
        return time instanceof WaitTime.ReleaseDay day ? day.release() : Optional.empty();
    }

    static Optional<WaitStep> decode(Fields fields) {
        return WaitTime.decode(fields).map(WaitStep::new);
    }
}
