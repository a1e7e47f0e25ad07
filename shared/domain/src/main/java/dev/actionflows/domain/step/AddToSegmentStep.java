package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.SegmentId;

import java.util.Map;
import java.util.Optional;

/** Make the fan a member of the segment. */
public record AddToSegmentStep(SegmentId segment) implements Step {
    @Override
    public StepType type() {
        return StepType.ADD_TO_SEGMENT;
    }

    /** Nothing is required for it. */
    @Override
    public OnUnmet onUnmet() {
        return OnUnmet.SKIP;
    }

    @Override
    public boolean hasOnUnmet() {
        return false;
    }

    @Override
    public Map<String, Object> properties() {
        return Map.of("segmentId", segment.value());
    }

    @Override
    public Optional<SegmentId> referredSegment() {
        return Optional.of(segment);
    }

    static Optional<AddToSegmentStep> decode(Fields fields) {
        return fields.required("segmentId", SegmentId::parse, "the id of a segment, such as seg_…")
                .map(AddToSegmentStep::new);
    }
}
