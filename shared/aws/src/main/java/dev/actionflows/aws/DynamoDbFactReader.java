package dev.actionflows.aws;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.flow.ActiveFlows;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.ConditionFacts;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Facts;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunOutline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Reads the facts that a step needs, and its run if asked, in one batch read, or in two or three
 * for a merged fan. That a flow is active is cached, starting from the time of the request.
 *
 * <p>The project, the release, the artist and what flows listen to are cached for two seconds:
 * every step of all runs of a project reads the same items, and DynamoDB serves about 3,000 reads
 * per second of one item. Before a step records that it waits for something missing from them, it
 * bypasses the cache and reads again.
 */
public final class DynamoDbFactReader implements FactReader {
    private static final Duration VERSION_KEPT_FOR = Duration.ofDays(1);
    private static final int MAX_KEPT = 200;

    private final Table table;
    private final FanStore fans;
    private final BoundedCache<Key, FlowVersion> versions;
    private final BoundedCache<Key, FlowStatus> activeFlows;
    private final InstantSource clock;
    private final BoundedCache<Key, Project> projects;
    private final BoundedCache<Key, Release> releases;
    private final BoundedCache<Key, Artist> artists;
    private final BoundedCache<Key, ActiveFlows> listeners;

    public DynamoDbFactReader(Table table, InstantSource clock) {
        this.table = table;
        this.fans = new DynamoDbFanStore(table);
        this.versions = new BoundedCache<>(MAX_KEPT, VERSION_KEPT_FOR, clock);
        this.activeFlows = new BoundedCache<>(MAX_KEPT, ACTIVE_KEPT_FOR, clock);
        this.projects = new BoundedCache<>(MAX_KEPT, PROJECT_KEPT_FOR, clock);
        this.releases = new BoundedCache<>(MAX_KEPT, PROJECT_KEPT_FOR, clock);
        this.artists = new BoundedCache<>(MAX_KEPT, PROJECT_KEPT_FOR, clock);
        this.listeners = new BoundedCache<>(MAX_KEPT, PROJECT_KEPT_FOR, clock);
        this.clock = clock;
    }

    @Override
    public Optional<FlowVersion> findFlowVersion(ProjectId project, FlowId flow, int number) {
        Key key = Key.version(project, flow, number);
        Optional<FlowVersion> known = versions.find(key);
        if (known.isPresent()) {
            return known;
        }
        Optional<FlowVersion> stored = table.find(key).map(FlowItem::decodeVersion);
        stored.ifPresent(version -> versions.put(key, version));
        return stored;
    }

    @Override
    public Facts read(Run run, RequiredFacts required) {
        return read(run.key(), run.flow(), run.fan(), required, false).facts();
    }

    @Override
    public RunWithFacts readWithRun(RunKey key, RunOutline outline, RequiredFacts required) {
        return read(key, outline.flow(), outline.fan(), required, true);
    }

