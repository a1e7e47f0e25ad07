package dev.actionflows.releasepages;

import dev.actionflows.domain.fan.Identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a page says about what was done last, or why it was not. */
enum Notice {
    NONE(200),
    PRESAVE(200),
    ADD_TO_LIBRARY(200),
    FOLLOW(200),
    NEXT_SAVE(200),
    PHONE(200),
    EMAIL(200),
    SIGNED_OUT(200),
    REFUSED(409),
    NOT_OFFERED(409),
    NOT_POSSIBLE(409),
    CODE_ENDED(409),
    OTHER_SITE(403);

    private final int status;

    Notice(int status) {
        this.status = status;
    }

    static Notice of(Identity.Kind kind) {
        return kind == Identity.Kind.EMAIL ? EMAIL : PHONE;
    }

    /** The status of a response with it. */
    int status() {
        return status;
    }

    /** Whether a fan has just done something: then is the time to ask them to sign up. */
    boolean isAboutAnAction() {
        return switch (this) {
            case PRESAVE, ADD_TO_LIBRARY, FOLLOW, NEXT_SAVE -> true;
            case NONE,
                    PHONE,
                    EMAIL,
                    SIGNED_OUT,
                    REFUSED,
                    NOT_OFFERED,
                    NOT_POSSIBLE,
                    CODE_ENDED,
                    OTHER_SITE ->
                    false;
        };
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What the page has redirected to. */
    static Optional<Notice> ofName(String name) {
        return Arrays.stream(values())
                .filter(it -> it.status == 200 && it.wireName().equals(name))
                .findFirst();
    }

    /** The key of its text; empty: there is nothing to say. */
    Optional<String> text() {
        return this == NONE ? Optional.empty() : Optional.of("notice." + wireName());
    }
}
