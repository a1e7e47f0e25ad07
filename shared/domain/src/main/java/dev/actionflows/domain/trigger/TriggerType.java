package dev.actionflows.domain.trigger;

import dev.actionflows.domain.plan.PlanFeature;

import org.jspecify.annotations.Nullable;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The kinds of event that a flow can listen to. */
public enum TriggerType {
    /** A fan pre-saves an upcoming release, or saves one that is out. */
    RELEASE_PRESAVED("release.presaved"),
    ARTIST_FOLLOWED("artist.followed"),
    RELEASE_ADDED_TO_LIBRARY("release.added_to_library"),
    /** A release is saved for a fan: one that is out, or one that the fan has pre-saved. */
    RELEASE_SAVED("release.saved"),
    /** A fan has listened to a track of a release on a page of the project. */
    TRACK_LISTENED("track.listened"),
    /** A fan wants all future releases of an artist saved. */
    NEXTSAVE_OPTED_IN("nextsave.opted_in"),
    /** A flow puts a fan into a segment. */
    SEGMENT_ENTERED("segment.entered"),
    /** A message of a flow has reached a fan, according to the carrier or the mail service. */
    MESSAGE_DELIVERED("message.delivered"),
    /** A fan has clicked a link in a message of a flow. */
    LINK_CLICKED("link.clicked"),
    SMS_OPTED_IN("sms.opted_in"),
    EMAIL_OPTED_IN("email.opted_in"),
    SMS_KEYWORD("sms.keyword"),
    INSTAGRAM_DM("instagram.dm", PlanFeature.INSTAGRAM_DM),
    INSTAGRAM_COMMENT("instagram.comment", PlanFeature.INSTAGRAM_COMMENT),
    /** The system has found a new release of an artist; fans who opted in are its fans. */
    RELEASE_DETECTED("release.detected", PlanFeature.RELEASE_DETECTED),
    /** A fan's authorization at a streaming service expires within 30 days. */
    CONNECTION_EXPIRING("connection.expiring");

    private final String wireName;
    private final @Nullable PlanFeature planFeature;

    TriggerType(String wireName) {
        this(wireName, null);
    }

    TriggerType(String wireName, @Nullable PlanFeature planFeature) {
        this.wireName = wireName;
        this.planFeature = planFeature;
    }

    public String wireName() {
        return wireName;
    }

    /** What a plan must include for active flows to have this trigger; empty: every plan has it. */
    public Optional<PlanFeature> planFeature() {
        return Optional.ofNullable(planFeature);
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
