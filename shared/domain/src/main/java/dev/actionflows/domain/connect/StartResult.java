package dev.actionflows.domain.connect;

import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What a fan's browser does next. */
public sealed interface StartResult {
    /** Redirect to the service's page. */
    record Redirect(Project project, String url, Browser browser) implements StartResult {}

    /** Show a page of ours where Apple's script asks the fan. */
    record WithMusicKit(Project project, String developerToken, String state, Browser browser)
            implements StartResult {
        /** Omits the tokens. */
        @Override
        public String toString() {
            return "WithMusicKit[" + project.id() + "]";
        }
    }

    /**
     * Show what the project will be allowed to do, and to whom the link belongs, and continue only
     * if the fan agrees.
     *
     * @param permissions what the project will be allowed to do
     * @param owner to whom the link belongs, if it contains a token that nobody vouches for
     * @param form what the button posts to the same path
     * @param back the page of the project where the fan came from, if known
     */
    record ConfirmationNeeded(
            Project project,
            StreamingProvider provider,
            Set<Permission> permissions,
            Optional<Owner> owner,
            Map<String, String> form,
            Optional<String> back,
            Browser browser)
            implements StartResult {
        public ConfirmationNeeded {
            permissions = Collections.unmodifiableSet(new LinkedHashSet<>(permissions));
            form = Collections.unmodifiableMap(new LinkedHashMap<>(form));
        }

        /** Omits the token. */
        @Override
        public String toString() {
            return "ConfirmationNeeded[" + project.id() + ", " + provider + "]";
        }
    }

    /**
     * To whom a link belongs.
     *
     * @param address the masked address by which the fan recognizes the link; empty if there is
     *     none
     * @param withoutToken where another fan continues
     */
    record Owner(Optional<MaskedAddress> address, String withoutToken) {}

    /** Ask the fan to open this link in their own browser. */
    record OtherBrowserNeeded(Project project, String link) implements StartResult {}

    /** Nothing: the attempt cannot start. */
    record NotPossible(Obstacle obstacle) implements StartResult {}

    /** Why not. */
    enum Obstacle {
        NO_SUCH_SERVICE,
        NO_SUCH_PROJECT,
        /** The project has no app at this service, or its app is broken. */
        SERVICE_NOT_SET_UP,
        /** A fan token in the URL, where others can read it: it has to be posted. */
        FAN_TOKEN_IN_ADDRESS,
        /** The link has expired or was modified. */
        LINK_ENDED,
        /** The action does not exist, or its release or artist is missing. */
        NO_SUCH_ACTION,
        /** The project has no such release or artist. */
        NO_SUCH_THING,
        /** The page to return to is not at one of the project's origins. */
        PAGE_NOT_ALLOWED
    }
}