    private RunWithFacts read(
            RunKey runKey, FlowId flow, FanId fan, RequiredFacts required, boolean withRun) {
        ProjectId project = runKey.project();
        Key flowKey = Key.flow(project, flow);
        Key projectKey = Key.project(project);
        Key fanKey = Key.fan(project, fan);
        List<Key> connectionKeys = DynamoDbConnectionStore.connectionKeys(project, List.of(fan));
        Optional<Key> releaseKey = required.release().map(id -> Key.release(project, id));
        Optional<FlowStatus> active = activeFlows.find(flowKey);
        Optional<Project> knownProject =
                required.fresh() || !required.project()
                        ? Optional.empty()
                        : projects.find(projectKey);
        Optional<Release> knownRelease =
                required.fresh() ? Optional.empty() : releaseKey.flatMap(releases::find);
        // few steps need an artist: for the others, not even the code for it is loaded
        Optional<Key> artistKey =
                required.artist().isPresent()
                        ? Optional.of(Key.artist(project, required.artist().get()))
                        : Optional.empty();
        Optional<Artist> knownArtist =
                required.fresh() || artistKey.isEmpty()
                        ? Optional.empty()
                        : artists.find(artistKey.get());

        List<Key> keys = new ArrayList<>();
        if (withRun) {
            keys.add(Key.run(runKey));
        }
        if (active.isEmpty()) {
            keys.add(flowKey);
        }
        if (required.project() && knownProject.isEmpty()) {
            keys.add(projectKey);
        }
        if (required.fan() || required.connections()) {
            keys.add(fanKey);
        }
        if (required.connections()) {
            keys.addAll(connectionKeys);
        }
        releaseKey.filter(_ -> knownRelease.isEmpty()).ifPresent(keys::add);
        if (artistKey.isPresent() && knownArtist.isEmpty()) {
            keys.add(artistKey.get());
        }
        Key listenersKey = Key.activeFlows(project);
        Optional<ActiveFlows> knownListeners =
                required.fresh() || !required.listeners()
                        ? Optional.empty()
                        : listeners.find(listenersKey);
        if (required.listeners() && knownListeners.isEmpty()) {
            keys.add(listenersKey);
        }
        Key instagramKey = Key.instagramAccount(project);
        if (required.instagram()) {
            keys.add(instagramKey);
        }
        // few steps have conditions: for the others, not even the code for them is loaded
        Optional<ConditionItems> conditions =
                required.hasConditions()
                        ? Optional.of(
                                new ConditionItems(table, project, fan, required.conditions()))
                        : Optional.empty();
        conditions.ifPresent(it -> keys.addAll(it.keys()));
        Instant askedAt = clock.instant();
        Map<Key, Item> items = table.findAll(keys);

        Optional<FlowStatus> status = active.or(() -> status(flowKey, items, askedAt));
        Optional<Fan> named = Optional.ofNullable(items.get(fanKey)).map(FanItem::decode);
        Optional<Fan> person =
                named.filter(it -> it.mergedInto().isEmpty())
                        .or(() -> named.flatMap(it -> fans.find(project, it.id())));
        Optional<Project> tenant =
                knownProject.or(
                        () -> read(projectKey, items, ProjectItem::decode, projects, askedAt));
        Optional<Run> run =
                withRun
                        ? Optional.ofNullable(items.get(Key.run(runKey)))
                                .map(item -> RunItem.decode(runKey, item))
                        : Optional.empty();
        Facts facts =
                new Facts(
                        status,
                        tenant,
                        person,
                        required.connections()
                                ? connections(project, fan, person, items)
                                : List.of(),
                        knownRelease.or(
                                () ->
                                        releaseKey.flatMap(
                                                key ->
                                                        read(
                                                                key,
                                                                items,
                                                                ReleaseItem::decode,
                                                                releases,
                                                                askedAt))),
                        artistKey.isPresent() && knownArtist.isEmpty()
                                ? read(
                                        artistKey.get(),
                                        items,
                                        DynamoDbCatalog::decodeArtist,
                                        artists,
                                        askedAt)
                                : knownArtist,
                        Optional.ofNullable(items.get(instagramKey))
                                .map(InstagramAccountItem::decode),
                        conditions.isPresent() && person.isPresent()
                                ? conditions.get().read(tenant, person.get(), items)
                                : ConditionFacts.NONE,
                        knownListeners.or(
                                () ->
                                        read(
                                                listenersKey,
                                                items,
                                                FlowItem::decodeActive,
                                                listeners,
                                                askedAt)));
        return new RunWithFacts(run, facts);
    }

    /** Missing items are not cached. */
    private static <V> Optional<V> read(
            Key key,
            Map<Key, Item> items,
            Function<Item, V> decode,
            BoundedCache<Key, V> cache,
            Instant askedAt) {
        Optional<V> found = Optional.ofNullable(items.get(key)).map(decode);
        found.ifPresent(value -> cache.put(key, value, askedAt));
        return found;
    }

    /** A merged fan's connections are stored under several ids; most fans have one. */
    private List<Connection> connections(
            ProjectId project, FanId named, Optional<Fan> person, Map<Key, Item> items) {
        List<FanId> others =
                person.map(Fan::ids).orElse(List.of()).stream()
                        .filter(id -> !id.equals(named))
                        .toList();
        Map<Key, Item> all = new HashMap<>();
        DynamoDbConnectionStore.connectionKeys(project, List.of(named))
                .forEach(
                        key ->
                                Optional.ofNullable(items.get(key))
                                        .ifPresent(item -> all.put(key, item)));
        if (!others.isEmpty()) {
            all.putAll(table.findAll(DynamoDbConnectionStore.connectionKeys(project, others)));
        }
        return DynamoDbConnectionStore.latest(all.values());
    }

    private Optional<FlowStatus> status(Key flowKey, Map<Key, Item> items, Instant askedAt) {
        Optional<FlowStatus> status =
                Optional.ofNullable(items.get(flowKey)).map(FlowItem::decodeStatus);
        status.filter(FlowStatus.ACTIVE::equals)
                .ifPresent(active -> activeFlows.put(flowKey, active, askedAt));
        return status;
    }
}
