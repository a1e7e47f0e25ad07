package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.aws.ScriptedAws.Request;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.EmailAddress;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** SES as its API reference describes it: what exists already is an error of its own. */
class SesMailTenantsTest {
    private static final ProjectId PROJECT = new ProjectId("prj_7zqk3v9m2c4x8b1d");
    private static final EmailAddress SENDER = new EmailAddress("hello@news.label.example");
    private static final String SES = "arn:aws:ses:eu-central-1:123456789012:";
    private static final String SET = "action-flows-mail-prj_7zqk3v9m2c4x8b1d";
    private static final String TENANTS = "/v2/email/tenants";
    private static final String SETS = "/v2/email/configuration-sets";
    private static final String DESTINATIONS = SETS + "/" + SET + "/event-destinations";
    private static final String ASSOCIATIONS = "/v2/email/tenants/resources";

    /** What exists at SES: path and name. */
    private final Set<String> resources = new HashSet<>();

    private final Set<String> identities = new HashSet<>(Set.of("label.example"));
    private final List<Answer> refusals = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();
    private final ScriptedAws aws = new ScriptedAws(this::answer);

    private final SesMailTenants tenants =
            new SesMailTenants(
                    aws.clients(),
                    "action-flows-mail",
                    "arn:aws:events:eu-central-1:123456789012:event-bus/default",
                    pauses::add);

    @AfterEach
    void close() {
        aws.close();
    }

    private synchronized Answer answer(Request request) {
        if (!refusals.isEmpty()) {
            Answer refusal = refusals.removeFirst();
            if (refusal.status() != 200) {
                return refusal;
            }
        }
        String arn = request.text("ResourceArn");
        String identity =
                arn.startsWith(SES + "identity/") ? arn.substring(arn.indexOf('/') + 1) : "";
        if (!identity.isEmpty() && !identities.contains(identity)) {
            return new Answer(404, Map.of("__type", "NotFoundException"));
        }
        return resources.add(request.operation() + request.body())
                ? Answer.ok(Map.of())
                : Answer.refused("AlreadyExistsException");
    }

    private List<String> paths() {
        return aws.requests().stream().map(Request::operation).toList();
    }

    @Test
    void a_project_gets_a_tenant_with_a_configuration_set_and_its_domain() {
        assertThat(tenants.setUp(PROJECT, SENDER)).isEqualTo("prj_7zqk3v9m2c4x8b1d");

        List<Request> requests = aws.requests();
        assertThat(paths())
                .containsExactly(
                        TENANTS,
                        SETS,
                        DESTINATIONS,
                        ASSOCIATIONS,
                        ASSOCIATIONS,
                        ASSOCIATIONS,
                        ASSOCIATIONS);
        assertThat(requests.get(0).body()).isEqualTo(Map.of("TenantName", PROJECT.value()));
        assertThat(requests.get(1).body())
                .containsEntry("ConfigurationSetName", SET)
                .containsEntry(
                        "SuppressionOptions",
                        Map.of("SuppressedReasons", List.of("BOUNCE", "COMPLAINT")));
        assertThat(requests.get(2).body())
                .containsEntry("EventDestinationName", "reports")
                .extractingByKey("EventDestination")
                .isEqualTo(
                        Map.of(
                                "Enabled",
                                true,
                                "MatchingEventTypes",
                                List.of(
                                        "SEND",
                                        "REJECT",
                                        "BOUNCE",
                                        "COMPLAINT",
                                        "DELIVERY",
                                        "RENDERING_FAILURE"),
                                "EventBridgeDestination",
                                Map.of(
                                        "EventBusArn",
                                        "arn:aws:events:eu-central-1:123456789012:event-bus/default")));
        assertThat(requests.subList(3, 7))
                .allMatch(it -> it.text("TenantName").equals(PROJECT.value()))
                .extracting(it -> it.text("ResourceArn"))
                .containsExactly(
                        SES + "configuration-set/" + SET,
                        SES + "identity/hello@news.label.example",
                        SES + "identity/news.label.example",
                        SES + "identity/label.example");
        assertThat(requests.getFirst().headers().get("authorization"))
                .contains("/eu-central-1/ses/aws4_request");
    }

    @Test
    void the_identity_with_which_ses_sends_is_associated() {
        identities.add("hello@news.label.example");

        tenants.setUp(PROJECT, SENDER);

        assertThat(aws.requests().getLast().text("ResourceArn"))
                .isEqualTo(SES + "identity/hello@news.label.example");
    }

