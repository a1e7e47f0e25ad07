package dev.actionflows.domain.trigger;

import dev.actionflows.domain.plan.PlanFeature;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of event that a flow can listen to. */
public enum TriggerType {
    /** A fan wishes for a release that is to come, or saves one that is out. */
    RELEASE_PRESAVED("release.presaved"),
    ARTIST_FOLLOWED("artist.followed"),
    RELEASE_ADDED_TO_LIBRARY("release.added_to_library"),
    /** A fan wants all future releases of an artist saved. */
    NEXTSAVE_OPTED_IN("nextsave.opted_in"),
    SMS_OPTED_IN("sms.opted_in"),
    EMAIL_OPTED_IN("email.opted_in"),
    SMS_KEYWORD("sms.keyword"),
    INSTAGRAM_DM("instagram.dm"),
    INSTAGRAM_COMMENT("instagram.comment"),
    /** The system has found a new release of an artist; fans who opted in are its fans. */
    RELEASE_DETECTED("release.detected");

    private final String wireName;

    TriggerType(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }

    /** What a plan must include for active flows to have this trigger; empty: every plan has it. */
    public Optional<PlanFeature> planFeature() {
        return PlanFeature.ofWireName(wireName);
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
