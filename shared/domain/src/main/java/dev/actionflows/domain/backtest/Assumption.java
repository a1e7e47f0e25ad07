package dev.actionflows.domain.backtest;

import dev.actionflows.domain.trigger.TriggerType;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a backtest takes to have been so, because it is not stored or did not happen. */
public enum Assumption {
    /** The project's settings, such as its quiet hours, caps and sender, were those of today. */
    PROJECT_AS_NOW(
            "the project's number, sender, apps, limits and time zones were as they are now"),
    /** Releases and artists were those of today. */
    CATALOG_AS_NOW("releases and artists were as they are now, with their present dates"),
    /** A person's records, addresses, name and time zone were those of today. */
    FAN_AS_NOW(
            "fans had the addresses, first names and time zones that they have now, and records"
                    + " that were merged were one"),
    /** A membership that was ended since is not known. */
    MEMBERS_STAYED(
            "no fan left a segment; who is no member now was none, except through this flow"),
    /** Only a fan's present connections are known, and of an ended one only when it was doubted. */
    CONNECTIONS_STAYED(
            "no fan disconnected or connected again, and a connection worked until a"
                    + " service first reported that it had ended"),
    /** Providers would have accepted everything. */
    PROVIDERS_ACCEPT("providers took every request at once, and every message was delivered"),
    /** What other flows would have used is not known at any moment of the past. */
    CREDITS_SUFFICE("credits were not limited; the sums say what the messages would have cost"),
    /** That a link message was sent is stored as long as it keeps the fan from another one. */
    LINKS_AS_NOW(
            "of link messages for the same thing, sent by another flow or an earlier run, only"
                    + " those counted that still count now: those whose 180 days are over are not"
                    + " stored"),
    /** The flow listened all the time, whatever the plan, and nobody interfered. */
    FLOW_LISTENED(
            "the flow was active all the time of the period, and before it only when it really"
                    + " was; the plan included its trigger, no other one listened in its place, and"
                    + " nobody stopped runs or tried steps again"),
    /** What another flow would have done differently is not played. */
    OTHERS_AS_RECORDED(
            "other flows, clicks and replies were as recorded, even if they came of"
                    + " what this flow really did"),
    /** Of what a fan wrote, only the keyword is stored, if that. */
    WORDS_AS_STORED(
            "of a text that no flow took only the first keyword is stored, of a direct message only"
                    + " the keyword by which a flow took it, of any comment no word; photos from"
                    + " before their kind was stored count as messages without a keyword"),
    /** Whose message no flow took became no fan, as whom the event could be played. */
    STRANGERS_LEFT_OUT(
            "who was no fan yet, and whose message or comment no flow took, gets nothing; strangers"
                    + " are such messages and comments, not people: several may be of one sender,"
                    + " whom the flow's threshold or re-entry policy could still have kept out"),
    /** What flows, releases and clicks lead to is stored only as a result in a flow. */
    EVENTS_AS_STORED(
            "what came of a step, a message, a release or an expiring connection happened only"
                    + " when a flow listened to it, because otherwise it is not stored");

    private final String text;

    Assumption(String text) {
        this.text = text;
    }

    /** What the backtest assumes: not each is about every trigger. */
    public static List<Assumption> of(BacktestPlan plan) {
        return Arrays.stream(values()).filter(it -> it.isAbout(plan)).toList();
    }

    private boolean isAbout(BacktestPlan plan) {
        return switch (this) {
            case EVENTS_AS_STORED -> plan.triggers().anyMatch(it -> !isAlwaysStored(it.type()));
            case LINKS_AS_NOW -> plan.sendsLinkMessages();
            case STRANGERS_LEFT_OUT -> plan.triggers().anyMatch(it -> mayBeOfStranger(it.type()));
            default -> true;
        };
    }

    /** Whether its events can be of people who become fans only if a flow listens. */
    static boolean mayBeOfStranger(TriggerType type) {
        return type == TriggerType.SMS_KEYWORD
                || type == TriggerType.INSTAGRAM_DM
                || type == TriggerType.INSTAGRAM_COMMENT;
    }

    /** Whether its events are stored even if no flow listens, whatever they come of. */
    static boolean isAlwaysStored(TriggerType type) {
        return switch (type) {
            case TRACK_LISTENED,
                    SMS_OPTED_IN,
                    EMAIL_OPTED_IN,
                    SMS_KEYWORD,
                    INSTAGRAM_DM,
                    INSTAGRAM_COMMENT ->
                    true;
            case RELEASE_PRESAVED,
                    ARTIST_FOLLOWED,
                    RELEASE_ADDED_TO_LIBRARY,
                    RELEASE_SAVED,
                    NEXTSAVE_OPTED_IN,
                    SEGMENT_ENTERED,
                    MESSAGE_DELIVERED,
                    LINK_CLICKED,
                    RELEASE_DETECTED,
                    CONNECTION_EXPIRING ->
                    false;
        };
    }

    /** The name in the API. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** What is assumed, as the rest of a sentence. */
    public String text() {
        return text;
    }
}
