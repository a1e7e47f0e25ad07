package dev.actionflows.domain.releaseday;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.InMemoryCatalog;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps results beside the registrations of the catalog, and forgets them with those. */
public final class InMemoryPreSaverStore implements PreSaverStore {
    private final InMemoryCatalog catalog;
    private final int shards;
    private final Map<Registration, PreSaver.Result> results = new HashMap<>();

    /** A fan who is erased and pre-saves again has another registration. */
    private record Registration(ProjectId project, ReleaseId release, FanId fan, Instant since) {}

    public InMemoryPreSaverStore(InMemoryCatalog catalog, int shards) {
        this.catalog = catalog;
        this.shards = shards;
    }

    @Override
    public int shards() {
        return shards;
    }

    @Override
    public synchronized List<PreSaver> page(
            ProjectId project, ReleaseId release, int shard, Optional<FanId> after, int limit) {
        return catalog.preSaves(project, release).entrySet().stream()
                .filter(it -> Math.floorMod(it.getKey().hashCode(), shards) == shard)
                .filter(
                        it ->
                                after.filter(fan -> fan.value().compareTo(it.getKey()) >= 0)
                                        .isEmpty())
                .limit(limit)
                .map(
                        it ->
                                preSaver(
                                        new Registration(
                                                project,
                                                release,
                                                new FanId(it.getKey()),
                                                it.getValue())))
                .toList();
    }

    @Override
    public synchronized List<PreSaver> findAll(
            ProjectId project, ReleaseId release, Collection<FanId> fans) {
        return fans.stream()
                .distinct()
                .flatMap(
                        fan ->
                                catalog.preSavedAt(project, release, fan).stream()
                                        .map(
                                                since ->
                                                        new Registration(
                                                                project, release, fan, since)))
                .map(this::preSaver)
                .toList();
    }

    private PreSaver preSaver(Registration registration) {
        return new PreSaver(
                registration.fan(),
                registration.since(),
                Optional.ofNullable(results.get(registration)));
    }

    @Override
    public synchronized void record(ReleaseDayKey job, FanId fan, PreSaver.Result result) {
        catalog.preSavedAt(job.project(), job.release(), fan)
                .map(since -> new Registration(job.project(), job.release(), fan, since))
                .filter(
                        it ->
                                Optional.ofNullable(results.get(it))
                                        .filter(
                                                before ->
                                                        before.isSaved()
                                                                || before.job().equals(job.job()))
                                        .isEmpty())
                .ifPresent(it -> results.put(it, result));
    }
}
