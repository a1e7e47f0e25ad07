package dev.actionflows.simulator;

import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.webhook.RunSnapshot;
import dev.actionflows.domain.webhook.WebhookEvent;
import dev.actionflows.domain.webhook.WebhookEvents;
import dev.actionflows.domain.webhook.WebhookOutbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
    private static final int MAX_BATCH = 6;
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Kernel kernel;
    private final Faults faults;
    private final PlayedParts played;
    private final WebhookCheck check;
    private final Supplier<WebhookOutbox> outbox;
    private final List<Supplier<List<WebhookEvent>>> changes = new ArrayList<>();
    private int delivered;
    private boolean polling;

    WebhookStream(Deployment deployment, WebhookCheck check, Supplier<WebhookOutbox> outbox) {
        this.kernel = deployment.kernel;
        this.faults = deployment.faults;
        this.played = deployment.played;
        this.check = check;
        this.outbox = outbox;
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
        add(() -> WebhookEvents.ofRun(before.map(RunSnapshot::of), RunSnapshot.of(after), at));
    }

    /** Receives each merge of two records of a fan, after another receiver. */
    Consumer<FanStore.Merge> mergesAfter(Consumer<FanStore.Merge> first) {
        return first.andThen(this::merged);
    }

    private void merged(FanStore.Merge merge) {
        Instant at = kernel.now();
        check.merged(merge, at);
        add(
                () ->
                        List.of(
                                WebhookEvents.fanMerged(
                                        SampleProject.ID,
                                        merge.given().id(),
                                        merge.kept().id(),
                                        at)));
    }

    private void add(Supplier<List<WebhookEvent>> change) {
        changes.add(change);
        pollLater();
    }

    private void pollLater() {
        if (!polling) {
            polling = true;
            kernel.after(WINDOW, this::poll);
        }
    }

    private void poll() {
        played.add("source WebhookOutboxSource");
        Chance chance = kernel.chance("webhook stream").of("poll at " + kernel.now());
        if (faults.hits(chance.of("loses position"), 0.1)) {
            delivered = chance.of("position").below(delivered + 1);
        }
        int from = delivered;
        int to = Math.min(changes.size(), from + 1 + chance.of("batch").below(MAX_BATCH));
        if (faults.hits(chance.of("twice at once"), 0.1)) {
            invoke(from, to, () -> {}, () -> {});
        }
        invoke(
                from,
                to,
                () -> {
                    delivered = to;
                    goOn();
                },
                this::goOn);
    }

    private void goOn() {
        polling = false;
        if (delivered < changes.size()) {
            pollLater();
        }
    }

    private void invoke(int from, int to, Runnable succeeded, Runnable failed) {
        played.add("function webhook-outbox");
        List<Supplier<List<WebhookEvent>>> batch = List.copyOf(changes.subList(from, to));
        Kernel.Actor process =
                kernel.start(
                        "webhook outbox",
                        () ->
                                outbox.get()
                                        .receive(
                                                batch.stream()
                                                        .flatMap(it -> it.get().stream())
                                                        .toList()),
                        failure -> (failure == null ? succeeded : failed).run());
        kernel.after(TIMEOUT, process::kill);
        faults.mayKill(process, 100);
    }
}
