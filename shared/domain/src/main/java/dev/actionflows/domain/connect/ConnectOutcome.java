package dev.actionflows.domain.connect;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The outcome of an attempt to connect at a streaming service. */
public sealed interface ConnectOutcome {
    /**
     * The browser that came back is not the one that was sent, or the attempt was taken before;
     * nothing was stored.
     *
     * @param startAgain the URL of another attempt, if known
     */
    record NotAccepted(ConnectAttemptStore.Refusal why, Optional<String> startAgain)
            implements ConnectOutcome {}

    /**
     * The fan allowed more earlier than in this attempt: the new authorization would replace the
     * old one, so that it has to include those scopes. The service asks the fan only about the new
     * ones.
     *
     * @param url the service's page
     */
    record AuthorizationRepeated(Project project, String url, Browser browser)
            implements ConnectOutcome {}

    /**
     * The attempt has ended.
     *
     * @param returnTo the label's page to which the fan is redirected
     * @param hostedPage the page of ours on which the fan began, and to which our page about the
     *     outcome leads back; after success, its address says what was done
     * @param fan the connected fan
     * @param differentFan whether this is not the fan whom the link or the page's token identified
     * @param session the fan's session for the page
     * @param disconnectLink with which the connected fan deletes the connection. Its token can do
     *     nothing else, so that it is given to pages of the project, too
     */
    record Ended(
            Project project,
            StreamingProvider provider,
            Ending ending,
            Optional<String> returnTo,
            Optional<String> hostedPage,
            Optional<String> startAgain,
            Optional<FanId> fan,
            boolean differentFan,
            Optional<FanSession> session,
            Optional<String> disconnectLink)
            implements ConnectOutcome {
        /** The page to which the fan is redirected, with the outcome in its fragment. */
        public Optional<String> location() {
            return returnTo.map(
                    url ->
                            url
                                    + "#action_flows="
                                    + ending.wireName()
                                    + ending.reason()
                                            .map(reason -> "&reason=" + reason.wireName())
                                            .orElse("")
                                    + (ending instanceof Ending.Failed && fan.isPresent()
                                            ? "&connected=true"
                                            : "")
                                    + (differentFan ? "&fan=another" : "")
                                    + session.map(Ended::parameters).orElse("")
                                    + disconnectLink
                                            .map(link -> "&disconnect=" + encoded(link))
                                            .orElse(""));
        }

        private static String parameters(FanSession session) {
            return "&fan_token="
                    + encoded(session.token())
                    + "&ends_at="
                    + encoded(session.endsAt().toString());
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8);
        }
    }

    /** How an attempt ended. */
    sealed interface Ending {
        String wireName();

        Optional<Reason> reason();

        /**
         * The fan is connected, and the requested action is done.
         *
         * @param reason of the action; empty if none was requested
         */
        record Done(Optional<Reason> reason) implements Ending {
            @Override
            public String wireName() {
                return "done";
            }
        }

        /** The fan declined at the service. */
        record Declined() implements Ending {
            @Override
            public String wireName() {
                return "refused";
            }

            @Override
            public Optional<Reason> reason() {
                return Optional.empty();
            }
        }

        /** The fan could not be connected, or is connected but the action failed. */
        record Failed(Reason why) implements Ending {
            @Override
            public String wireName() {
                return "failed";
            }

            @Override
            public Optional<Reason> reason() {
                return Optional.of(why);
            }
        }
    }
}
