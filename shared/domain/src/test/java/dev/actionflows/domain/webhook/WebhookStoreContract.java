package dev.actionflows.domain.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** The contract of {@link WebhookStore} implementations. */
public abstract class WebhookStoreContract {
    private final WebhookStore webhooks;
    private final ProjectId project = Samples.projectId();

    protected WebhookStoreContract(WebhookStore webhooks) {
        this.webhooks = webhooks;
    }

    private static Webhook plain() {
        return WebhookSamples.webhook(WebhookEventType.RUN_COMPLETED);
    }

    @Test
    void a_project_has_none_at_first() {
        assertThat(webhooks.find(project)).isEqualTo(Webhooks.none(project));
    }

    @Test
    void what_is_stored_is_found_as_it_was() {
        Webhooks all = Webhooks.none(project).with(WebhookSamples.equipped()).with(plain());

        assertThat(webhooks.replace(all)).isTrue();

        assertThat(webhooks.find(project)).isEqualTo(all.withRevision(1));
        assertThat(webhooks.find(Samples.projectId()).list()).isEmpty();
    }

    @Test
    void as_many_as_a_project_may_have_are_stored() {
        Webhooks all = Webhooks.none(project);
        for (int number = 0; number < Webhooks.MAX; number++) {
            all = all.with(WebhookSamples.equipped());
        }

        assertThat(webhooks.replace(all)).isTrue();

        assertThat(webhooks.find(project).list()).isEqualTo(all.list());
    }

    @Test
    void nothing_is_stored_over_a_change_that_was_not_read() {
        Webhooks first = Webhooks.none(project).with(plain());
        webhooks.replace(first);

        assertThat(webhooks.replace(Webhooks.none(project).with(plain()))).isFalse();
        Webhooks read = webhooks.find(project);
        assertThat(webhooks.replace(read.without(first.list().getFirst().id()))).isTrue();
        assertThat(webhooks.replace(read.with(plain()))).isFalse();

        assertThat(webhooks.find(project)).isEqualTo(Webhooks.none(project).withRevision(2));
    }

    @Test
    void of_many_at_once_one_is_stored() {
        List<Webhooks> candidates =
                IntStream.range(0, 8).mapToObj(_ -> Webhooks.none(project).with(plain())).toList();

        List<Boolean> stored = Together.run(8, number -> webhooks.replace(candidates.get(number)));

        assertThat(stored).containsOnlyOnce(true);
        assertThat(webhooks.find(project).list())
                .isEqualTo(candidates.get(stored.indexOf(true)).list());
    }
}
