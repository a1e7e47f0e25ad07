package dev.actionflows.smsevents;

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
import dev.actionflows.domain.testing.AwsSmsWorld;
import dev.actionflows.domain.testing.FailingLedger;
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

class SmsEventsHandlerTest {
    /** The context of the text in the sample events. */
    private static final String SAMPLE_KEY =
            "prj_7zqk3v9m2c4x8b1d-run_0123456789abcdefghjkmnpqrs-0";

    private final AwsSmsWorld sms = new AwsSmsWorld();
    private final World world = sms.world;
    private final TestContext context = new TestContext();
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private String log() {
        return log.toString(StandardCharsets.UTF_8);
    }

    private List<String> failures(SQSEvent event) {
        return failures(event, world.application);
    }

    private List<String> failures(SQSEvent event, Application application) {
        SmsEventsHandler handler =
                new SmsEventsHandler(
                        application.smsEvents(), new Log(log, world.clock), world.clock);
        return Invocations.invoke(handler, event, SQSBatchResponse.class, context)
                .getBatchItemFailures()
                .stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    /** The samples in one batch, with reports about this run's text. */
    private static SQSEvent batchAbout(String messageKey, String... names) {
        SQSEvent batch = new SQSEvent();
        batch.setRecords(
                List.of(names).stream()
                        .map(
                                name -> {
                                    SQSMessage message =
                                            SampleEvents.read("sms-events/" + name, SQSEvent.class)
                                                    .getRecords()
                                                    .getFirst();
                                    message.setMessageId(name);
                                    message.setBody(
                                            message.getBody().replace(SAMPLE_KEY, messageKey));
                                    return message;
                                })
                        .toList());
        return batch;
    }

    private static SQSEvent batch(String... names) {
        return batchAbout(SAMPLE_KEY, names);
    }

    private Run sent() {
        assertThat(failures(batch("keyword.json"))).isEmpty();
        return sms.send();
    }

    @Test
    void a_keyword_starts_one_run_however_often_it_is_delivered() {
        for (int i = 0; i < 3; i++) {
            assertThat(failures(batch("keyword.json", "keyword.json"))).isEmpty();
        }

        assertThat(world.ledger.all()).hasSize(1);
        assertThat(log()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "delivered.json, COMPLETED delivered",
        "blocked.json, FAILED filtered",
        "carrier-unreachable-for-now.json, COMPLETED accepted",
        "of-no-flow.json, COMPLETED accepted",
        "of-an-unknown-kind.json, COMPLETED accepted",
    })
    void a_report_changes_the_outcome_however_often_it_is_delivered(String sample, String outcome) {
        Run run = sent();

        for (int i = 0; i < 3; i++) {
            assertThat(failures(batchAbout(AwsSmsWorld.messageKey(run), sample))).isEmpty();

            StepOutcome changed = sms.outcome(run);
            assertThat(changed.wireName() + " " + changed.reason().wireName()).isEqualTo(outcome);
        }
        assertThat(log()).isEmpty();
    }

    @Test
    void stop_is_stored_and_help_changes_nothing_and_gets_no_reply() {
        assertThat(failures(batch("stop.json"))).isEmpty();
        assertThat(sms.isStopped()).isTrue();

        assertThat(failures(batch("help.json"))).isEmpty();
        assertThat(sms.isStopped()).isTrue();
        assertThat(world.ports.texts.handedOver()).as("AWS replies").isEmpty();
    }

    @Test
    void every_valid_sample_succeeds_and_every_invalid_one_is_retried() {
        for (String name : SampleEvents.names("sms-events")) {
            assertThat(failures(batch(name))).as(name).hasSize(name.startsWith("invalid-") ? 1 : 0);
        }
    }

    @Test
    void only_the_message_that_fails_is_retried() {
        Run run = sent();

        assertThat(
                        failures(
                                batchAbout(
                                        AwsSmsWorld.messageKey(run),
                                        "delivered.json",
                                        "invalid-no-event.json",
                                        "stop.json")))
                .containsExactly("invalid-no-event.json");

        assertThat(sms.outcome(run)).isEqualTo(new StepOutcome.Completed(Reason.DELIVERED));
        assertThat(sms.isStopped()).isTrue();
        assertThat(Json.readObject(log()))
                .containsEntry("messageId", "invalid-no-event.json")
                .containsEntry("requestId", context.getAwsRequestId());
    }

    @Test
    void a_message_that_fails_is_logged_without_its_content() {
        SQSEvent batch = batch("keyword.json", "invalid-number-of-no-project.json");
        batch.getRecords().getFirst().setBody("+14155550123 is not JSON");

        assertThat(failures(batch))
                .containsExactly("keyword.json", "invalid-number-of-no-project.json");

        assertThat(log()).isNotEmpty().doesNotContain("4155550123", "8005550111", "presave");
    }

    @Test
    void a_report_is_retried_while_the_ledger_fails_and_takes_effect_afterwards() {
        Run run = sent();
        SQSEvent batch =
                batchAbout(AwsSmsWorld.messageKey(run), "delivered.json", "of-no-flow.json");

        assertThat(
                        failures(
                                batch,
                                world.with(
                                        RunLedger.class,
                                        new FailingLedger(world.ledger, _ -> true))))
                .containsExactly("delivered.json");

        assertThat(failures(batch)).isEmpty();
        assertThat(sms.outcome(run)).isEqualTo(new StepOutcome.Completed(Reason.DELIVERED));
    }
}
