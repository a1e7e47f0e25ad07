package dev.actionflows.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookEventId;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.VirtualClock;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

class WebhookSweeperTest {
    private static final WebhookSweeper.Limits LIMITS = new WebhookSweeper.Limits(5, 10);
    private static final Duration IN_FUNCTION = Duration.ofSeconds(20);

    private final VirtualClock clock = new VirtualClock(Samples.NOW);
    private final List<WebhookDelivery.Key> sent = new ArrayList<>();
    private final ProjectId project = Samples.projectId();
    private int queued;

    /** Deliveries of one project, all of which are due. */
    private void due(WebhookDeliveryStore deliveries, int count) {
        due(deliveries, project, count);
        clock.advance(WebhookDelivery.LEASE);
    }

    private static void due(WebhookDeliveryStore deliveries, ProjectId project, int count) {
        for (int number = 0; number < count; number++) {
            deliveries.putIfAbsent(
                    WebhookDelivery.first(
                            new WebhookDelivery.Key(
                                    project,
                                    WebhookSamples.webhookId(),
                                    WebhookEventId.of(Samples.NOW, "event " + number)),
                            WebhookEventType.RUN_COMPLETED,
                            "{}",
                            Samples.NOW));
        }
    }

    private void sweep(WebhookDeliveryStore deliveries) {
        new WebhookSweeper(deliveries, sent::addAll, () -> queued, LIMITS)
                .sweep(new Deadline(clock.instant().plus(IN_FUNCTION), clock));
    }

    @Test
    void what_another_sweep_has_moved_does_not_end_a_sweep() {
        WebhookDeliveryStore deliveries =
                new InMemoryWebhookDeliveryStore() {
                    @Override
                    public synchronized List<Due> due(int shard, Instant until, int limit) {
                        List<Due> found = super.due(shard, until, limit);
                        found.stream()
                                .limit(1)
                                .forEach(it -> postpone(it, until.plus(WebhookDelivery.LEASE)));
                        return found;
                    }
                };
        due(deliveries, 60);

        sweep(deliveries);
        clock.advance(WebhookDelivery.LEASE.minusSeconds(1));
        for (int shard = 0; shard < deliveries.shards(); shard++) {
            assertThat(deliveries.due(shard, clock.instant(), 1)).isEmpty();
        }
        assertThat(sent).hasSizeBetween(40, 60).doesNotHaveDuplicates();
    }

    @Test
    void every_shard_has_its_turn_even_if_the_time_suffices_for_one_page() {
        WebhookDeliveryStore deliveries =
                new InMemoryWebhookDeliveryStore() {
                    @Override
                    public synchronized List<Due> due(int shard, Instant until, int limit) {
                        clock.advance(Duration.ofMinutes(1));
                        return super.due(shard, until, limit);
                    }
                };
        due(deliveries, 60);

        sweep(deliveries);
        sweep(deliveries);

        assertThat(sent).hasSize(2 * LIMITS.page());
        assertThat(sent.stream().map(InMemoryWebhookDeliveryStore::shard))
                .containsOnly(0, 1)
                .hasSize(2 * LIMITS.page());
    }

    @Test
    void a_backlog_is_not_sent_again_as_a_whole() {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, 60);
        queued = LIMITS.queued() + 1;

        sweep(deliveries);
        assertThat(sent).hasSize(LIMITS.page());
        sweep(deliveries);
        assertThat(sent).hasSize(LIMITS.page());

        queued = 0;
        clock.advance(WebhookDelivery.LEASE);
        sweep(deliveries);
        assertThat(sent).hasSize(LIMITS.page() + 60);
    }

    private List<WebhookDelivery.Key> stillDue(WebhookDeliveryStore deliveries) {
        List<WebhookDelivery.Key> due = new ArrayList<>();
        for (int shard = 0; shard < deliveries.shards(); shard++) {
            deliveries.due(shard, clock.instant(), 1_000).forEach(it -> due.add(it.key()));
        }
        return due;
    }

    @Test
    void a_long_backlog_is_put_off_for_long_and_hides_nothing_of_another_project() {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, 60);
        queued = 4 * LIMITS.queued();
        sweep(deliveries);
        sent.clear();

        clock.advance(WebhookDelivery.LEASE.multipliedBy(4).minusSeconds(1));
        assertThat(stillDue(deliveries)).as("the first four pages").hasSize(4 * LIMITS.page());
        ProjectId other = Samples.projectId();
        due(deliveries, other, LIMITS.page() + 1);
        sweep(deliveries);
        assertThat(sent.stream().filter(it -> it.project().equals(other))).hasSize(LIMITS.page());

        clock.advance(WebhookDelivery.LEASE);
        assertThat(stillDue(deliveries).stream().filter(it -> it.project().equals(other)))
                .as("a page more is late by one lease, whatever others have due")
                .hasSize(LIMITS.page() + 1);

        queued = 0;
        sent.clear();
        clock.advance(WebhookDelivery.LEASE.multipliedBy(6).plusSeconds(1));
        sweep(deliveries);
        assertThat(sent).hasSize(60 + LIMITS.page() + 1).doesNotHaveDuplicates();
    }

    @Test
    void nothing_is_put_off_for_more_than_six_hours() {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, 30 * LIMITS.page());
        queued = 100 * LIMITS.queued();
        sweep(deliveries);

        clock.advance(Duration.ofHours(6).minusSeconds(1));
        assertThat(stillDue(deliveries)).hasSize(18 * LIMITS.page());
        clock.advance(Duration.ofSeconds(1));
        assertThat(stillDue(deliveries)).hasSize(30 * LIMITS.page());
    }

    @Test
    void everything_is_sent_if_the_length_of_the_queue_is_unknown() {
        WebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
        due(deliveries, 60);

        new WebhookSweeper(
                        deliveries,
                        sent::addAll,
                        () -> {
                            throw new IllegalStateException("the queue does not answer");
                        },
                        LIMITS)
                .sweep(new Deadline(clock.instant().plus(IN_FUNCTION), clock));

        assertThat(sent).hasSize(60).doesNotHaveDuplicates();
    }
}
