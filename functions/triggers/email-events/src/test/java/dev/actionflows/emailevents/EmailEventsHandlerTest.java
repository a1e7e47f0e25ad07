package dev.actionflows.emailevents;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse;
import com.amazonaws.services.lambda.runtime.events.SQSBatchResponse.BatchItemFailure;
import com.amazonaws.services.lambda.runtime.events.SQSEvent;
import com.amazonaws.services.lambda.runtime.events.SQSEvent.SQSMessage;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.testing.FailingLedger;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.World;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.telemetry.Log;
import dev.actionflows.testkit.Invocations;
import dev.actionflows.testkit.SampleEvents;
import dev.actionflows.testkit.TestContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

class EmailEventsHandlerTest {
    /** The tag of the mail in the sample events. */
    private static final String SAMPLE_KEY =
            "prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs-0";

    private final MailWorld mail = new MailWorld();
    private final World world = mail.world;
    private final TestContext context = new TestContext();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();
    private final Run run = mail.send();

    private EmailEventsHandler handler(Application application) {
        return new EmailEventsHandler(
                application.mailEvents(), new Log(log, world.clock), world.clock);
    }

    private List<String> failures(SQSEvent event) {
        return failures(event, world.application);
    }

    private List<String> failures(SQSEvent event, Application application) {
        return Invocations.invoke(handler(application), event, SQSBatchResponse.class, context)
                .getBatchItemFailures()
                .stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    /** The samples, about the mail of this test's run, in one batch. */
    private SQSEvent batch(String... names) {
        SQSEvent batch = new SQSEvent();
        batch.setRecords(List.of(names).stream().map(this::message).toList());
        return batch;
    }

    private SQSMessage message(String name) {
        SQSMessage message =
                SampleEvents.read("email-events/" + name, SQSEvent.class).getRecords().getFirst();
        message.setMessageId(name);
        message.setBody(message.getBody().replace(SAMPLE_KEY, mail.messageKey()));
        return message;
    }

    @ParameterizedTest
    @CsvSource({
        "delivery.json, COMPLETED delivered, true",
        "hard-bounce.json, FAILED bounced, false",
        "soft-bounce.json, FAILED not_delivered, true",
        "complaint.json, COMPLETED accepted, false",
        "of-no-flow.json, COMPLETED accepted, true",
    })
    void a_report_changes_the_outcome_and_the_consent_however_often_it_is_delivered(
            String sample, String outcome, boolean permitted) {
        for (int i = 0; i < 3; i++) {
            assertThat(failures(batch(sample))).isEmpty();

            StepOutcome changed = mail.outcome(run);
            assertThat(changed.wireName() + " " + changed.reason().wireName()).isEqualTo(outcome);
            assertThat(mail.permitsMail()).isEqualTo(permitted);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @Test
    void a_report_about_an_unknown_run_succeeds() {
        for (String name : SampleEvents.names("email-events")) {
            if (!name.startsWith("invalid-")) {
                assertThat(failures(SampleEvents.read("email-events/" + name, SQSEvent.class)))
                        .as(name)
                        .isEmpty();
            }
        }

        assertThat(mail.outcome(run)).isEqualTo(new StepOutcome.Completed(Reason.ACCEPTED));
    }

    @Test
    void only_the_message_that_fails_is_retried() {
        assertThat(failures(batch("delivery.json", "invalid-no-event.json", "complaint.json")))
                .containsExactly("invalid-no-event.json");

        assertThat(mail.outcome(run)).isEqualTo(new StepOutcome.Completed(Reason.DELIVERED));
        assertThat(mail.permitsMail()).isFalse();
        assertThat(Json.readObject(log.toString(StandardCharsets.UTF_8)))
                .containsEntry("messageId", "invalid-no-event.json")
                .containsEntry("requestId", context.getAwsRequestId());
    }

    @Test
    void a_message_that_is_no_json_is_retried_and_logged_without_its_content() {
        SQSEvent batch = batch("delivery.json");
        batch.getRecords().getFirst().setBody("ada@fans.example is not JSON");

        assertThat(failures(batch)).containsExactly("delivery.json");

        assertThat(log.toString(StandardCharsets.UTF_8))
                .isNotEmpty()
                .doesNotContain("ada@fans.example");
    }

    @Test
    void a_report_is_retried_while_the_ledger_fails_and_takes_effect_afterwards() {
        Application broken =
                world.with(RunLedger.class, new FailingLedger(world.ledger, _ -> true));
        assertThat(failures(batch("hard-bounce.json", "of-no-flow.json"), broken))
                .containsExactly("hard-bounce.json");
        assertThat(mail.permitsMail()).as("stopped before the outcome is stored").isFalse();

        assertThat(failures(batch("hard-bounce.json"))).isEmpty();

        assertThat(mail.outcome(run)).isEqualTo(new StepOutcome.Failed(Reason.BOUNCED));
    }
}
