package dev.actionflows.domain.step;

import dev.actionflows.domain.plan.PlanFeature;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of step, by their names in flow documents. */
public enum StepType {
    PRE_SAVE("pre_save"),
    FOLLOW_ARTIST("follow_artist"),
    ADD_TO_SEGMENT("add_to_segment"),
    SEND_TEXT("send_text");

    private final String wireName;

    StepType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** What the fan must have allowed at a streaming service for it; empty: nothing. */
    public Optional<StreamingOperation> streamingOperation() {
        return switch (this) {
            case PRE_SAVE -> Optional.of(StreamingOperation.SAVE_ALBUM);
            case FOLLOW_ARTIST -> Optional.of(StreamingOperation.FOLLOW_ARTIST);
            case ADD_TO_SEGMENT, SEND_TEXT -> Optional.empty();
        };
    }

    /** What a plan must include for active flows to have this step; empty: every plan has it. */
    public Optional<PlanFeature> planFeature() {
        return PlanFeature.ofWireName(wireName);
    }

    public static Optional<StepType> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
    }

    static String wireNames() {
        return Arrays.stream(values())
                .map(StepType::wireName)
                .collect(Collectors.joining(", ", "one of ", ""));
    }
}
