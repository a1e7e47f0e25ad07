package dev.actionflows.lambda.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.RetryableStepException;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.World;
import dev.actionflows.testkit.TestContext;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** In all cases, including failures, the log contains ids but no personal data or input. */
class PrivacyTest {
    private static final String NAME = "Mariola Kowalczyk";
    private static final String TEXT = "Meet me at the harbour";
    private static final String TOKEN = "AQDx-refresh-token-4711";
    private static final List<String> SECRETS =
            List.of(
                    World.FAN_NUMBER.e164(),
                    World.FAN_NUMBER.e164().substring(1),
                    World.PROJECT_NUMBER.e164(),
                    World.AUTH_TOKEN,
                    NAME,
                    TEXT,
                    "harbour",
                    "presave",
                    TOKEN);

    private final MeasuredWorld measured = new MeasuredWorld();

    @AfterEach
    void every_line_names_its_invocation_and_its_run_and_none_names_a_person() {
        assertThat(measured.lines.text())
                .isNotEmpty()
                .doesNotContainIgnoringCase(SECRETS.toArray(String[]::new));
        for (Map<String, @Nullable Object> line : measured.lines.all()) {
            assertThat(line)
                    .containsKeys("timestamp", "level", "message")
                    .containsEntry("requestId", new TestContext().getAwsRequestId())
                    .containsEntry("projectId", measured.world.project.value());
            assertThat(Instant.parse(String.valueOf(line.get("timestamp"))))
                    .isEqualTo(measured.world.clock.instant());
            if (!"event received".equals(line.get("message"))) {
                assertThat(line).containsEntry("runId", measured.started().key().run().value());
            }
            measured.lines.points();
        }
    }

    /** Exceptions of the JDK that quote their input. */
    private static List<Supplier<Attempt>> quotingFailures() {
        return List.of(
                () -> {
                    throw new IllegalArgumentException(jdkException(World.FAN_NUMBER.e164()));
                },
                () -> {
                    throw new UncheckedIOException(jdkException(TEXT));
                },
                () -> {
                    Instant.parse(World.FAN_NUMBER.e164());
                    return Attempt.completed(Reason.ADDED);
                },
                () -> {
                    URI.create(NAME);
                    return Attempt.completed(Reason.ADDED);
                },
                () -> {
                    HexFormat.of().parseHex(TOKEN);
                    return Attempt.completed(Reason.ADDED);
                },
                () -> {
                    Integer.parseInt(TEXT);
                    return Attempt.completed(Reason.ADDED);
                });
    }

    /** An exception of the JDK that quotes this input. */
    private static IOException jdkException(String text) {
        IOException failure = new IOException("cannot read \"" + text + "\"");
        failure.setStackTrace(
                new StackTraceElement[] {
                    new StackTraceElement("java.io.Reader", "read", "Reader.java", 1)
                });
        return failure;
    }

    private Run run() {
        measured.followAndText(OnFailure.CONTINUE, TEXT);
        measured.receive("SM1", "presave");
        return measured.started();
    }

    @Test
    void received_texts_are_not_logged() {
        measured.followAndText(OnFailure.CONTINUE, TEXT);

        measured.receive("SM1", "presave");
        measured.receive("SM2", TEXT);
        measured.receive("SM3", "STOP");
    }

    @Test
    void a_failure_of_a_repeatable_step_is_logged_without_its_input() {
        Run run = run();
        quotingFailures().forEach(measured.follow::then);

        measured.machine.execute(run);

        assertThat(failures()).hasSize(3);
        assertThat(measured.lines.text()).contains("UncheckedIOException", "PrivacyTest.java");
    }

    @Test
    void each_failure_of_a_text_is_logged_without_the_text() {
        for (Supplier<Attempt> failing : quotingFailures()) {
            MeasuredWorld other = new MeasuredWorld();
            other.text.then(failing);
            other.followAndText(OnFailure.CONTINUE, TEXT);
            other.receive("SM1", "presave");

            other.machine.execute(other.started());

            assertThat(other.lines.all())
                    .filteredOn(line -> "step failed".equals(line.get("message")))
                    .singleElement()
                    .satisfies(line -> assertThat(line).containsEntry("step", 1L));
            assertThat(other.lines.text())
                    .doesNotContainIgnoringCase(SECRETS.toArray(String[]::new));
        }
        run();
    }

    @Test
    void a_failure_before_a_step_begins_is_logged_without_its_input() {
        Run run = run();
        measured.text.then(
                () -> {
                    throw new RetryableStepException(Reason.INTERNAL_ERROR, jdkException(TOKEN));
                });

        measured.machine.execute(run);

        assertThat(failures()).hasSize(1);
        assertThat(measured.text.acted()).isEqualTo(2);
    }

    @Test
    void a_failing_stores_message_is_not_in_lambdas_log() {
        Run run = run();
        measured.follow.requiring(
                () -> {
                    throw new UncheckedIOException(jdkException(TOKEN));
                });

        assertThatThrownBy(() -> measured.machine.execute(run))
                .isInstanceOf(RetryableStepException.class)
                .hasNoCause()
                .hasMessage("internal_error");

        assertThat(failures()).hasSize(3);
    }

    @Test
    void provider_failures_and_waits_are_logged_by_reason() {
        Run run = run();
        measured.follow
                .then(() -> new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE))
                .then(() -> Attempt.failed(Reason.FORBIDDEN));
        measured.text.requiring(
                () ->
                        Optional.of(
                                MissingRequirement.until(
                                        Requirement.phoneNumber(), Reason.NO_NUMBER)));

        measured.machine.execute(run);

        assertThat(measured.lines.points("ProviderErrors")).hasSize(4);
    }

    private List<Map<String, @Nullable Object>> failures() {
        return measured.lines.all().stream()
                .filter(line -> "step failed".equals(line.get("message")))
                .toList();
    }
}
