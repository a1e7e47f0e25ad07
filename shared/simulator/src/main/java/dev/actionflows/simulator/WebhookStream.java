package dev.actionflows.simulator;

import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.webhook.RunSnapshot;
import dev.actionflows.domain.webhook.WebhookEvent;
import dev.actionflows.domain.webhook.WebhookEvents;
import dev.actionflows.domain.webhook.WebhookOutbox;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The table's stream as its second consumer has it, and the function that stores what webhooks
 * report. A batch is delivered until it succeeds; changes that were processed may come again.
 */
final class WebhookStream {
    private static final Duration WINDOW = Duration.ofSeconds(5);

    private final Kernel kernel;
    private final WebhookCheck check;
    private final StreamShard<Supplier<List<WebhookEvent>>> shard;

    WebhookStream(Deployment deployment, WebhookCheck check, Supplier<WebhookOutbox> outbox) {
        this.kernel = deployment.kernel;
        this.check = check;
        this.shard =
                new StreamShard<>(
                        deployment,
                        new StreamShard.Names(
                                "WebhookOutboxSource",
                                "webhook-outbox",
                                "webhook outbox",
                                kernel.chance("webhook stream")),
                        WINDOW,
                        batch ->
                                outbox.get()
                                        .receive(
                                                batch.stream()
                                                        .flatMap(it -> it.get().stream())
                                                        .toList()),
                        _ -> {});
    }

    /** Receives each new run, after another receiver. */
    Consumer<Run> startsAfter(Consumer<Run> first) {
        return first.andThen(run -> changed(Optional.empty(), run));
    }

    /** Receives each change of a stored run, after another receiver. */
    BiConsumer<Run, Run> changesAfter(BiConsumer<Run, Run> first) {
        return first.andThen((before, after) -> changed(Optional.of(before), after));
    }

    private void changed(Optional<Run> before, Run after) {
        Instant at = kernel.now();
        check.changed(before, after, at);
        shard.add(
                () ->
                        WebhookEvents.ofRun(
                                before.map(it -> it.status().name()), RunSnapshot.of(after), at));
    }

    /** Receives each merge of two records of a fan, after another receiver. */
    Consumer<FanStore.Merge> mergesAfter(Consumer<FanStore.Merge> first) {
        return first.andThen(this::merged);
    }

    private void merged(FanStore.Merge merge) {
        Instant at = kernel.now();
        check.merged(merge, at);
        shard.add(
                () ->
                        List.of(
                                WebhookEvents.fanMerged(
                                        SampleProject.ID,
                                        merge.given().id(),
                                        merge.kept().id(),
                                        at)));
    }
}
