package dev.actionflows.simulator;

import dev.actionflows.domain.analytics.FanChange;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FunnelRollUp;
import dev.actionflows.domain.analytics.LinkFigures;
import dev.actionflows.domain.analytics.RunFigures;
import dev.actionflows.domain.analytics.RunTrials;
import dev.actionflows.domain.analytics.TrialRollUp;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.InMemoryEventLog;
import dev.actionflows.domain.link.InMemoryLinkStore;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkStore;
import dev.actionflows.domain.link.MessageLink;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.usage.RunUsage;
import dev.actionflows.domain.usage.SequenceNumber;
import dev.actionflows.domain.usage.UsageChange;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The table's stream, and the function that counts usage, figures and fans. The changes of an item
 * are in one shard, in order. Batches are delivered until they succeed, in parts, again, or twice.
 */
final class UsageStream {
    private static final int SHARDS = 2;
    private static final Duration WINDOW = Duration.ofSeconds(5);

    private final Deployment deployment;
    private final List<Received> received = new ArrayList<>();
    private final List<StreamShard<Change>> shards;

    /** The function is built when it is first called, from ports that write to the stream. */
    UsageStream(Deployment deployment) {
        this.deployment = deployment;
        this.shards =
                IntStream.range(0, SHARDS).mapToObj(number -> shard("shard" + number)).toList();
    }

    private StreamShard<Change> shard(String name) {
        return new StreamShard<>(
                deployment,
                new StreamShard.Names(
                        "UsageRollUpSource",
                        "usage-roll-up",
                        "usage roll-up " + name,
                        deployment.kernel.chance("stream").of(name)),
                WINDOW,
                batch -> receive(name, batch),
                this::succeeded);
    }

    /** Receives each new run. */
    Consumer<Run> starts() {
        return this::started;
    }

    private void started(Run run) {
        add(
                run.key().run(),
                Optional.of(
                        new Counted(
                                RunUsage.none(run.key().project()),
                                RunUsage.of(run),
                                RunFigures.of(run))),
                FanChange.ofRun(run.key().project(), run.fan(), run.event(), run.test()));
    }

    /** Receives each change of a stored run. */
    void changed(Run before, Run after) {
        add(
                after.key().run(),
                Optional.of(
                        new Counted(
                                RunUsage.of(before),
                                RunUsage.of(after),
                                RunFigures.of(after).since(RunFigures.of(before)))),
                FanChange.trialsOf(after)
                        .filter(it -> !it.trials().equals(RunTrials.of(before)))
                        .map(FanChange.class::cast));
    }

    private void changed(ProjectId project, MessageLink before, MessageLink after) {
        RunUsage none = RunUsage.none(project);
        add(
                after.message(),
                Optional.of(
                        new Counted(
                                none, none, LinkFigures.of(after).since(LinkFigures.of(before)))),
                FanChange.clickOn(after)
                        .filter(_ -> FanChange.clickOn(before).isEmpty())
                        .map(FanChange.class::cast));
    }

    /** A store whose changes get into the stream. */
    LinkStore watch(InMemoryLinkStore links) {
        return PortProxy.of(
                LinkStore.class,
                links,
                (_, arguments, call) -> {
                    Optional<MessageLink> before =
                            arguments[0] instanceof LinkCode code
                                    ? links.find(code)
                                    : Optional.empty();
                    Object result = call.proceed();
                    if (before.isPresent() && arguments[0] instanceof LinkCode code) {
                        links.find(code)
                                .filter(after -> !after.equals(before.get()))
                                .ifPresent(after -> changed(SampleProject.ID, before.get(), after));
                    }
                    return result;
                });
    }

    /** A log whose new records get into the stream. */
    EventLog watch(InMemoryEventLog events) {
        return PortProxy.of(
                EventLog.class,
                events,
                (_, _, call) -> {
                    int before = events.records().size();
                    Object result = call.proceed();
                    events.records().stream().skip(before).forEach(this::recorded);
                    return result;
                });
    }

    private void recorded(EventRecord entry) {
        add(
                entry.event().id(),
                Optional.empty(),
                FanChange.ofEvent(
                        entry.project(), entry.fan(), entry.event(), entry.why().wireName()));
    }

    /** Receives each merge of two records of a fan. */
    void merged(FanStore.Merge merge) {
        add(
                merge.given().id(),
                Optional.empty(),
                Optional.of(
                        new FanChange.Merged(
                                SampleProject.ID, merge.given().id(), merge.kept().id())));
    }

    private void add(Object item, Optional<Counted> counted, Optional<FanChange> fan) {
        StreamShard<Change> shard = shards.get(Math.floorMod(item.hashCode(), SHARDS));
        SequenceNumber number = SequenceNumber.of(String.valueOf(shard.size() + 95));
        shard.add(
                new Change(
                        counted.map(
                                it ->
                                        new UsageChange(
                                                number, it.before(), it.after(), it.figures())),
                        fan));
    }

    /** What a change adds, before it has a place in a shard. */
    private record Counted(RunUsage before, RunUsage after, Figures figures) {}

    /** A change in its place. */
    private record Change(Optional<UsageChange> counted, Optional<FanChange> fan) {}

    /** Whether every change has been processed. */
    boolean isDelivered() {
        return shards.stream().allMatch(StreamShard::isDelivered);
    }

    /**
     * A batch with texts that the function has received successfully.
     *
     * @param since when it was called
     * @param months of the texts
     */
    record Received(Instant since, Set<YearMonth> months) {}

    List<Received> received() {
        return List.copyOf(received);
    }

    private static List<UsageChange> counted(List<Change> batch) {
        return batch.stream().flatMap(it -> it.counted().stream()).toList();
    }

    private void receive(String shard, List<Change> batch) {
        deployment.application.usageRollUp().receive(shard, counted(batch));
        List<FanChange> fans = batch.stream().flatMap(it -> it.fan().stream()).toList();
        new FunnelRollUp(deployment.ports.funnels(), deployment.ports.funnelObserver())
                .receive(shard, fans);
        new TrialRollUp(
                        deployment.ports.funnels(),
                        run -> deployment.runs.find(run).flatMap(FanChange::trialsOf),
                        deployment.ports.links())
                .receive(shard, fans);
    }

    private void succeeded(StreamShard.Delivered<Change> delivered) {
        Set<YearMonth> months = new TreeSet<>();
        for (UsageChange change : counted(delivered.batch())) {
            change.after()
                    .since(change.before())
                    .forEach(
                            (key, added) -> {
                                if (added.credits() > 0) {
                                    months.add(key.month());
                                }
                            });
        }
        if (!months.isEmpty()) {
            received.add(new Received(delivered.since(), months));
        }
    }
}
