package dev.actionflows.domain.step;

import dev.actionflows.domain.plan.PlanFeature;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of step, by their names in flow documents. */
public enum StepType {
    PRE_SAVE("pre_save"),
    FOLLOW_ARTIST("follow_artist"),
    ADD_TO_LIBRARY("add_to_library"),
    NEXT_SAVE("next_save"),
    ADD_TO_SEGMENT("add_to_segment"),
    WAIT("wait") {
        @Override
        public boolean hasFunction() {
            return false;
        }
    },
    SEND_TEXT("send_text"),
    SEND_EMAIL("send_email"),
    SEND_INSTAGRAM_DM("send_instagram_dm", PlanFeature.SEND_INSTAGRAM_DM);

    private final String wireName;
    private final @Nullable PlanFeature planFeature;

    StepType(String wireName) {
        this(wireName, null);
    }

    StepType(String wireName, @Nullable PlanFeature planFeature) {
        this.wireName = wireName;
        this.planFeature = planFeature;
    }

    public String wireName() {
        return wireName;
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
            case PRE_SAVE, FOLLOW_ARTIST, ADD_TO_LIBRARY, NEXT_SAVE, ADD_TO_SEGMENT, WAIT -> false;
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
