package dev.actionflows.simulator;

import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.Sha256;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.webhook.InMemoryWebhookDeliveryStore;
import dev.actionflows.domain.webhook.InMemoryWebhookStore;
import dev.actionflows.domain.webhook.WebhookAnswer;
import dev.actionflows.domain.webhook.WebhookDeliverer;
import dev.actionflows.domain.webhook.WebhookDelivery;
import dev.actionflows.domain.webhook.WebhookDeliveryStore;
import dev.actionflows.domain.webhook.WebhookEventType;
import dev.actionflows.domain.webhook.WebhookOutbox;
import dev.actionflows.domain.webhook.WebhookQueue;
import dev.actionflows.domain.webhook.WebhookSender;
import dev.actionflows.domain.webhook.WebhookService;
import dev.actionflows.domain.webhook.WebhookStore;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Two systems of the label that subscribe to what happens, one of which may be taken off again; the
 * queue of deliveries, the function that reads it, and the schedule of its sweeps.
 */
final class WebhookParts implements WebhookSender {
    private static final Duration IN_FUNCTION = Duration.ofSeconds(10);
    private static final Duration LEARNT_AFTER = Duration.ofHours(3);

    private static final WebhookAnswer LOST =
            new WebhookAnswer.NotAnswered(WebhookAnswer.Failure.TIMED_OUT);

    final WebhookCheck check;
    final WebhookStream stream;
    final Redeliveries redeliveries;
    private final WebhookStops stops;
    private final Deployment deployment;
    private final Kernel kernel;
    private final Faults faults;
    private final InMemoryWebhookStore memory = new InMemoryWebhookStore();
    private final InMemoryWebhookDeliveryStore log = new InMemoryWebhookDeliveryStore();
    private final WebhookStore webhooks;
    private final WebhookDeliveryStore deliveries;
    private final Queue<Optional<WebhookDelivery.Key>> queue;
    private final List<Subscriber> subscribers;
    private final Subscriber archive;
    private final Subscriber campaign;

    WebhookParts(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.faults = deployment.faults;
        WebhookHistory history = new WebhookHistory();
        this.check = new WebhookCheck(deployment, history, memory, log);
        this.stops = new WebhookStops(deployment);
        this.stream = new WebhookStream(deployment, history, this::outbox);
        this.redeliveries = new Redeliveries(deployment, memory, log, this::redeliver);
        this.webhooks = faults.over(WebhookStore.class, memory);
        WebhookSweeps sweeps = new WebhookSweeps(kernel, log, this::sweep);
        this.deliveries =
                faults.over(
                        WebhookDeliveryStore.class,
                        PortProxy.of(
                                WebhookDeliveryStore.class,
                                log,
                                (_, arguments, call) -> {
                                    Object result = call.proceed();
                                    if (arguments.length > 0) {
                                        sweeps.changed(arguments[0]);
                                        if (arguments[0] instanceof WebhookDelivery delivery) {
                                            check.stored(delivery.key());
                                        }
                                    }
                                    return result;
                                }));
        this.queue =
                new Queue<>(
                        kernel,
                        faults,
                        new Queue.Names(
                                "WebhookDeliveries",
                                "WebhookDeliveriesDead",
                                "WebhookDelivererSource",
                                "webhook-deliverer"),
                        message -> message.map(Record::toString).orElse("sweep of deliveries"),
                        this::handle,
                        deployment.played::add);
        this.archive =
                new Subscriber(deployment, "archive", Set.copyOf(WebhookEventType.toSubscribe()));
        this.campaign =
                new Subscriber(
                        deployment,
                        "campaign",
                        Set.of(WebhookEventType.RUN_COMPLETED, WebhookEventType.RUN_FAILED));
        this.subscribers = List.of(archive, campaign);
    }

    Queue<Optional<WebhookDelivery.Key>> queue() {
        return queue;
    }

    private WebhookQueue port() {
        return keys -> keys.forEach(it -> queue.send(Optional.of(it)));
    }

    private WebhookOutbox outbox() {
        return new WebhookOutbox(webhooks, deliveries, port(), Object::toString, kernel);
    }

    private void sweep() {
        deployment.played.add("schedule WebhookSweepSchedule");
        queue.deliver(Optional.empty(), Duration.ZERO);
    }

    private void handle(Queue.Message<Optional<WebhookDelivery.Key>> message) {
        if (message.body().isPresent()) {
            deliverer().deliver(message.body().get());
        } else {
            Deadline deadline = new Deadline(kernel.instant().plus(IN_FUNCTION), kernel);
            new WatchedSweep(deployment.violations)
                    .run(webhooks, deliveries, port(), stops, deadline);
        }
    }

    private WebhookDeliverer deliverer() {
        return new WebhookDeliverer(
                webhooks,
                deliveries,
                deployment.ports.projects(),
                deployment.ports.vault(),
                this,
                stops,
                deployment.ids,
                kernel);
    }

