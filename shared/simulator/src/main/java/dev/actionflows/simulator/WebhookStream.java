package dev.actionflows.simulator;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.webhook.AddressSnapshot;
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
    private final InMemoryPorts memory;
    private final WebhookHistory history;
    private final StreamShard<Supplier<List<WebhookEvent>>> shard;

    WebhookStream(Deployment deployment, WebhookHistory history, Supplier<WebhookOutbox> outbox) {
        this.kernel = deployment.kernel;
        this.memory = deployment.memory;
        this.history = history;
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

    /** Whether every change has been processed. */
    boolean isDelivered() {
        return shard.isDelivered();
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
        history.changed(before, after, at);
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
        history.merged(merge, at);
        shard.add(
                () ->
                        List.of(
                                WebhookEvents.fanMerged(
                                        SampleProject.ID,
                                        merge.given().id(),
                                        merge.kept().id(),
                                        at)));
    }

    /** The store, of which it receives each consent and each STOP. */
    <P> P watch(Class<P> type, P store) {
        return PortProxy.of(
                type,
                store,
                (method, arguments, call) -> {
                    if (!method.getName().equals("recordConsent")) {
                        return call.proceed();
                    }
                    Identity address = (Identity) arguments[1];
                    Optional<KnownIdentity> before = known(address);
                    Object result = call.proceed();
                    if (Boolean.TRUE.equals(result)) {
                        recorded(address, (ConsentChange) arguments[2], before);
                    }
                    return result;
                });
    }

    private Optional<KnownIdentity> known(Identity address) {
        return memory.fans.findIdentity(SampleProject.ID, address);
    }

    private void recorded(Identity address, ConsentChange change, Optional<KnownIdentity> before) {
        Instant at = kernel.now();
        KnownIdentity after = known(address).orElseThrow();
        history.recorded(address, change, before.orElseGet(KnownIdentity::unknown), after, at);
        shard.add(
                () ->
                        WebhookEvents.ofAddress(
                                before.map(it -> snapshot(address, it)),
                                snapshot(address, after),
                                at));
    }

    private static AddressSnapshot snapshot(Identity address, KnownIdentity known) {
        return new AddressSnapshot(
                SampleProject.ID,
                address,
                known.fan(),
                known.stopped(),
                known.stoppedAt(),
                known.consent());
    }
}