    @Test
    void what_exists_already_is_left_as_it_is() {
        tenants.setUp(PROJECT, SENDER);
        Set<String> before = Set.copyOf(resources);

        assertThat(tenants.setUp(PROJECT, SENDER)).isEqualTo(PROJECT.value());

        assertThat(resources).isEqualTo(before);
    }

    /** A failure at each of the calls, such as a crash of SES or of the function. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void a_call_after_a_failure_continues(int failing) {
        for (int i = 0; i < failing; i++) {
            refusals.add(Answer.ok(Map.of()));
        }
        refusals.add(Answer.broken());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> tenants.setUp(PROJECT, SENDER))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.TRY_AGAIN))
                .satisfies(it -> assertThat(it.retryAfter()).isPresent());
        assertThat(tenants.setUp(PROJECT, SENDER)).isEqualTo(PROJECT.value());

        assertThat(resources).hasSize(5);
    }

    @Test
    void an_unknown_domain_is_named_with_what_to_do() {
        identities.clear();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> tenants.setUp(PROJECT, SENDER))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.INVALID_REQUEST))
                .satisfies(
                        it ->
                                assertThat(it.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactly("/from"));
    }

    @Test
    void an_address_that_cannot_be_an_identity_is_sent_from_its_domain() {
        for (int i = 0; i < 4; i++) {
            refusals.add(Answer.ok(Map.of()));
        }
        refusals.add(Answer.refused("BadRequestException"));

        assertThat(tenants.setUp(PROJECT, SENDER)).isEqualTo(PROJECT.value());

        assertThat(aws.requests().getLast().text("ResourceArn"))
                .isEqualTo(SES + "identity/label.example");
    }

    @Test
    void a_request_that_ses_rejects_as_invalid_is_an_internal_error() {
        refusals.add(Answer.refused("BadRequestException"));

        assertThatIllegalStateException()
                .isThrownBy(() -> tenants.setUp(PROJECT, SENDER))
                .withMessage("SES rejects tenants as invalid");
    }

    /** SES allows one call per second. */
    @ParameterizedTest
    @CsvSource({"429, TooManyRequestsException", "400, ThrottlingException"})
    void a_throttled_call_is_repeated_after_a_second(int status, String error) {
        refusals.add(Answer.ok(Map.of()));
        refusals.add(new Answer(status, Map.of("__type", error)));
        refusals.add(new Answer(status, Map.of("__type", error)));

        assertThat(tenants.setUp(PROJECT, SENDER)).isEqualTo(PROJECT.value());

        assertThat(pauses).hasSize(2).allMatch(it -> it.compareTo(Duration.ofSeconds(1)) > 0);
        assertThat(resources).hasSize(5);
    }

    @Test
    void the_caller_tries_again_later_if_ses_throttles_for_long() {
        for (int i = 0; i < 20; i++) {
            refusals.add(new Answer(429, Map.of("__type", "TooManyRequestsException")));
        }

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> tenants.setUp(PROJECT, SENDER))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.TRY_AGAIN));
        assertThat(pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void a_name_that_is_too_long_for_ses_is_named_before_anything_is_created() {
        SesMailTenants longer =
                new SesMailTenants(
                        aws.clients(),
                        "a".repeat(39) + "-mail",
                        "arn:aws:events:eu-central-1:123456789012:event-bus/default",
                        pauses::add);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> longer.setUp(PROJECT, SENDER))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.STATE_CONFLICT))
                .withMessageContaining("1 character");
        assertThat(paths()).isEmpty();
    }

    @Test
    void the_limit_of_the_account_is_named() {
        refusals.add(Answer.refused("LimitExceededException"));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> tenants.setUp(PROJECT, SENDER))
                .withMessageContaining("quota")
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.STATE_CONFLICT));
    }

    @Test
    void a_missing_permission_is_an_internal_error() {
        refusals.add(new Answer(403, Map.of("__type", "AccessDeniedException")));

        assertThatIllegalStateException()
                .isThrownBy(() -> tenants.setUp(PROJECT, SENDER))
                .withMessage("SES refuses tenants: 403 AccessDeniedException");
    }

    @Test
    void the_caller_tries_again_later_if_ses_cannot_be_reached() {
        aws.close();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> tenants.setUp(PROJECT, SENDER))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.TRY_AGAIN));
    }
}
