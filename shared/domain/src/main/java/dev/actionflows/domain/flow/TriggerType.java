package dev.actionflows.domain.flow;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of event that a flow can listen to. */
public enum TriggerType {
    SMS_KEYWORD("sms.keyword");

    private final String wireName;

    TriggerType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    public static Optional<TriggerType> ofWireName(String wireName) {
        return Arrays.stream(values()).filter(type -> type.wireName.equals(wireName)).findFirst();
    }

    static String wireNames() {
        return Arrays.stream(values())
                .map(TriggerType::wireName)
                .collect(Collectors.joining(", ", "one of ", ""));
    }
}
