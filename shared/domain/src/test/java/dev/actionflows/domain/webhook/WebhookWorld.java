package dev.actionflows.domain.webhook;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.WebhookId;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.InMemoryKeyRing;
import dev.actionflows.domain.project.InMemoryProjectStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.domain.testing.VirtualClock;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A project with webhooks, and a receiver that answers as it is told. */
final class WebhookWorld implements WebhookSender, WebhookObserver {
    final VirtualClock clock = new VirtualClock(Samples.NOW);
    final SeededIds ids = new SeededIds(7);
    final InMemoryKeyRing keys = new InMemoryKeyRing();
    final Vault vault = new Vault(keys, ids);
    final InMemoryProjectStore projects = new InMemoryProjectStore();
    final InMemoryWebhookStore webhooks = new InMemoryWebhookStore();
    InMemoryWebhookDeliveryStore deliveries = new InMemoryWebhookDeliveryStore();
    final Deque<WebhookDelivery.Key> queue = new ArrayDeque<>();
    final List<Post> posts = new ArrayList<>();
    final List<WebhookDelivery> attempted = new ArrayList<>();
    final List<Webhook.StopReason> disabled = new ArrayList<>();
    final ProjectId id = Samples.projectId();
    final Project project;

    /** Whether the next message that is sent to the queue gets lost, which the sender learns. */
    boolean queueFails;

    /** What happens while a receiver answers. */
    Runnable meanwhile = () -> {};

    WebhookAnswer answer = new WebhookAnswer.Answered(200);

    WebhookWorld() {
        project =
                Project.created(
                        id,
                        "Night Harbour",
                        Plan.PRO,
                        "https://flows.example.com",
                        keys.createDataKey(id),
                        new ApiKeyHashes("a", "b"),
                        Samples.NOW);
        projects.create(project);
    }

    private void send(List<WebhookDelivery.Key> keysOfDeliveries) {
        if (queueFails) {
            queueFails = false;
            throw new ProblemException(ErrorCode.TRY_AGAIN, "the queue is busy");
        }
        queue.addAll(keysOfDeliveries);
    }

    WebhookOutbox outbox() {
        return new WebhookOutbox(webhooks, deliveries, this::send, Map::toString, clock);
    }

    WebhookService service() {
        return new WebhookService(
                webhooks, deliveries, this::send, Map::toString, vault, ids, clock);
    }

    WebhookDeliverer deliverer() {
        return new WebhookDeliverer(webhooks, deliveries, projects, vault, this, this, ids, clock);
    }

    WebhookService.WithSecret subscribed(WebhookEventType... types) {
        return service().create(project, wanted(Optional.empty(), types));
    }

    static WebhookService.Wanted wanted(Optional<Boolean> enabled, WebhookEventType... types) {
        return new WebhookService.Wanted(WebhookSamples.url(), Set.of(types), enabled);
    }

    /** A run of this project ends. */
    WebhookEvent ended(RunStatus status) {
        RunSnapshot before = RunSnapshot.of(Samples.run(id, Samples.flowId(), Samples.NOW));
        RunSnapshot after =
                new RunSnapshot(
                        before.key(),
                        before.flow(),
                        before.flowVersion(),
                        before.fan(),
                        false,
                        status.name(),
                        before.revision() + 1,
                        before.startedAt(),
                        Optional.of(clock.instant()),
                        List.of());
        return WebhookEvents.ofRun(Optional.of(before.status()), after, clock.instant()).getFirst();
    }

    /** The queue delivers every message. */
    void consume() {
        while (!queue.isEmpty()) {
            deliverer().deliver(queue.remove());
        }
    }

    void sweep() {
        new WebhookSweeper(webhooks, deliveries, this::send, this, WebhookSweeper.Limits.BY_DEFAULT)
                .sweep(new Deadline(clock.instant().plusSeconds(20), clock));
    }

    /** Time passes, in which deliveries are tried again each minute. */
    void pass(Duration time) {
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            clock.advance(Duration.ofMinutes(1));
            sweep();
            consume();
        }
    }

    WebhookDelivery only() {
        List<WebhookDelivery> all = deliveries.all();
        if (all.size() != 1) {
            throw new AssertionError(all);
        }
        return all.getFirst();
    }

    @Override
    public WebhookAnswer post(Post post) {
        posts.add(post);
        meanwhile.run();
        return answer;
    }

    @Override
    public void attempted(WebhookDelivery delivery) {
        attempted.add(delivery);
    }

    @Override
    public void swept(Duration oldest) {}

    @Override
    public void disabled(ProjectId of, WebhookId webhook, Webhook.StopReason reason) {
        disabled.add(reason);
    }
}
