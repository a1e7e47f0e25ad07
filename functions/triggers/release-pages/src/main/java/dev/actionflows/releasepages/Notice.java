package dev.actionflows.releasepages;

import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.fan.Identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a page says about what was done last. */
enum Notice {
    NONE,
    PRESAVE,
    ADD_TO_LIBRARY,
    FOLLOW,
    NEXT_SAVE,
    PHONE,
    EMAIL,
    REFUSED,
    NOT_OFFERED,
    NOT_POSSIBLE,
    CODE_ENDED;

    static Notice of(FanAction action) {
        return switch (action) {
            case FanAction.PreSave _ -> PRESAVE;
            case FanAction.AddToLibrary _ -> ADD_TO_LIBRARY;
            case FanAction.Follow _ -> FOLLOW;
            case FanAction.NextSave _ -> NEXT_SAVE;
        };
    }

    static Notice of(Identity.Kind kind) {
        return kind == Identity.Kind.EMAIL ? EMAIL : PHONE;
    }

    /** Whether a fan has just done something: then is the time to ask them to sign up. */
    boolean isAboutAnAction() {
        return switch (this) {
            case PRESAVE, ADD_TO_LIBRARY, FOLLOW, NEXT_SAVE -> true;
            case NONE, PHONE, EMAIL, REFUSED, NOT_OFFERED, NOT_POSSIBLE, CODE_ENDED -> false;
        };
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Notice> ofName(String name) {
        return Arrays.stream(values()).filter(it -> it.wireName().equals(name)).findFirst();
    }

    /** The key of its text; empty: there is nothing to say. */
    Optional<String> text() {
        return this == NONE ? Optional.empty() : Optional.of("notice." + wireName());
    }
}
