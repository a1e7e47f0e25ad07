package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;

import dev.actionflows.testkit.SampleEvents;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

/** {@code events/flows}: the samples with which the README invokes the function. */
class SampleEventsTest {
    private final ApiWorld api = new ApiWorld().withFailedRun();

    static List<String> names() {
        return SampleEvents.names("flows");
    }

    static List<String> validNames() {
        return names().stream().filter(name -> !name.startsWith("invalid-")).toList();
    }

    @ParameterizedTest
    @MethodSource("validNames")
    void a_valid_event_succeeds(String name) {
        APIGatewayProxyRequestEvent event = read(name);
        // no private key is kept in the project, not even an unused one
        event.setBody(
                event.getBody() == null
                        ? null
                        : event.getBody()
                                .replace(
                                        "(put the text of your .p8 file here)",
                                        MusicKitKeys.newPem().replace("\n", "\\n")));

        assertThat(api.send(event).status()).isBetween(200, 204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    activate-flow-keyword-taken      | 409 | scope_taken            | /trigger
                    administrator-key-for-flows      | 403 | not_allowed            |
                    backtest-document                | 400 | invalid_request        | /flow/trigger/keyword /flow/steps/0/colour
                    backtest-period                  | 400 | invalid_request        | /limit /from
                    basic-authentication             | 401 | not_authenticated      |
                    cancel-release-unknown           | 404 | not_found              |
                    cancel-run-ended                 | 409 | state_conflict         |
                    connect-in-the-future            | 400 | invalid_request        | /scopes/1 /authorizedAt
                    create-flow-everything-wrong     | 400 | invalid_request        | /name /trigger/keyword /steps/3 /steps/0/releaseId /steps/0/onUnmet /steps/1/artist/spotifyUri /steps/2/text /steps/2/colour /reEntry /status
                    create-flow-form-body            | 415 | unsupported_media_type |
                    create-flow-malformed-json       | 400 | malformed_request      |
                    create-flow-not-an-object        | 400 | invalid_request        | ''
                    create-flow-repeated-property    | 400 | malformed_request      |
                    create-flow-reserved-keyword     | 400 | invalid_request        | /trigger/keyword
                    create-flow-unknown-release      | 400 | invalid_request        | /steps/0/releaseId /steps/1/segmentId
                    create-flow-unknown-step-type    | 400 | invalid_request        | /steps/0/type
                    create-project-everything-wrong  | 400 | invalid_request        | /name /plan /publicBaseUrl /secretKey
                    create-project-with-secret-key   | 403 | not_allowed            |
                    create-release                   | 400 | invalid_request        | /releaseDate /spotifyUri
                    create-webhook                   | 400 | invalid_request        | /url /events/0 /events/1 /secret
                    redeliver-unknown                | 404 | not_found              |
                    forged-key                       | 401 | not_authenticated      |
                    import-without-header            | 400 | invalid_request        | ''
                    get-flow-no-id                   | 404 | not_found              |
                    get-flow-unknown                 | 404 | not_found              |
                    get-flow-experiment-version      | 400 | invalid_request        | /version
                    get-flow-version-unknown         | 404 | not_found              |
                    get-flow-stats-period            | 400 | invalid_request        | /from
                    get-usage-month                  | 400 | invalid_request        | /month
                    get-run-unknown                  | 404 | not_found              |
                    list-flows-limit                 | 400 | invalid_request        | /limit
                    no-key                           | 401 | not_authenticated      |
                    other-project                    | 404 | not_found              |
                    pause-draft-flow                 | 409 | state_conflict         |
                    publishable-key                  | 403 | not_allowed            |
                    set-instagram-account            | 400 | invalid_request        | /accountId /username
                    set-instagram-token              | 400 | invalid_request        | /accessToken
                    set-instagram-account-taken      | 409 | state_conflict         |
                    retry-step-not-failed            | 409 | state_conflict         |
                    set-sending                      | 400 | invalid_request        | /stopped
                    set-double-opt-in                | 400 | invalid_request        | /channels/1
                    set-embed                        | 400 | invalid_request        | /allowedOrigins/0 /allowedOrigins/1 /allowedOrigins/2 /allowedOrigins/3 /allowedOrigins/4 /allowedOrigins/5
                    set-instagram-account-by-project | 403 | not_allowed            |
                    set-email-by-project             | 403 | not_allowed            |
                    set-email                        | 400 | invalid_request        | /from /name
                    set-look                         | 400 | invalid_request        | /accentColor /logoUrl
                    set-sign-up-offer                | 400 | invalid_request        | /text/keyword /email/url /email/wording
                    replay-unknown-reason            | 400 | invalid_request        | /reason
                    rotate-key                       | 400 | invalid_request        | /revokeOldAfter
                    set-release-ids                  | 400 | invalid_request        | /upc /isrc /spotifyUri /absentFrom /title
                    set-release-page                 | 400 | invalid_request        | /slug /coverUrl /artistId /track/title /track/audioUrl /text/wording /text/countryCode /email/version /termsUrl /colour
                    set-sms-account                  | 400 | invalid_request        | /number /accountSid /authToken
                    replace-flow-changed-since       | 412 | precondition_failed    |
                    delete-active-flow               | 409 | state_conflict         |
                    set-plan-with-secret-key         | 403 | not_allowed            |
                    set-release-date                 | 400 | invalid_request        | /timeZone /releaseDate /day
                    find-fans-name                   | 400 | invalid_request        | /name
                    idempotency-key                  | 400 | invalid_request        | /Idempotency-Key
                    list-events                      | 400 | invalid_request        | /type /from
                    list-flows-status                | 400 | invalid_request        | /status
                    create-flow-sets-itself-off      | 400 | invalid_request        | /steps/0
                    start-test-mode-active-flow      | 409 | state_conflict         |
                    start-test-mode-everything-wrong | 400 | invalid_request        | /fanIds/1 /hours /phones
                    start-test-mode-no-such-fan      | 400 | invalid_request        | /fanIds/1
                    change-of-another-site           | 403 | not_allowed            |
                    export-fan-with-look-key         | 403 | not_allowed            |
                    rotate-key-as-editor             | 403 | not_allowed            |
                    session-forged                   | 401 | not_authenticated      |
                    sign-in                          | 400 | invalid_request        | /key /remember
                    sign-in-of-another-site          | 403 | not_allowed            |
                    sign-in-publishable-key          | 403 | not_allowed            |
                    sign-in-wrong-key                | 401 | not_authenticated      |
                    """)
    void an_invalid_event_gets_its_problem(
            String name, int status, String code, @Nullable String pointers) {
        Answer answer = api.send(read("invalid-" + name + ".json"));

        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.json()).containsEntry("code", code);
        if (pointers == null) {
            assertThat(answer.json()).doesNotContainKey("violations");
        } else {
            assertThat(answer.pointers()).containsExactly(pointers.split(" ", -1));
        }
    }

    @Test
    void every_invalid_event_is_tested() {
        assertThat(names().size() - validNames().size()).isEqualTo(72);
    }

    private static APIGatewayProxyRequestEvent read(String name) {
        return SampleEvents.read("flows/" + name, APIGatewayProxyRequestEvent.class);
    }
}
