package dev.actionflows.domain.connect;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What came of a fan's way to a streaming service and back. */
public sealed interface ConnectOutcome {
    /**
     * Whoever came back is not the one who was sent, or not the first; nothing was stored.
     *
     * @param startAgain where another attempt begins, if that can be told
     */
    record NotAccepted(ConnectAttemptStore.Refusal why, Optional<String> startAgain)
            implements ConnectOutcome {}

    /**
     * The fan has allowed more before than this time: a new authorization takes the place of the
     * old one, so that it has to allow all of it. The service asks the fan only for what is new.
     *
     * @param url the service's page
     */
    record AskedAgain(Project project, String url, Browser browser) implements ConnectOutcome {}

    /**
     * The attempt has ended.
     *
     * @param returnTo the page of the project to which the fan is sent back
     * @param fan who is connected now
     * @param differentFan whether that is not the fan whom the link or the page's token named
     * @param session of that fan, for that page
     */
    record Ended(
            Project project,
            Ending ending,
            Optional<String> returnTo,
            Optional<String> startAgain,
            Optional<FanId> fan,
            boolean differentFan,
            Optional<FanSession> session)
            implements ConnectOutcome {
        /** The page to which the fan is sent back, told in its fragment what came of it. */
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
                                    + session.map(Ended::parameters).orElse(""));
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

    /** How an attempt ends. */
    sealed interface Ending {
        String wireName();

        Optional<Reason> reason();

        /**
         * The fan is connected, and what they came for is done.
         *
         * @param reason of the action; empty when they came for no action
         */
        record Done(Optional<Reason> reason) implements Ending {
            @Override
            public String wireName() {
                return "done";
            }
        }

        /** The fan said no at the service. */
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

        /** The fan could not be connected, or is connected and the action could not be done. */
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
