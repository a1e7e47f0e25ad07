package dev.actionflows.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class WebhookServiceTest {
    private final WebhookWorld world = new WebhookWorld();
    private final WebhookService service = world.service();

    private static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ProblemException.class, it -> assertThat(it.code()).isEqualTo(code));
    }

    @Test
    void the_secret_is_stored_sealed() {
        WebhookService.WithSecret created = world.subscribed(WebhookEventType.FAN_CREATED);

        Webhook stored = world.webhooks.find(world.id).list().getFirst();
        assertThat(stored).isEqualTo(created.webhook());
        assertThat(stored.secret().base64()).doesNotContain(created.secret().text());
        assertThat(world.vault.open(world.project, Webhook.context(stored.id()), stored.secret()))
                .isEqualTo(created.secret().text());
    }

    @Test
    void a_repeated_request_creates_one_webhook_with_the_same_secret() {
        for (int attempt = 0; attempt < 2; attempt++) {
            WebhookService.WithSecret created =
                    new WebhookService(
                                    world.webhooks,
                                    world.deliveries,
                                    _ -> {},
                                    Map::toString,
                                    world.vault,
                                    new SeededIds(99),
                                    world.clock)
                            .create(
                                    world.project,
                                    WebhookWorld.wanted(
                                            Optional.empty(), WebhookEventType.FAN_CREATED));
            assertThat(
                            world.vault.open(
                                    world.project,
                                    Webhook.context(created.webhook().id()),
                                    world.webhooks.find(world.id).list().getFirst().secret()))
                    .isEqualTo(created.secret().text());
        }

        assertThat(service.list(world.id)).hasSize(1);
    }

    @Test
    void a_project_has_at_most_ten() {
        for (int number = 0; number < Webhooks.MAX; number++) {
            world.subscribed(WebhookEventType.FAN_CREATED);
        }

        refused(ErrorCode.STATE_CONFLICT, () -> world.subscribed(WebhookEventType.FAN_CREATED));
        service.delete(world.id, service.list(world.id).getFirst().id());
        world.subscribed(WebhookEventType.FAN_CREATED);
        assertThat(service.list(world.id)).hasSize(Webhooks.MAX);
    }

    @Test
    void a_webhook_is_replaced_paused_and_enabled() {
        Webhook created = world.subscribed(WebhookEventType.FAN_CREATED).webhook();

        Webhook paused =
                service.replace(
                        world.id,
                        created.id(),
                        WebhookWorld.wanted(Optional.of(false), WebhookEventType.RUN_FAILED));
        assertThat(paused.stop().map(Webhook.Stop::reason)).contains(Webhook.StopReason.PAUSED);
        assertThat(paused.events()).containsExactly(WebhookEventType.RUN_FAILED);
        assertThat(
                        service.replace(
                                        world.id,
                                        created.id(),
                                        WebhookWorld.wanted(
                                                Optional.empty(), WebhookEventType.RUN_FAILED))
                                .isEnabled())
                .isFalse();
        assertThat(
                        service.replace(
                                        world.id,
                                        created.id(),
                                        WebhookWorld.wanted(
                                                Optional.of(true), WebhookEventType.RUN_FAILED))
                                .isEnabled())
                .isTrue();
    }

    @Test
    void what_a_later_version_subscribed_to_is_kept_until_the_events_are_replaced() {
        Webhook later = WebhookSamples.equipped();
        world.webhooks.replace(Webhooks.none(world.id).with(later));

        service.rotate(world.project, world.subscribed(WebhookEventType.RUN_FAILED).webhook().id());
        assertThat(service.get(world.id, later.id())).isEqualTo(later);

        assertThat(
                        service.replace(
                                        world.id,
                                        later.id(),
                                        WebhookWorld.wanted(
                                                Optional.empty(), WebhookEventType.RUN_FAILED))
                                .laterEvents())
                .isEmpty();
    }

    @Test
    void what_is_not_there_is_not_found() {
        refused(ErrorCode.NOT_FOUND, () -> service.get(world.id, WebhookSamples.webhookId()));
        refused(ErrorCode.NOT_FOUND, () -> service.delete(world.id, WebhookSamples.webhookId()));
        refused(
                ErrorCode.NOT_FOUND,
                () ->
                        service.deliveries(
                                world.id, WebhookSamples.webhookId(), Optional.empty(), 5));
        Webhook webhook = world.subscribed(WebhookEventType.FAN_CREATED).webhook();
        refused(
                ErrorCode.NOT_FOUND,
                () ->
                        service.redeliver(
                                world.id, webhook.id(), world.ended(RunStatus.FAILED).id()));
        refused(ErrorCode.NOT_FOUND, () -> service.get(Samples.projectId(), webhook.id()));
    }

    @Test
    void a_delivery_is_requested_again_with_all_attempts() {
        Webhook webhook = world.subscribed(WebhookEventType.RUN_FAILED).webhook();
        world.answer = new WebhookAnswer.Answered(410);
        world.outbox().receive(List.of(world.ended(RunStatus.FAILED)));
        world.consume();
        WebhookDelivery failed = world.only();
        refused(
                ErrorCode.STATE_CONFLICT,
                () -> service.redeliver(world.id, webhook.id(), failed.key().event()));
        service.replace(
                world.id,
                webhook.id(),
                WebhookWorld.wanted(Optional.of(true), WebhookEventType.RUN_FAILED));
        world.answer = new WebhookAnswer.Answered(500);

        assertThat(service.redeliver(world.id, webhook.id(), failed.key().event()).isPending())
                .isTrue();
        world.consume();
        world.pass(Duration.ofDays(4));

        assertThat(world.posts).hasSize(11);
        assertThat(world.posts).extracting(WebhookSender.Post::body).containsOnly(failed.body());
        assertThat(world.only().state()).isEqualTo(WebhookDelivery.State.FAILED);
    }

    @Test
    void a_redelivery_that_was_not_sent_is_made_up_for() {
        Webhook webhook = world.subscribed(WebhookEventType.RUN_FAILED).webhook();
        world.outbox().receive(List.of(world.ended(RunStatus.FAILED)));
        world.consume();
        world.queueFails = true;
        assertThatThrownBy(
                        () -> service.redeliver(world.id, webhook.id(), world.only().key().event()))
                .isInstanceOf(ProblemException.class);

        world.pass(WebhookDelivery.LEASE);

        assertThat(world.posts).hasSize(2);
    }

    @Test
    void a_test_is_delivered_whatever_the_webhook_subscribes_to() {
        Webhook webhook = world.subscribed(WebhookEventType.RUN_FAILED).webhook();

        WebhookDelivery test = service.test(world.id, webhook.id(), world.clock.instant());
        world.consume();

        assertThat(test.type()).isEqualTo(WebhookEventType.WEBHOOK_TEST);
        assertThat(world.posts).hasSize(1);
        assertThat(service.deliveries(world.id, webhook.id(), Optional.empty(), 5).items())
                .singleElement()
                .satisfies(it -> assertThat(it.state()).isEqualTo(WebhookDelivery.State.DELIVERED));
    }

    @Test
    void an_entry_of_the_log_is_kept_for_thirty_days_after_the_latest_that_is_known_of_it() {
        WebhookDelivery first =
                WebhookSamples.delivery(world.id, WebhookSamples.webhookId(), Samples.NOW);

        assertThat(first.expiresAt()).isEqualTo(Samples.NOW.plus(WebhookDelivery.KEPT_FOR));
        assertThat(first.again(Samples.NOW.plusSeconds(9)).expiresAt())
                .isEqualTo(Samples.NOW.plusSeconds(9).plus(WebhookDelivery.KEPT_FOR));
    }
}
