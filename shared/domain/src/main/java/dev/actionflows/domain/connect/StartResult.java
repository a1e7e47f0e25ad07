package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a fan's browser is to do next. */
public sealed interface StartResult {
    /** Go to the service's own page. */
    record Elsewhere(Project project, String url, Browser browser) implements StartResult {}

    /** Let Apple's script ask the fan on a page of ours. */
    record WithMusicKit(Project project, String developerToken, String state, Browser browser)
            implements StartResult {
        /** Without the tokens. */
        @Override
        public String toString() {
            return "WithMusicKit[" + project.id() + "]";
        }
    }

    /**
     * Show the fan for whom the link is, and go on only if they say that it is theirs.
     *
     * @param whose how they recognise themselves; empty when nothing can be told of them
     * @param form what the button is to post to the same path
     * @param withoutToken where somebody else goes on
     */
    record ConfirmationNeeded(
            Project project,
            StreamingProvider provider,
            Optional<MaskedAddress> whose,
            Map<String, String> form,
            String withoutToken,
            Browser browser)
            implements StartResult {
        public ConfirmationNeeded {
            form = Collections.unmodifiableMap(new LinkedHashMap<>(form));
        }

        /** Without the token. */
        @Override
        public String toString() {
            return "ConfirmationNeeded[" + project.id() + ", " + provider + "]";
        }
    }

    /** Be left for the fan's own browser, which is to open this link. */
    record OtherBrowserNeeded(Project project, String link) implements StartResult {}

    /** Nothing: the fan cannot leave. */
    record NotPossible(Obstacle obstacle) implements StartResult {}

    /** Why not. */
    enum Obstacle {
        NO_SUCH_SERVICE,
        NO_SUCH_PROJECT,
        /** The project has no app at this service, or one that is broken. */
        SERVICE_NOT_SET_UP,
        /** A fan token stands in the address, where others read it: it has to be posted. */
        FAN_TOKEN_IN_ADDRESS,
        /** The link is too old, or was changed on its way. */
        LINK_ENDED,
        /** No such action, or without the thing that it is about. */
        NO_SUCH_ACTION,
        /** The project has no such release or artist. */
        NO_SUCH_THING,
        /** The page to return to is none of the project's own. */
        PAGE_NOT_ALLOWED
    }
}
