package dev.actionflows.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** From an event to its delivery. */
class WebhookDelivererTest {
    private static final WebhookAnswer BROKEN = new WebhookAnswer.Answered(500);

    private final WebhookWorld world = new WebhookWorld();

    private void happens(WebhookEvent event) {
        world.outbox().receive(List.of(event));
    }

    @Test
    void an_event_is_posted_with_a_signature_to_who_subscribes_to_it() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.subscribed(WebhookEventType.RUN_FAILED);
        WebhookEvent event = world.ended(RunStatus.COMPLETED);

        happens(event);
        world.consume();

        assertThat(world.posts).hasSize(1);
        WebhookSender.Post post = world.posts.getFirst();
        assertThat(post.url()).isEqualTo(WebhookSamples.url());
        assertThat(post.id()).isEqualTo(event.id().value());
        assertThat(post.timestamp()).isEqualTo(world.clock.instant().getEpochSecond());
        assertThat(post.body()).isEqualTo(event.document().toString());
        assertThat(post.signatures())
                .containsExactly(hook.secret().sign(post.id(), world.clock.instant(), post.body()));
        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.DELIVERED);
        assertThat(world.only().attempts()).isEqualTo(1);
        assertThat(world.attempted).hasSize(1);
    }

    @Test
    void events_that_are_received_again_are_delivered_once() {
        world.subscribed(WebhookEventType.RUN_COMPLETED);
        WebhookEvent event = world.ended(RunStatus.COMPLETED);

        happens(event);
        happens(event);
        world.consume();
        happens(event);
        world.consume();

        assertThat(world.posts).hasSize(1);
    }

    @Test
    void what_happened_before_a_webhook_is_not_delivered_to_it() {
        WebhookEvent before = world.ended(RunStatus.COMPLETED);
        world.clock.advance(Duration.ofSeconds(30));
        WebhookEvent within = world.ended(RunStatus.COMPLETED);
        world.clock.advance(Duration.ofSeconds(31));
        world.subscribed(WebhookEventType.RUN_COMPLETED);

        world.outbox().receive(List.of(before, within));
        world.consume();

        assertThat(world.posts)
                .extracting(WebhookSender.Post::id)
                .containsExactly(within.id().value());
    }

    @Test
    void a_death_between_storing_and_sending_loses_nothing() {
        world.subscribed(WebhookEventType.RUN_COMPLETED);
        WebhookEvent event = world.ended(RunStatus.COMPLETED);
        world.queueFails = true;
        assertThatThrownBy(() -> happens(event)).isInstanceOf(ProblemException.class);
        assertThat(world.queue).isEmpty();

        happens(event);
        world.consume();

        assertThat(world.posts).hasSize(1);
    }

    @Test
    void a_message_that_was_lost_is_made_up_for() {
        world.subscribed(WebhookEventType.RUN_COMPLETED);
        happens(world.ended(RunStatus.COMPLETED));
        world.queue.clear();

        world.pass(WebhookDelivery.LEASE.minusMinutes(1));
        assertThat(world.posts).isEmpty();
        world.pass(Duration.ofMinutes(1));

        assertThat(world.posts).hasSize(1);
    }

    @Test
    void what_a_later_version_has_left_undecided_is_attempted_by_request_only() {
        Webhook hook = world.subscribed(WebhookEventType.RUN_COMPLETED).webhook();
        happens(world.ended(RunStatus.COMPLETED));
        WebhookDelivery pending = world.only();
        WebhookDelivery held =
                new WebhookDelivery(
                        pending.key(),
                        pending.typeName(),
                        pending.body(),
                        "HELD",
                        pending.attempts(),
                        pending.failures(),
                        pending.last(),
                        pending.nextAttemptAt(),
                        pending.dueAt(),
                        pending.revision());
        assertThat(world.deliveries.replace(held)).isTrue();

        world.consume();
        world.pass(WebhookDelivery.LEASE);
        assertThat(world.posts).isEmpty();
        assertThat(world.only().stateName()).isEqualTo("HELD");

        world.service().redeliver(world.id, hook.id(), held.key().event());
        world.consume();
        assertThat(world.posts).hasSize(1);
        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.DELIVERED);
    }

    @Test
    void a_failed_attempt_is_repeated_with_growing_distances_for_three_days() {
        world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = BROKEN;
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();
        assertThat(world.only().isPending()).isTrue();

        world.pass(Duration.ofDays(4));

        assertThat(world.posts).hasSize(10);
        List<Long> distances =
                IntStream.range(1, 10)
                        .mapToObj(
                                it ->
                                        world.posts.get(it).timestamp()
                                                - world.posts.get(it - 1).timestamp())
                        .toList();
        assertThat(distances).isSorted();
        assertThat(Duration.ofSeconds(distances.stream().mapToLong(it -> it).sum()))
                .isBetween(Duration.ofHours(72), Duration.ofHours(81));
        assertThat(world.posts)
                .extracting(WebhookSender.Post::id)
                .containsOnly(world.posts.getFirst().id());
        assertThat(world.posts).extracting(WebhookSender.Post::signatures).doesNotHaveDuplicates();
        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.FAILED);
        assertThat(world.only().attempts()).isEqualTo(10);
    }

    @Test
    void a_receiver_that_comes_back_gets_what_it_missed() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = new WebhookAnswer.NotAnswered(WebhookAnswer.Failure.TIMED_OUT);
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();
        world.pass(Duration.ofHours(1));
        assertThat(hook(hook).failingSince()).isPresent();

        world.answer = new WebhookAnswer.Answered(204);
        world.pass(Duration.ofHours(3));

        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.DELIVERED);
        assertThat(hook(hook).failingSince()).isEmpty();
        assertThat(hook(hook).isEnabled()).isTrue();
    }

    private Webhook hook(WebhookService.WithSecret hook) {
        return world.service().get(world.id, hook.webhook().id());
    }

    @Test
    void a_webhook_that_has_failed_for_three_days_is_disabled_with_a_reason() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = BROKEN;
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();
        world.pass(Duration.ofDays(2));
        happens(world.ended(RunStatus.COMPLETED));
        world.pass(Duration.ofDays(2));

        assertThat(hook(hook).stop().map(Webhook.Stop::reason))
                .contains(Webhook.StopReason.FAILING);
        assertThat(world.disabled).containsExactly(Webhook.StopReason.FAILING);
        world.pass(Duration.ofDays(2));
        assertThat(world.deliveries.all())
                .extracting(WebhookDelivery::state)
                .containsExactlyInAnyOrder(
                        WebhookDelivery.State.FAILED, WebhookDelivery.State.WEBHOOK_DISABLED);
        happens(world.ended(RunStatus.COMPLETED));
        assertThat(world.deliveries.all()).hasSize(2);
    }

    @Test
    void a_backlog_of_which_nothing_is_tried_to_the_end_does_not_keep_a_webhook_enabled() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = BROKEN;
        for (int hour = 0; hour <= 79; hour++) {
            happens(world.ended(RunStatus.COMPLETED));
            world.deliverer().deliver(world.queue.removeLast());
            assertThat(hook(hook).isEnabled()).isTrue();
            world.clock.advance(Duration.ofHours(1));
        }
        happens(world.ended(RunStatus.COMPLETED));
        world.deliverer().deliver(world.queue.removeLast());

        assertThat(world.disabled).containsExactly(Webhook.StopReason.FAILING);
        assertThat(world.deliveries.all()).allMatch(WebhookDelivery::isPending);
    }

    @Test
    void one_delivery_that_always_fails_does_not_disable_a_webhook_that_works() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = BROKEN;
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();
        for (int day = 0; day < 4; day++) {
            world.pass(Duration.ofHours(23));
            world.answer = new WebhookAnswer.Answered(200);
            happens(world.ended(RunStatus.COMPLETED));
            world.deliverer().deliver(world.queue.removeLast());
            world.answer = BROKEN;
            world.pass(Duration.ofHours(1));
        }

        assertThat(hook(hook).isEnabled()).isTrue();
        assertThat(world.deliveries.all())
                .extracting(WebhookDelivery::state)
                .contains(WebhookDelivery.State.FAILED);
    }

    @Test
    void one_failure_after_a_long_silence_does_not_disable_a_webhook() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        one_delivery_fails_for_the_tenth_time_while_others_succeed(hook);
        assertThat(hook(hook).failingSince()).isPresent();

        world.clock.advance(Duration.ofHours(81));
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();

        assertThat(hook(hook).isEnabled()).isTrue();
        assertThat(hook(hook).failingSince()).contains(world.clock.instant());
    }

    private void one_delivery_fails_for_the_tenth_time_while_others_succeed(
            WebhookService.WithSecret hook) {
        world.answer = BROKEN;
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();
        while (world.deliveries.all().stream()
                .noneMatch(it -> it.state() == WebhookDelivery.State.FAILED)) {
            world.answer = new WebhookAnswer.Answered(200);
            happens(world.ended(RunStatus.COMPLETED));
            world.deliverer().deliver(world.queue.removeLast());
            assertThat(hook(hook).failingSince()).isEmpty();
            world.answer = BROKEN;
            world.pass(Duration.ofHours(1));
        }
    }

    @Test
    void a_backlog_that_fails_is_noted_once_an_hour() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = BROKEN;
        long before = world.webhooks.find(world.id).revision();
        for (int minute = 0; minute < 125; minute++) {
            happens(world.ended(RunStatus.COMPLETED));
            world.deliverer().deliver(world.queue.removeLast());
            world.clock.advance(Duration.ofMinutes(1));
        }

        assertThat(world.webhooks.find(world.id).revision()).isEqualTo(before + 3);
        assertThat(hook(hook).failingSince()).contains(Samples.NOW);
    }

    @Test
    void a_receiver_that_is_gone_is_asked_no_more() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = new WebhookAnswer.Answered(410);
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();
        world.pass(Duration.ofDays(1));

        assertThat(world.posts).hasSize(1);
        assertThat(hook(hook).stop().map(Webhook.Stop::reason)).contains(Webhook.StopReason.GONE);
        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.FAILED);
    }

    private void moves(WebhookService.WithSecret hook, WebhookUrl to) {
        world.service()
                .replace(
                        world.id,
                        hook.webhook().id(),
                        new WebhookService.Wanted(
                                to, Set.of(WebhookEventType.RUN_COMPLETED), Optional.empty()));
    }

    @Test
    void a_late_answer_of_the_old_address_is_not_taken_for_the_new_ones() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        WebhookUrl moved = new WebhookUrl("https://new.label.example/hooks");
        world.answer = new WebhookAnswer.Answered(410);
        world.meanwhile = () -> moves(hook, moved);
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();

        assertThat(hook(hook).isEnabled()).isTrue();
        assertThat(hook(hook).failingSince()).isEmpty();
        assertThat(world.only().isPending()).isTrue();

        world.meanwhile = () -> {};
        world.answer = new WebhookAnswer.Answered(200);
        world.pass(Duration.ofHours(1));

        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.DELIVERED);
        assertThat(world.posts.getLast().url()).isEqualTo(moved);
    }

    @Test
    void how_long_the_old_address_failed_does_not_count_for_the_new_one() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = BROKEN;
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();
        world.pass(Duration.ofDays(2));
        moves(hook, new WebhookUrl("https://new.label.example/hooks"));
        world.pass(Duration.ofDays(2));

        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.FAILED);
        assertThat(hook(hook).isEnabled()).isTrue();
    }

    private void attemptTwiceAtOnce(WebhookAnswer first, WebhookAnswer second) {
        world.subscribed(WebhookEventType.RUN_COMPLETED);
        happens(world.ended(RunStatus.COMPLETED));
        world.answer = first;
        world.meanwhile =
                () -> {
                    world.meanwhile = () -> {};
                    world.deliverer().deliver(world.only().key());
                    world.answer = second;
                };
        world.consume();
    }

    @Test
    void two_attempts_that_fail_at_the_same_time_count_once() {
        attemptTwiceAtOnce(BROKEN, BROKEN);

        assertThat(world.posts).hasSize(2);
        assertThat(world.only().attempts()).isEqualTo(1);
        assertThat(world.only().isPending()).isTrue();
    }

    @Test
    void one_of_two_attempts_at_the_same_time_delivers() {
        attemptTwiceAtOnce(BROKEN, new WebhookAnswer.Answered(200));

        assertThat(world.posts).hasSize(2);
        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.DELIVERED);
    }

    @Test
    void a_failure_that_arrives_after_the_delivery_says_nothing() {
        attemptTwiceAtOnce(new WebhookAnswer.Answered(200), BROKEN);

        assertThat(world.posts).hasSize(2);
        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.DELIVERED);
        assertThat(world.service().list(world.id))
                .extracting(Webhook::failingSince)
                .containsExactly(Optional.empty());
    }

    @Test
    void a_delivery_that_arrives_after_the_last_failure_is_one() {
        attemptTwiceAtOnce(new WebhookAnswer.Answered(410), new WebhookAnswer.Answered(200));

        assertThat(world.posts).hasSize(2);
        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.DELIVERED);
    }

    @Test
    void a_delivery_while_the_webhook_is_paused_is_one() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        happens(world.ended(RunStatus.COMPLETED));
        world.meanwhile =
                () -> {
                    pause(hook);
                    world.deliverer().deliver(world.only().key());
                    assertThat(world.only().state())
                            .isEqualTo(WebhookDelivery.State.WEBHOOK_DISABLED);
                };
        world.consume();

        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.DELIVERED);
    }

    private void pause(WebhookService.WithSecret hook) {
        world.service()
                .replace(
                        world.id,
                        hook.webhook().id(),
                        WebhookWorld.wanted(Optional.of(false), WebhookEventType.RUN_COMPLETED));
    }

    /** The response to each change gets lost. */
    private static final class Unconfirmed extends InMemoryWebhookDeliveryStore {
        @Override
        public synchronized boolean replace(WebhookDelivery updated) {
            super.replace(updated);
            return false;
        }
    }

    @Test
    void an_attempt_whose_storing_was_not_confirmed_counts_once() {
        world.deliveries = new Unconfirmed();
        world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = BROKEN;
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();

        assertThat(world.only().attempts()).isEqualTo(1);
    }

    @Test
    void what_is_reported_of_an_attempt_is_what_is_stored_which_is_to_the_millisecond() {
        world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.clock.advance(Duration.ofNanos(1_234_567));
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();

        assertThat(world.attempted)
                .extracting(it -> it.last().map(WebhookDelivery.Attempt::at))
                .containsExactly(Optional.of(Samples.NOW.plusMillis(1)));
    }

    @Test
    void a_redirect_is_no_delivery() {
        world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = new WebhookAnswer.Answered(302);
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();

        assertThat(world.only().isPending()).isTrue();
    }

    @Test
    void nothing_is_posted_to_a_deleted_or_a_paused_webhook() {
        WebhookService.WithSecret deleted = world.subscribed(WebhookEventType.RUN_COMPLETED);
        WebhookService.WithSecret paused = world.subscribed(WebhookEventType.RUN_COMPLETED);
        happens(world.ended(RunStatus.COMPLETED));
        world.service().delete(world.id, deleted.webhook().id());
        pause(paused);

        world.consume();

        assertThat(world.posts).isEmpty();
        assertThat(world.deliveries.all())
                .extracting(WebhookDelivery::state)
                .containsOnly(WebhookDelivery.State.WEBHOOK_DISABLED);
    }

    @Test
    void what_happened_before_a_pause_is_in_the_log_and_what_happened_in_it_is_not() {
        WebhookService.WithSecret hook = world.subscribed(WebhookEventType.RUN_COMPLETED);
        WebhookEvent before = world.ended(RunStatus.COMPLETED);
        world.clock.advance(Duration.ofSeconds(1));
        pause(hook);
        WebhookEvent meanwhile = world.ended(RunStatus.COMPLETED);

        world.outbox().receive(List.of(before, meanwhile));
        world.consume();

        assertThat(world.posts).isEmpty();
        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.WEBHOOK_DISABLED);
        enable(hook);
        world.service().redeliver(world.id, hook.webhook().id(), before.id());
        world.consume();
        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.DELIVERED);
    }

    private void enable(WebhookService.WithSecret hook) {
        world.service()
                .replace(
                        world.id,
                        hook.webhook().id(),
                        WebhookWorld.wanted(Optional.of(true), WebhookEventType.RUN_COMPLETED));
    }

    @Test
    void what_a_webhook_no_longer_subscribes_to_is_not_posted() {
        WebhookService.WithSecret hook =
                world.subscribed(WebhookEventType.RUN_COMPLETED, WebhookEventType.RUN_FAILED);
        world.answer = BROKEN;
        happens(world.ended(RunStatus.FAILED));
        world.consume();
        WebhookDelivery pending = world.only();
        enable(hook);
        world.answer = new WebhookAnswer.Answered(200);
        world.service().test(world.id, hook.webhook().id(), Samples.NOW);
        world.pass(Duration.ofMinutes(5));

        assertThat(world.posts).hasSize(2);
        assertThat(world.posts.getLast().body()).contains("webhook.test");
        assertThat(world.deliveries.find(pending.key()).map(WebhookDelivery::state))
                .contains(WebhookDelivery.State.WEBHOOK_DISABLED);
        assertThatThrownBy(
                        () ->
                                world.service()
                                        .redeliver(
                                                world.id,
                                                hook.webhook().id(),
                                                pending.key().event()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("does not subscribe to run.failed");
    }

    @Test
    void an_old_message_does_not_bring_the_next_attempt_forward() {
        world.subscribed(WebhookEventType.RUN_COMPLETED);
        world.answer = BROKEN;
        happens(world.ended(RunStatus.COMPLETED));
        WebhookDelivery.Key key = world.queue.getFirst();
        world.consume();

        world.deliverer().deliver(key);

        assertThat(world.posts).hasSize(1);
    }

    @Test
    void both_secrets_sign_for_a_day_after_a_rotation() {
        WebhookService.WithSecret before = world.subscribed(WebhookEventType.RUN_COMPLETED);
        WebhookService.WithSecret after =
                world.service().rotate(world.project, before.webhook().id());
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();
        WebhookSender.Post post = world.posts.getFirst();
        assertThat(post.signatures())
                .containsExactly(
                        after.secret().sign(post.id(), world.clock.instant(), post.body()),
                        before.secret().sign(post.id(), world.clock.instant(), post.body()));

        world.clock.advance(Webhook.OVERLAP);
        happens(world.ended(RunStatus.COMPLETED));
        world.consume();

        assertThat(world.posts.getLast().signatures()).hasSize(1);
    }
}
