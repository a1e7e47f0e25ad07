package dev.actionflows.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.fan.AccessToken;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.releaseday.PreSaver;
import dev.actionflows.domain.releaseday.PreSaverStore;
import dev.actionflows.domain.releaseday.ReleaseDayAnswer;
import dev.actionflows.domain.releaseday.ReleaseDayCost;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ReleaseDaySaver;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingService;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.InMemoryPorts.Decorator;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The estimate of a release day, compared with what DynamoDB Local reports. {@code make
 * bench-release-day} plays a hundred thousand fans; each build plays fewer.
 */
class ReleaseDayCostIT {
    private static final int FANS = Integer.getInteger("releaseDay.fans", 300);
    private static final Percentage TOLERANCE = Percentage.withPercentage(2);

    /** Of a release's trigger: no flow owns its scopes. */
    private static final int SCOPES = 2;

    /** As the estimate assumes. */
    private static final Duration TIME_PER_FAN = Duration.ofMillis(158);

    private static final Duration CALL = Duration.ofSeconds(40);
    private static final int PAGE = 100;

    private final World world = new World();
    private final CallCounter counter = new CallCounter();
    private final Table table = LocalDynamoDb.table(counter);
    private final PreSaverStore preSavers = new DynamoDbPreSaverStore(table);
    private final ConnectionStore connections = new DynamoDbConnectionStore(table);
    private final Map<Class<?>, Object> stores =
            Map.of(
                    ProjectStore.class, new DynamoDbProjectStore(table),
                    Catalog.class, new DynamoDbCatalog(table, world.clock),
                    FanStore.class, new DynamoDbFanStore(table),
                    ConnectionStore.class, connections,
                    IntakeReader.class, new DynamoDbIntakeReader(table),
                    PreSaverStore.class, preSavers,
                    ReleaseDayJobStore.class, new DynamoDbReleaseDayJobStore(table));
    private final ReleaseDaySaver saver =
            new Jobs(InMemoryPorts.decorated(world.ports, new Stored()))
                    .releaseDay(
                            (fan, failure) -> {
                                throw new AssertionError(fan + " was not dealt with", failure);
                            });
    private final ReleaseDayKey key =
            new ReleaseDayKey(world.project, world.release.id(), JobId.from(world.ids));

    /** These stores are the real ones, and to save a release takes time. */
    private final class Stored implements Decorator {
        @Override
        public <P> P decorate(Class<P> type, P port) {
            return type == List.class
                    ? type.cast(List.of(timed(world.ports.spotify)))
                    : type.cast(stores.getOrDefault(type, port));
        }
    }

    private StreamingService timed(StreamingService service) {
        return (StreamingService)
                Proxy.newProxyInstance(
                        StreamingService.class.getClassLoader(),
                        new Class<?>[] {StreamingService.class},
                        (_, method, arguments) -> {
                            if (method.getName().equals("saveAlbum")) {
                                world.clock.advance(TIME_PER_FAN);
                            }
                            return method.invoke(service, arguments);
                        });
    }

    @Test
    void a_release_day_takes_the_units_of_its_estimate() {
        Project project = world.projects.find(world.project).orElseThrow();
        new DynamoDbProjectStore(table).create(project);
        new DynamoDbCatalog(table, world.clock).create(world.project, world.release);
        world.clock.advance(Duration.between(world.clock.instant(), world.release.outAt()));
        IntStream.range(0, FANS).parallel().forEach(_ -> preSaver(project, Samples.fanId()));
        double reads = counter.readUnits();
        double writes = counter.writeUnits();

        saver.begin(key, world.clock.instant());
        while (shardsOpen() > 0) {
            world.clock.advance(Duration.ofMinutes(15));
        }
        assertThat(saver.finish(key)).isEqualTo(ReleaseDaySaver.Finish.COMPLETED);

        assertThat(world.ports.spotify.requests()).hasSize(FANS);
        ReleaseDayCost predicted = ReleaseDayCost.of(FANS, preSavers.shards());
        // DynamoDB counts one unit for each item that there is not, and DynamoDB Local none
        int absent = preSavers.shards() * SCOPES;
        assertThat(counter.readUnits() - reads + absent)
                .isCloseTo((double) predicted.readUnits(), TOLERANCE);
        assertThat(counter.writeUnits() - writes)
                .isCloseTo((double) predicted.writeUnits(), TOLERANCE);
        assertThat(IntStream.range(0, preSavers.shards()).map(this::saved).sum()).isEqualTo(FANS);
    }

