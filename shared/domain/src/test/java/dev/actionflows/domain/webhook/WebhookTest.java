package dev.actionflows.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class WebhookTest {
    private static final Instant FIRST = Samples.NOW;
    private static final Webhook FAILING =
            WebhookSamples.webhook(WebhookEventType.RUN_COMPLETED).failed(FIRST);

    private static Webhook ofEarlierVersion() {
        return new Webhook(
                FAILING.id(),
                FAILING.url(),
                FAILING.events(),
                FAILING.laterEvents(),
                FAILING.secret(),
                FAILING.retired(),
                FAILING.stop(),
                FAILING.failingSince(),
                Optional.empty(),
                FAILING.createdAt());
    }

    @Test
    void failures_belong_together_unless_there_is_a_silence_between_them() {
        Instant second = FIRST.plus(Webhook.SILENCE);
        Instant third = second.plus(Webhook.SILENCE);
        Webhook going = FAILING.failed(second).failed(third);
        assertThat(going.failingSince()).contains(FIRST);
        assertThat(going.lastFailedAt()).contains(third);

        Instant late = third.plus(Webhook.SILENCE).plusMillis(1);
        assertThat(going.failed(late).failingSince()).contains(late);
    }

    @Test
    void no_retry_that_is_two_hours_late_ends_them() {
        assertThat(Webhook.SILENCE)
                .isGreaterThanOrEqualTo(RetrySchedule.LONGEST_DISTANCE.plus(Duration.ofHours(3)));
        Webhook noted = FAILING.failed(FIRST.plus(Duration.ofMinutes(59)));

        Duration later = RetrySchedule.LONGEST_DISTANCE.plus(Duration.ofMinutes(59 + 120));
        assertThat(noted.failed(FIRST.plus(later)).failingSince()).contains(FIRST);
    }

    @Test
    void of_a_version_that_did_not_note_the_last_failure_the_first_one_counts() {
        assertThat(ofEarlierVersion().failed(FIRST.plusSeconds(60)).failingSince()).contains(FIRST);
        Instant late = FIRST.plus(Webhook.SILENCE).plusMillis(1);
        assertThat(ofEarlierVersion().failed(late).failingSince()).contains(late);
    }

    @Test
    void events_of_a_later_version_are_subscribed_to_by_name() {
        Webhook equipped = WebhookSamples.equipped();
        assertThat(equipped.subscribesTo("release.out")).isTrue();
        assertThat(equipped.subscribesTo("run.started")).isTrue();
        assertThat(equipped.subscribesTo("run.paused")).isFalse();
        assertThat(equipped.receives("run.started")).as("it is disabled").isFalse();
    }

    @Test
    void a_success_ends_them_as_does_another_address() {
        Webhook moved =
                FAILING.changed(
                        new WebhookUrl("https://new.label.example/hooks"), FAILING.events());
        for (Webhook anew : new Webhook[] {FAILING.succeeded(), FAILING.enabled(), moved}) {
            assertThat(anew.failingSince()).isEmpty();
            assertThat(anew.lastFailedAt()).isEmpty();
        }
        assertThat(FAILING.changed(FAILING.url(), FAILING.events())).isEqualTo(FAILING);
    }
}
