package dev.actionflows.domain.step;

import dev.actionflows.domain.plan.PlanFeature;
import dev.actionflows.domain.streaming.StreamingOperation;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of step, by their names in flow documents. */
public enum StepType {
    PRE_SAVE("pre_save", StreamingOperation.SAVE_ALBUM),
    FOLLOW_ARTIST("follow_artist", StreamingOperation.FOLLOW_ARTIST),
    ADD_TO_SEGMENT("add_to_segment"),
    WAIT("wait") {
        @Override
        public boolean hasFunction() {
            return false;
        }
    },
    SEND_TEXT("send_text"),
    SEND_EMAIL("send_email"),
    SEND_INSTAGRAM_DM("send_instagram_dm", null, PlanFeature.SEND_INSTAGRAM_DM);

    private final String wireName;
    private final @Nullable StreamingOperation streamingOperation;
    private final @Nullable PlanFeature planFeature;

    StepType(String wireName) {
        this(wireName, null, null);
    }

    StepType(String wireName, StreamingOperation streamingOperation) {
        this(wireName, streamingOperation, null);
    }

    StepType(
            String wireName,
            @Nullable StreamingOperation streamingOperation,
            @Nullable PlanFeature planFeature) {
        this.wireName = wireName;
        this.streamingOperation = streamingOperation;
        this.planFeature = planFeature;
    }

    public String wireName() {
        return wireName;
    }

    /** What the fan must have allowed at a streaming service for it; empty: nothing. */
    public Optional<StreamingOperation> streamingOperation() {
        return Optional.ofNullable(streamingOperation);
    }

    /** What a plan must include for active flows to have this step; empty: every plan has it. */
    public Optional<PlanFeature> planFeature() {
        return Optional.ofNullable(planFeature);
    }

    /**
     * Whether a Lambda function of its own does steps of this type. A type that the state machine
     * or the runner does without one overrides this: no function, state or template entry is then
     * required of it.
     */
    public boolean hasFunction() {
        return true;
    }

    /** Whether steps of this type send the fan a message, at most once. */
    public boolean isMessage() {
        return switch (this) {
            case SEND_TEXT, SEND_EMAIL, SEND_INSTAGRAM_DM -> true;
            case PRE_SAVE, FOLLOW_ARTIST, ADD_TO_SEGMENT, WAIT -> false;
        };
    }

    /** How authors write a step of this type. */
    public StepSchema schema() {
        return StepSchemas.of(this);
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
