package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.aws.ScriptedAws.Answer;
import dev.actionflows.aws.ScriptedAws.Request;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

class EventBridgeReleaseDayScheduleTest {
    private static final Instant MIDNIGHT_IN_BERLIN = Instant.parse("2026-12-10T23:00:00Z");

    private final List<Answer> answers = new ArrayList<>();
    private final ScriptedAws aws =
            new ScriptedAws(
                    _ ->
                            answers.isEmpty()
                                    ? Answer.ok(Map.of("ScheduleArn", "arn:aws:scheduler:::x"))
                                    : answers.removeFirst());
    private final EventBridgeReleaseDaySchedule schedule =
            new EventBridgeReleaseDaySchedule(
                    aws.clients(),
                    new EventBridgeReleaseDaySchedule.Target(
                            "action-flows-releases",
                            "arn:aws:iam::123456789012:role/releases",
                            "arn:aws:sqs:eu-central-1:123456789012:WakeUps",
                            "arn:aws:sqs:eu-central-1:123456789012:WakeUpsDead"));
    private final WakeUp.ReleaseOut release =
            new WakeUp.ReleaseOut(
                    Samples.projectId(),
                    new ReleaseId("rel_0123456789abcdef"),
                    MIDNIGHT_IN_BERLIN,
                    JobId.from(new SeededIds(1)));

    @AfterEach
    void close() {
        aws.close();
    }

    private static String text(Object map, String name) {
        return String.valueOf(((Map<?, ?>) map).get(name));
    }

    @Test
    void a_message_is_scheduled_once_and_the_schedule_deletes_itself() {
        schedule.schedule(release, MIDNIGHT_IN_BERLIN);

        Request request = aws.requests().getFirst();
        assertThat(request.operation()).isEqualTo("/schedules/rel_0123456789abcdef-1796943600");
        assertThat(request.headers().get("authorization")).contains("/scheduler/aws4_request");
        assertThat(request.text("GroupName")).isEqualTo("action-flows-releases");
        assertThat(request.text("ScheduleExpression")).isEqualTo("at(2026-12-10T23:00:00)");
        assertThat(request.text("ScheduleExpressionTimezone")).isEqualTo("UTC");
        assertThat(request.text("ActionAfterCompletion")).isEqualTo("DELETE");
        assertThat(request.body().get("FlexibleTimeWindow")).isEqualTo(Map.of("Mode", "OFF"));
        Object target = Objects.requireNonNull(request.body().get("Target"));
        assertThat(text(target, "Arn")).endsWith(":WakeUps");
        assertThat(text(target, "RoleArn")).endsWith(":role/releases");
        assertThat(WakeUpMessage.decode(text(target, "Input"))).isEqualTo(release);
        assertThat(
                        text(
                                Objects.requireNonNull(
                                        ((Map<?, ?>) target).get("DeadLetterConfig")),
                                "Arn"))
                .endsWith(":WakeUpsDead");
    }

    @Test
    void a_schedule_that_exists_is_the_one_that_is_wanted() {
        answers.add(Answer.refused("ConflictException"));

        schedule.schedule(release, MIDNIGHT_IN_BERLIN);

        assertThat(aws.requests()).hasSize(1);
    }

    @Test
    void a_time_between_two_minutes_is_not_too_early() {
        schedule.schedule(release, MIDNIGHT_IN_BERLIN.plusMillis(1));

        assertThat(aws.requests().getFirst().text("ScheduleExpression"))
                .isEqualTo("at(2026-12-10T23:01:00)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ThrottlingException", "InternalServerException"})
    void a_busy_scheduler_is_asked_again(String error) {
        answers.add(new Answer(error.startsWith("Thr") ? 429 : 500, Map.of("__type", error)));

        schedule.schedule(release, MIDNIGHT_IN_BERLIN);

        assertThat(aws.requests()).hasSize(2);
    }

    @Test
    void a_scheduler_that_stays_busy_is_reported_so_that_nothing_is_stored() {
        for (int i = 0; i < 10; i++) {
            answers.add(Answer.broken());
        }

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> schedule.schedule(release, MIDNIGHT_IN_BERLIN))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.TRY_AGAIN));
    }

    @Test
    void a_quota_that_is_used_up_says_what_to_do() {
        answers.add(new Answer(402, Map.of("__type", "ServiceQuotaExceededException")));

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> schedule.schedule(release, MIDNIGHT_IN_BERLIN))
                .withMessageContaining("request a higher quota")
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.STATE_CONFLICT));
    }

    @Test
    void a_request_that_is_refused_is_a_mistake_of_the_deployment() {
        answers.add(new Answer(403, Map.of("__type", "AccessDeniedException")));

        assertThatIllegalStateException()
                .isThrownBy(() -> schedule.schedule(release, MIDNIGHT_IN_BERLIN))
                .withMessageContaining("AccessDenied");
    }
}
