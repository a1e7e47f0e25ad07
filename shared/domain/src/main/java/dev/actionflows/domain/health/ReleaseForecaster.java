package dev.actionflows.domain.health;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.releaseday.PreSaver;
import dev.actionflows.domain.releaseday.PreSaverStore;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.step.streaming.StreamingAction;
import dev.actionflows.domain.step.streaming.StreamingTarget;

import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Forecasts for whom a release is going to be saved on its day, by what the job of that day would
 * decide without asking a service: the age and scopes of each authorization, and whether the
 * release has an id where the fan is connected.
 */
public final class ReleaseForecaster {
    /**
     * The fans who are counted. Of more, the first ones of each shard are: ids are random, so that
     * they are a random sample, whose shares are within one point of all fans' in 95 of 100 cases.
     */
    public static final int MAX_FANS = 10_000;

    private static final int PAGE = 100;

    private final Catalog catalog;
    private final PreSaverStore preSavers;
    private final FanLookup fans;
    private final ConnectionStore connections;
    private final StreamingAction streaming;
    private final int maxFans;
    private final InstantSource clock;

    /**
     * @param maxFans {@link #MAX_FANS}
     */
    public ReleaseForecaster(
            Catalog catalog,
            PreSaverStore preSavers,
            FanLookup fans,
            ConnectionStore connections,
            StreamingAction streaming,
            int maxFans,
            InstantSource clock) {
        this.catalog = catalog;
        this.preSavers = preSavers;
        this.fans = fans;
        this.connections = connections;
        this.streaming = streaming;
        this.maxFans = maxFans;
        this.clock = clock;
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public ReleaseForecast forecast(Project project, ReleaseId id) {
        Release release =
                catalog.findRelease(project.id(), id)
                        .orElseThrow(() -> ProblemException.notFound("no such release: " + id));
        Count count = new Count(project, release, clock.instant());
        count.shards();
        return count.forecast();
    }

    /** One pass through the fans. */
    private final class Count {
        private final Project project;
        private final Release release;
        private final Instant now;
        private final Instant then;
        private final Map<Reason, Long> notSaved = new EnumMap<>(Reason.class);
        private boolean isWhole = true;
        private long saved;
        private long erased;
        private long expiring;

        Count(Project project, Release release, Instant now) {
            this.project = project;
            this.release = release;
            this.now = now;
            this.then = release.outAt().isAfter(now) ? release.outAt() : now;
        }

        /** A page of each shard in turn. */
        void shards() {
            Map<Integer, Optional<FanId>> open = new TreeMap<>();
            IntStream.range(0, preSavers.shards())
                    .forEach(shard -> open.put(shard, Optional.empty()));
            int left = maxFans;
            while (!open.isEmpty()) {
                for (int shard : List.copyOf(open.keySet())) {
                    Optional<FanId> after = Objects.requireNonNull(open.get(shard));
                    // once enough are counted, to know whether there are more
                    int limit = left == 0 ? 1 : Math.min(PAGE, left);
                    List<PreSaver> page =
                            preSavers.page(project.id(), release.id(), shard, after, limit);
                    if (left == 0 && !page.isEmpty()) {
                        isWhole = false;
                        return;
                    }
                    add(page);
                    left -= page.size();
                    if (page.size() < limit) {
                        open.remove(shard);
                    } else {
                        open.put(shard, Optional.of(page.getLast().fan()));
                    }
                }
            }
        }

        private void add(List<PreSaver> page) {
            Map<FanId, Fan> found =
                    page.isEmpty()
                            ? Map.of()
                            : fans.findAll(project.id(), page.stream().map(PreSaver::fan).toList());
            Map<FanId, List<Connection>> connected =
                    connections.connectionsOf(project.id(), List.copyOf(found.values()));
            for (PreSaver preSaver : page) {
                Fan fan = found.get(preSaver.fan());
                if (preSaver.isSaved()) {
                    saved++;
                } else if (fan == null) {
                    erased++;
                } else {
                    add(fan, connected.getOrDefault(fan.id(), List.of()));
                }
            }
        }

        private void add(Fan fan, List<Connection> connected) {
            Optional<Reason> reason = outlook(fan, connected, then);
            if (reason.isEmpty()) {
                saved++;
                return;
            }
            notSaved.merge(reason.get(), 1L, Long::sum);
            if (outlook(fan, connected, now).isEmpty()) {
                expiring++;
            }
        }

        private Optional<Reason> outlook(Fan fan, List<Connection> connected, Instant at) {
            return streaming.outlook(
                    release,
                    release.isOut(now),
                    new StreamingTarget(
                            project, fan.id(), connected, at, new Deadline(now, clock)));
        }

        ReleaseForecast forecast() {
            return new ReleaseForecast(then, isWhole, saved, erased, expiring, notSaved);
        }
    }
}
