package dev.actionflows.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The contract of {@link WebhookDeliveryStore} implementations. */
public abstract class WebhookDeliveryStoreContract {
    private static final WebhookDelivery.Attempt REFUSED =
            new WebhookDelivery.Attempt(Samples.NOW, new WebhookAnswer.Answered(500));
    private static final WebhookDelivery.Attempt LOST =
            new WebhookDelivery.Attempt(
                    Samples.NOW, new WebhookAnswer.NotAnswered(WebhookAnswer.Failure.TIMED_OUT));
    private static final WebhookDelivery.Attempt TAKEN =
            new WebhookDelivery.Attempt(Samples.NOW, new WebhookAnswer.Answered(204));

    private final WebhookDeliveryStore deliveries;
    private final ProjectId project = Samples.projectId();
    private final WebhookId webhook = WebhookSamples.webhookId();

    protected WebhookDeliveryStoreContract(WebhookDeliveryStore deliveries) {
        this.deliveries = deliveries;
    }

    private WebhookDelivery delivery() {
        return WebhookSamples.delivery(project, webhook, Samples.NOW);
    }

    private WebhookDelivery found(WebhookDelivery delivery) {
        return deliveries.find(delivery.key()).orElseThrow();
    }

    @Test
    void a_delivery_is_stored_once() {
        WebhookDelivery delivery = delivery();
        assertThat(deliveries.find(delivery.key())).isEmpty();

        assertThat(deliveries.putIfAbsent(delivery)).isEmpty();
        assertThat(deliveries.putIfAbsent(delivery)).contains(delivery);

        assertThat(deliveries.find(delivery.key())).contains(delivery);
    }

    @Test
    void each_state_is_found_as_it_was() {
        WebhookDelivery delivery = delivery();
        deliveries.putIfAbsent(delivery);
        Instant next = Samples.NOW.plusSeconds(60);
        List<WebhookDelivery> states =
                List.of(
                        delivery.failed(REFUSED, Optional.of(next)),
                        delivery.failed(LOST, Optional.empty()),
                        delivery.delivered(TAKEN),
                        delivery.withoutWebhook(),
                        delivery.again(next));
        for (WebhookDelivery state : states) {
            long revision = found(delivery).revision();

            assertThat(deliveries.replace(state.withRevision(revision))).isTrue();

            assertThat(found(delivery)).isEqualTo(state.withRevision(revision + 1));
        }
    }

    @Test
    void of_many_at_once_one_is_stored() {
        WebhookDelivery delivery = delivery();
        deliveries.putIfAbsent(delivery);

        List<Boolean> stored = Together.run(8, _ -> deliveries.replace(delivery.delivered(TAKEN)));

        assertThat(stored).containsOnlyOnce(true);
    }

    @Test
    void nothing_is_stored_of_a_delivery_that_is_not_there() {
        WebhookDelivery delivery = delivery();

        assertThat(deliveries.replace(delivery.delivered(TAKEN))).isFalse();

        assertThat(deliveries.find(delivery.key())).isEmpty();
    }

    @Test
    void the_log_is_listed_page_by_page_newest_first() {
        List<WebhookDelivery> all =
                IntStream.range(0, 40)
                        .mapToObj(
                                it ->
                                        WebhookSamples.delivery(
                                                project, webhook, Samples.NOW.plusSeconds(it / 2)))
                        .toList();
        all.forEach(deliveries::putIfAbsent);
        deliveries.putIfAbsent(
                WebhookSamples.delivery(project, WebhookSamples.webhookId(), Samples.NOW));

        for (int limit : List.of(1, 7, 100)) {
            List<WebhookDelivery> listed = new ArrayList<>();
            Optional<String> cursor = Optional.empty();
            do {
                Page<WebhookDelivery> page = deliveries.list(project, webhook, cursor, limit);
                assertThat(page.items().size()).isBetween(1, limit);
                listed.addAll(page.items());
                cursor = page.next();
            } while (cursor.isPresent());

            assertThat(listed)
                    .isEqualTo(
                            all.stream()
                                    .sorted(
                                            Comparator.comparing(
                                                            (WebhookDelivery it) ->
                                                                    it.key().event().value())
                                                    .reversed())
                                    .toList());
        }
    }

    @Test
    void an_empty_log_has_one_page_and_a_foreign_cursor_is_refused() {
        assertThat(deliveries.list(project, webhook, Optional.empty(), 25))
                .isEqualTo(new Page<WebhookDelivery>(List.of(), Optional.empty()));
        assertThatThrownBy(() -> deliveries.list(project, webhook, Optional.of("b3RoZXI"), 25))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("/cursor");
    }