    /** The subscriber may get it without saying so, or say so without being heard. */
    @Override
    public WebhookAnswer post(Post post) {
        Subscriber subscriber =
                subscribers.stream()
                        .filter(it -> it.url.equals(post.url()))
                        .findFirst()
                        .orElseThrow();
        Kernel.Actor process = kernel.current();
        kernel.note("webhook");
        process.calls("WebhookSender.post");
        boolean isLost = faults.hits(process.chance("answer is lost"), 0.1);
        WebhookAnswer heard =
                process.ask(
                        faults.latency(process.chance("there")),
                        faults.latency(process.chance("back")),
                        () -> {
                            WebhookAnswer answer =
                                    subscriber.next(process.chance("subscriber"), post.id());
                            check.arrived(subscriber, post, answer);
                            return () -> isLost ? LOST : answer;
                        });
        stops.answered(subscriber, new WebhookDelivery.Attempt(kernel.instant(), heard));
        return heard;
    }

    /** One subscribes from the start, the other meanwhile, and may be taken off again. */
    void schedule(Instant start, Instant endOfFaults) {
        Chance chance = kernel.chance("webhooks");
        long millis = Duration.between(start, endOfFaults).toMillis();
        // the operator; see docs/operations.md
        kernel.at(endOfFaults.plusSeconds(1), queue::redrive);
        kernel.at(endOfFaults.plusSeconds(60), queue::redrive);
        subscribe(archive, start.plusSeconds(1));
        Instant later = start.plus(chance.of("campaign").between(0, millis));
        subscribe(campaign, later);
        if (chance.of("is deleted").hits(0.4)) {
            delete(later.plus(chance.of("deleted after").between(5_000, millis)));
        }
        if (chance.of("is delivered again").hits(0.5)) {
            redeliveries.schedule(endOfFaults);
        }
        if (chance.of("is rotated").hits(0.4)) {
            rotate(start.plus(chance.of("rotated").between(10_000, millis)));
        }
    }

    private void subscribe(Subscriber subscriber, Instant at) {
        new ApiClient(deployment)
                .call(
                        at,
                        "create a webhook for " + subscriber.url,
                        () -> {
                            Project project = project();
                            if (!isThere(subscriber)) {
                                subscriber.begins(kernel.instant());
                            }
                            WebhookService.WithSecret created =
                                    service(subscriber.url.text())
                                            .create(
                                                    project,
                                                    new WebhookService.Wanted(
                                                            subscriber.url,
                                                            subscriber.events,
                                                            Optional.empty()));
                            subscriber.id = created.webhook().id();
                            subscriber.secret = created.secret();
                            subscriber.subscribedAt = kernel.now();
                        });
    }

    private Project project() {
        return deployment.ports.projects().find(SampleProject.ID).orElseThrow();
    }

    /** Whether the webhook is stored, perhaps by a request that was not answered. */
    private boolean isThere(Subscriber subscriber) {
        return memory.find(SampleProject.ID).list().stream()
                .anyMatch(it -> it.url().equals(subscriber.url));
    }

    private void delete(Instant at) {
        new ApiClient(deployment)
                .call(
                        at,
                        "delete a webhook",
                        () -> {
                            if (campaign.id != null && campaign.deletedAt == null) {
                                if (memory.find(SampleProject.ID).find(campaign.id).isPresent()) {
                                    service("delete").delete(SampleProject.ID, campaign.id);
                                }
                                campaign.deletedAt = kernel.now();
                            }
                        });
    }

    /** The archive learns of its new secret hours later. */
    private void rotate(Instant at) {
        new ApiClient(deployment)
                .call(
                        at,
                        "rotate a secret",
                        () -> {
                            if (archive.id == null) {
                                return;
                            }
                            WebhookService.WithSecret rotated =
                                    service("rotate")
                                            .rotate(project(), Objects.requireNonNull(archive.id));
                            kernel.after(LEARNT_AFTER, () -> archive.secret = rotated.secret());
                        });
    }

    private void redeliver(WebhookDelivery.Key key) {
        service("again").redeliver(SampleProject.ID, key.webhook(), key.event());
    }

    /** A repeated request makes the same ids and secrets, as with an idempotency key. */
    private WebhookService service(String request) {
        AtomicInteger made = new AtomicInteger();
        IdSource ids = count -> Arrays.copyOf(Sha256.of(request + made.getAndIncrement()), count);
        Function<Object, String> json = Object::toString;
        return new WebhookService(
                webhooks, deliveries, port(), json::apply, deployment.ports.vault(), ids, kernel);
    }

    /** Whether nothing is going to be attempted any more. */
    boolean areDone() {
        return redeliveries.areAnswered()
                && stream.isDelivered()
                && log.all().stream().noneMatch(WebhookDelivery::isPending);
    }

    /** Whether something has been due for so long that no sweep is going to send it. */
    boolean areStuck() {
        Instant longAgo = kernel.instant().minus(WebhookSweeps.STUCK);
        return log.all().stream()
                .filter(WebhookDelivery::isPending)
                .flatMap(it -> it.dueAt().stream())
                .anyMatch(longAgo::isAfter);
    }

    void inTheEnd() {
        check.inTheEnd(subscribers);
        for (Subscriber subscriber : subscribers) {
            Optional.ofNullable(subscriber.id)
                    .flatMap(it -> memory.find(SampleProject.ID).find(it))
                    .ifPresent(it -> stops.check(subscriber, it));
        }
    }
}
