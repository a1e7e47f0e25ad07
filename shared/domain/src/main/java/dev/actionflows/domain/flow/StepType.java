package dev.actionflows.domain.flow;

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

    public static Optional<StepType> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
    }

    static String wireNames() {
        return Arrays.stream(values())
                .map(StepType::wireName)
                .collect(Collectors.joining(", ", "one of ", ""));
    }
}