    /** Far from the due times of all other tests, which share the index. */
    private List<WebhookDeliveryStore.Due> due(Instant until) {
        return IntStream.range(0, deliveries.shards())
                .boxed()
                .flatMap(it -> deliveries.due(it, until, Optional.empty(), 50).stream())
                .filter(it -> it.key().project().equals(project))
                .toList();
    }

    @Test
    void a_pending_delivery_is_due_until_it_is_postponed_or_something_came_of_it() {
        Instant next = Instant.parse("2001-01-01T00:00:00Z");
        WebhookDelivery delivery = delivery();
        deliveries.putIfAbsent(delivery);
        deliveries.replace(delivery.failed(REFUSED, Optional.of(next)));
        WebhookDeliveryStore.Due due = new WebhookDeliveryStore.Due(delivery.key(), next);

        assertThat(due(next.minusMillis(1))).isEmpty();
        assertThat(due(next)).containsExactly(due);
        Instant later = next.plusSeconds(5);
        assertThat(deliveries.postpone(due, later)).isTrue();
        assertThat(deliveries.postpone(due, later)).isFalse();
        assertThat(due(next)).isEmpty();
        WebhookDelivery moved = found(delivery);
        assertThat(moved.nextAttemptAt()).contains(next);
        assertThat(moved.dueAt()).contains(later);
        assertThat(due(later)).containsExactly(new WebhookDeliveryStore.Due(delivery.key(), later));
        assertThat(deliveries.replace(moved.delivered(TAKEN))).isTrue();
        assertThat(due(later)).isEmpty();
        assertThat(deliveries.postpone(new WebhookDeliveryStore.Due(delivery.key(), later), next))
                .isFalse();
    }

    @Test
    void a_shard_lists_the_earliest_first() {
        Instant from = Instant.parse("1999-01-01T00:00:00Z");
        for (int number = 0; number < 20; number++) {
            WebhookDelivery delivery = delivery();
            deliveries.putIfAbsent(delivery);
            deliveries.replace(
                    delivery.failed(
                            REFUSED, Optional.of(from.plus(Duration.ofSeconds(19 - number)))));
        }

        for (int shard = 0; shard < deliveries.shards(); shard++) {
            assertThat(deliveries.due(shard, from.plusSeconds(19), Optional.empty(), 50))
                    .isSortedAccordingTo(Comparator.comparing(WebhookDeliveryStore.Due::at));
        }
        assertThat(due(from.plusSeconds(19))).hasSize(20);
        assertThat(due(from.plusSeconds(9))).hasSize(10);
    }

    private List<WebhookDeliveryStore.Due> pages(int shard, Instant until, int limit) {
        List<WebhookDeliveryStore.Due> all = new ArrayList<>();
        List<WebhookDeliveryStore.Due> page = deliveries.due(shard, until, Optional.empty(), limit);
        all.addAll(page);
        while (page.size() == limit) {
            // by now, it is not due any more
            deliveries.postpone(page.getLast(), until.plusSeconds(1));
            page = deliveries.due(shard, until, Optional.of(page.getLast()), limit);
            assertThat(page.size()).isLessThanOrEqualTo(limit);
            all.addAll(page);
        }
        return all;
    }

    @Test
    void a_shard_is_read_page_by_page_even_if_many_are_due_at_once() {
        Instant at = Instant.parse("1998-01-01T00:00:00Z");
        List<WebhookDelivery.Key> stored = new ArrayList<>();
        for (int number = 0; number < 60; number++) {
            WebhookDelivery delivery =
                    WebhookSamples.delivery(
                            project, WebhookSamples.webhookId(), Samples.NOW.plusSeconds(number));
            stored.add(delivery.key());
            deliveries.putIfAbsent(delivery);
            deliveries.replace(delivery.failed(REFUSED, Optional.of(at.plusSeconds(number / 30))));
        }

        List<WebhookDeliveryStore.Due> read =
                IntStream.range(0, deliveries.shards())
                        .mapToObj(it -> pages(it, at.plusSeconds(1), 3))
                        .flatMap(List::stream)
                        .toList();

        assertThat(read)
                .extracting(WebhookDeliveryStore.Due::key)
                .containsExactlyInAnyOrderElementsOf(stored);
    }
}