    /** For how many fans of a shard it is recorded that this job has saved the release. */
    private int saved(int shard) {
        int saved = 0;
        Optional<FanId> after = Optional.empty();
        while (true) {
            List<PreSaver> page = preSavers.page(key.project(), key.release(), shard, after, PAGE);
            for (PreSaver fan : page) {
                assertThat(fan.result())
                        .hasValueSatisfying(
                                it -> {
                                    assertThat(it.job()).isEqualTo(key.job());
                                    assertThat(it.reason()).isEqualTo(Reason.SAVED);
                                });
                saved++;
            }
            if (page.size() < PAGE) {
                return saved;
            }
            after = Optional.of(page.getLast().fan());
        }
    }

    private void preSaver(Project project, FanId id) {
        Instant now = world.clock.instant();
        new DynamoDbFanStore(table).create(world.project, Fan.first(id, List.of(), now));
        new DynamoDbPreSaveStore(table, InstantSource.system())
                .registerPreSave(world.project, world.release.id(), id, now);
        for (StreamingProvider service : StreamingProvider.values()) {
            connections.connect(world.project, connection(project, id, service));
        }
    }

    private Connection connection(Project project, FanId fan, StreamingProvider service) {
        Instant now = world.clock.instant();
        return new Connection(
                fan,
                service,
                world.vault.seal(project, Connection.tokenContext(fan, service), "refresh"),
                Set.of("user-library-modify"),
                now,
                Optional.of(
                        new AccessToken(
                                world.vault.seal(
                                        project,
                                        Connection.accessTokenContext(fan, service),
                                        "access-" + fan),
                                project.spotify().orElseThrow().clientId(),
                                now.plus(Duration.ofDays(1)))));
    }

    private long shardsOpen() {
        return IntStream.range(0, preSavers.shards()).filter(this::isOpen).count();
    }

    /** Processes a shard as far as possible now, in calls as long as the function's. */
    private boolean isOpen(int shard) {
        while (true) {
            ReleaseDayAnswer answer =
                    saver.save(
                            key,
                            shard,
                            new Deadline(world.clock.instant().plus(CALL), world.clock));
            if (!(answer instanceof ReleaseDayAnswer.More)) {
                return answer instanceof ReleaseDayAnswer.After;
            }
        }
    }

    @Test
    void the_items_of_pre_saves_have_the_sizes_of_the_estimate() {
        ReleaseDayKey job =
                new ReleaseDayKey(
                        Samples.projectId(), ReleaseId.from(world.ids), JobId.from(world.ids));
        FanId fan = Samples.fanId();
        new DynamoDbPreSaveStore(table, InstantSource.system())
                .registerPreSave(job.project(), job.release(), fan, Samples.NOW);
        assertThat(sizeOf(job, fan)).isEqualTo(ReleaseDayCost.REGISTRATION_BYTES);

        preSavers.record(job, fan, new PreSaver.Result(job.job(), Reason.SAVED, Samples.NOW));
        assertThat(sizeOf(job, fan)).isEqualTo(ReleaseDayCost.SAVED_BYTES);
    }

    private int sizeOf(ReleaseDayKey job, FanId fan) {
        return ItemSize.of(
                table.find(FanListKeys.preSave(job.project(), job.release(), fan))
                        .orElseThrow()
                        .attributes());
    }
}
