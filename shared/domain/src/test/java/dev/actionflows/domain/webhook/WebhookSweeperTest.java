package dev.actionflows.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.VirtualClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class WebhookSweeperTest {
    private static final WebhookSweeper.Limits LIMITS = new WebhookSweeper.Limits(5, 12, 4, 20);
    private static final WebhookSweeper.Limits MANY =
            new WebhookSweeper.Limits(10_000, LIMITS.share(), LIMITS.failing(), LIMITS.ending());
    private static final Duration IN_FUNCTION = Duration.ofSeconds(20);

    private final VirtualClock clock = new VirtualClock(Samples.NOW);
    private final List<WebhookDelivery.Key> sent = new ArrayList<>();
    private final List<Duration> ages = new ArrayList<>();
    private final ProjectId project = Samples.projectId();
    private final WebhookId busy = WebhookSamples.webhookId();
    private final WebhookId quiet = WebhookSamples.webhookId();
    private final Map<WebhookId, Webhook> webhooks = new LinkedHashMap<>();
    private boolean areReadable = true;
    private Duration reading = Duration.ZERO;

    /** Deliveries that are due a lease from now, the earlier ones first. */
    private void due(WebhookDeliveryStore deliveries, WebhookId webhook, int count) {
        due(deliveries, project, webhook, count);
    }

    private void due(WebhookDeliveryStore deliveries, ProjectId of, WebhookId webhook, int count) {
        webhooks.putIfAbsent(webhook, webhook(webhook));
        for (int number = 0; number < count; number++) {
            deliveries.putIfAbsent(
                    WebhookDelivery.first(
                            new WebhookDelivery.Key(
                                    of, webhook, WebhookEventId.of(Samples.NOW, "event " + number)),
                            WebhookEventType.RUN_COMPLETED,
                            "{}",
                            clock.instant().minusMillis(count - number)));
        }
    }

    private static Webhook webhook(WebhookId id) {
        return Webhook.created(
                id,
                WebhookSamples.url(),
                Set.of(WebhookEventType.RUN_COMPLETED),
                Samples.sealed(),
                Samples.NOW);
    }

    /** Each project has all webhooks of the test. */
    private final class KnownWebhooks implements WebhookStore {
        @Override
        public Webhooks find(ProjectId of) {
            clock.advance(reading);
            if (!areReadable) {
                throw new IllegalStateException("the webhooks cannot be read");
            }
            return new Webhooks(of, List.copyOf(webhooks.values()), 1);
        }

        @Override
        public boolean replace(Webhooks updated) {
            throw new AssertionError("a sweep changes no webhooks");
        }
    }

    private void sweep(WebhookDeliveryStore deliveries) {
        sweep(deliveries, sent::addAll, LIMITS);
    }

    private void sweep(
            WebhookDeliveryStore deliveries, WebhookQueue queue, WebhookSweeper.Limits limits) {
        WebhookObserver observer =
                new WebhookObserver() {
                    @Override
                    public void attempted(WebhookDelivery delivery) {
                        throw new AssertionError(delivery);
                    }

                    @Override
                    public void disabled(
                            ProjectId of, WebhookId webhook, Webhook.StopReason reason) {
                        throw new AssertionError(webhook);
                    }

                    @Override
                    public void swept(Duration oldest) {
                        ages.add(oldest);
                    }
                };
        new WebhookSweeper(new KnownWebhooks(), deliveries, queue, observer, limits)
                .sweep(new Deadline(clock.instant().plus(IN_FUNCTION), clock));
    }

    private long sentOf(WebhookId webhook) {
        return sent.stream().filter(it -> it.webhook().equals(webhook)).count();
    }

    @Test
    void a_backlog_of_300_000_delays_neither_another_webhook_nor_another_project() {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, busy, 300_000);
        due(deliveries, quiet, 1);
        WebhookId elsewhere = WebhookSamples.webhookId();
        due(deliveries, Samples.projectId(), elsewhere, 1);
        clock.advance(WebhookDelivery.LEASE);

        sweep(deliveries, sent::addAll, new WebhookSweeper.Limits(200_000, 300, 20, 1000));

        assertThat(sentOf(quiet)).isEqualTo(1);
        assertThat(sentOf(elsewhere)).isEqualTo(1);
        assertThat(sentOf(busy)).isEqualTo(WebhookSweeper.Limits.BY_DEFAULT.share());
    }

    @Test
    void ten_webhooks_with_a_backlog_leave_time_for_another_one() {
        WebhookDeliveryStore deliveries =
                new InMemoryWebhookDeliveryStore() {
                    @Override
                    public synchronized boolean postpone(Due due, Instant until) {
                        clock.advance(Duration.ofMillis(100));
                        return super.postpone(due, until);
                    }
                };
        for (int number = 0; number < 10; number++) {
            due(deliveries, WebhookSamples.webhookId(), 60);
        }
        due(deliveries, quiet, 1);
        clock.advance(WebhookDelivery.LEASE);

        sweep(deliveries, sent::addAll, new WebhookSweeper.Limits(1_000, 60, 60, 60));

        assertThat(sentOf(quiet)).isEqualTo(1);
        assertThat(sent).hasSizeLessThan(300);
    }

    @Test
    void each_sweep_sends_the_share_of_a_webhook_and_all_of_it_in_the_end_once() {
        InMemoryWebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, busy, 60);
        clock.advance(WebhookDelivery.LEASE);

        for (int number = 1; number <= 5; number++) {
            assertThat(sent).hasSize((number - 1) * LIMITS.share());
            sweep(deliveries);
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(sent).hasSize(60).doesNotHaveDuplicates();
        sweep(deliveries);
        assertThat(sent).hasSize(60);
    }

    @Test
    void what_fails_is_not_sent_faster_than_it_can_be_attempted() {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, busy, 60);
        due(deliveries, quiet, 60);
        webhooks.compute(busy, (_, it) -> it.failed(Samples.NOW));
        clock.advance(WebhookDelivery.LEASE);

        sweep(deliveries);

        assertThat(sentOf(busy)).isEqualTo(LIMITS.failing());
        assertThat(sentOf(quiet)).isEqualTo(LIMITS.share());
    }

    @Test
    void what_only_ends_is_sent_faster() {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, busy, 60);
        due(deliveries, quiet, 60);
        webhooks.compute(busy, (_, it) -> it.stopped(Webhook.StopReason.PAUSED, Samples.NOW));
        webhooks.remove(quiet);
        clock.advance(WebhookDelivery.LEASE);

        sweep(deliveries);

        assertThat(sentOf(busy)).isEqualTo(LIMITS.ending());
        assertThat(sentOf(quiet)).isEqualTo(LIMITS.ending());
    }

    /** A receiver that does not answer, and ten functions that wait for it. */
    @Test
    void no_more_is_sent_to_a_receiver_that_does_not_answer_than_can_be_attempted() {
        InMemoryWebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, busy, 2_000);
        webhooks.compute(busy, (_, it) -> it.failed(Samples.NOW));
        clock.advance(WebhookDelivery.LEASE);
        int attemptsInAMinute = 43;

        for (int minute = 1; minute <= 60; minute++) {
            sweep(deliveries, sent::addAll, WebhookSweeper.Limits.BY_DEFAULT);
            assertThat(sent).hasSizeLessThanOrEqualTo(minute * attemptsInAMinute);
            clock.advance(Duration.ofMinutes(1));
        }

        assertThat(sent).doesNotHaveDuplicates();
    }

    /** A sweep of 500 webhooks of as many projects, each of which takes a while to be read. */
    private void sweepManyWebhooks(int dueOfEach) {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        for (int number = 0; number < 500; number++) {
            due(deliveries, Samples.projectId(), WebhookSamples.webhookId(), dueOfEach);
        }
        clock.advance(WebhookDelivery.LEASE);
        reading = Duration.ofMillis(100);
        sweep(deliveries, sent::addAll, MANY);
    }

    @Test
    void few_deliveries_of_very_many_webhooks_are_sent_without_reading_these() {
        sweepManyWebhooks(LIMITS.failing());

        assertThat(sent).hasSize(500 * LIMITS.failing());
    }

    @Test
    void webhooks_that_cannot_all_be_read_in_time_leave_time_for_sending() {
        sweepManyWebhooks(LIMITS.share());

        assertThat(sent).hasSizeBetween(500 * LIMITS.failing(), 250 * LIMITS.share());
    }

    @Test
    void the_webhooks_of_a_project_are_read_once() {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, busy, 60);
        due(deliveries, quiet, 60);
        clock.advance(WebhookDelivery.LEASE);
        reading = Duration.ofSeconds(11);

        sweep(deliveries);

        assertThat(sentOf(quiet)).isEqualTo(LIMITS.share());
        assertThat(sentOf(busy)).isEqualTo(LIMITS.share());
    }

    @Test
    void webhooks_that_cannot_be_read_do_not_hold_up_what_is_due() {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, busy, 60);
        clock.advance(WebhookDelivery.LEASE);
        areReadable = false;

        assertThatThrownBy(() -> sweep(deliveries)).hasMessage("the webhooks cannot be read");

        assertThat(sent).hasSize(LIMITS.failing());
    }

    @Test
    void what_is_beyond_the_share_is_not_written() {
        InMemoryWebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, busy, 60);
        clock.advance(WebhookDelivery.LEASE);
        List<WebhookDelivery> before = deliveries.all();

        sweep(deliveries);

        assertThat(deliveries.all().stream().filter(it -> !before.contains(it)))
                .hasSize(LIMITS.share());
    }

    @Test
    void what_another_sweep_has_moved_is_not_sent() {
        WebhookDeliveryStore deliveries =
                new InMemoryWebhookDeliveryStore() {
                    @Override
                    public synchronized List<Due> due(
                            int shard, Instant until, Optional<Due> after, int limit) {
                        List<Due> found = super.due(shard, until, after, limit);
                        found.stream()
                                .limit(1)
                                .forEach(it -> postpone(it, until.plus(WebhookDelivery.LEASE)));
                        return found;
                    }
                };
        due(deliveries, busy, 6);
        clock.advance(WebhookDelivery.LEASE);

        sweep(deliveries);

        assertThat(sent).hasSizeBetween(2, 5).doesNotHaveDuplicates();
    }

    @Test
    void every_shard_has_its_turn_even_if_the_time_suffices_for_one_page() {
        WebhookDeliveryStore deliveries =
                new InMemoryWebhookDeliveryStore() {
                    @Override
                    public synchronized List<Due> due(
                            int shard, Instant until, Optional<Due> after, int limit) {
                        clock.advance(Duration.ofSeconds(11));
                        return super.due(shard, until, after, limit);
                    }
                };
        due(deliveries, busy, 60);
        clock.advance(WebhookDelivery.LEASE);

        sweep(deliveries);
        assertThat(sent).as("reading leaves time for sending").hasSize(LIMITS.page());
        clock.advance(Duration.ofMinutes(1));
        sweep(deliveries);

        assertThat(sent.stream().map(InMemoryWebhookDeliveryStore::shard).distinct()).hasSize(2);
        assertThat(sent).hasSize(2 * LIMITS.page());
    }

    @Test
    void a_shard_that_cannot_be_read_does_not_hold_up_the_others() {
        WebhookDeliveryStore deliveries =
                new InMemoryWebhookDeliveryStore() {
                    @Override
                    public synchronized List<Due> due(
                            int shard, Instant until, Optional<Due> after, int limit) {
                        if (shard == 1) {
                            throw new IllegalStateException("shard 1 does not answer");
                        }
                        return super.due(shard, until, after, limit);
                    }
                };
        due(deliveries, busy, 10);
        clock.advance(WebhookDelivery.LEASE);

        assertThatThrownBy(() -> sweep(deliveries)).hasMessage("shard 1 does not answer");

        assertThat(sent.stream().map(InMemoryWebhookDeliveryStore::shard)).containsOnly(0);
    }

    @Test
    void what_could_not_be_moved_or_sent_does_not_hold_up_the_rest_and_is_sent_later() {
        WebhookDeliveryStore deliveries =
                new InMemoryWebhookDeliveryStore() {
                    private boolean fails = true;

                    @Override
                    public synchronized boolean postpone(Due due, Instant until) {
                        if (fails) {
                            fails = false;
                            throw new IllegalStateException("the table does not answer");
                        }
                        return super.postpone(due, until);
                    }
                };
        for (int number = 0; number < 4; number++) {
            due(deliveries, WebhookSamples.webhookId(), 10);
        }
        clock.advance(WebhookDelivery.LEASE);
        List<WebhookDelivery.Key> lost = new ArrayList<>();
        WebhookQueue queue =
                keys -> {
                    if (lost.isEmpty()) {
                        lost.addAll(keys);
                        throw new IllegalStateException("the queue does not answer");
                    }
                    sent.addAll(keys);
                };

        assertThatThrownBy(() -> sweep(deliveries, queue, LIMITS))
                .hasMessage("the table does not answer")
                .satisfies(it -> assertThat(it.getSuppressed()).hasSize(1));
        assertThat(lost).hasSize(9);
        assertThat(sent).hasSize(30);

        sweep(deliveries);
        assertThat(sent).hasSize(31);
        clock.advance(WebhookDelivery.LEASE);
        sent.clear();
        sweep(deliveries);
        assertThat(sent).containsAll(lost);
    }

    @Test
    void the_age_of_the_oldest_is_reported_whether_it_is_sent_or_not() {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        sweep(deliveries);
        due(deliveries, busy, 60);
        clock.advance(WebhookDelivery.LEASE.plusHours(2));
        sweep(deliveries, _ -> {}, LIMITS);
        clock.advance(Duration.ofMinutes(1));
        sweep(deliveries, _ -> {}, LIMITS);

        assertThat(ages.getFirst()).isZero();
        assertThat(ages.get(1)).isEqualTo(Duration.ofHours(2).plusMillis(60));
        assertThat(ages.getLast())
                .isBetween(Duration.ofMinutes(121), Duration.ofMinutes(121).plusMillis(60));
    }
}
