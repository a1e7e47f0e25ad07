package dev.actionflows.simulator.releaseday;

import com.sun.management.ThreadMXBean;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.releaseday.ReleaseDayAnswer;
import dev.actionflows.domain.releaseday.ReleaseDayCost;
import dev.actionflows.domain.releaseday.ReleaseDayJobStore.JobProgress;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ReleaseDaySaver;
import dev.actionflows.domain.releaseday.ShardProgress;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;
import dev.actionflows.simulator.benchmark.Heap;
import dev.actionflows.simulator.benchmark.Interruptions;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Supplier;

/**
 * Plays the day of one release with many pre-savers as its state machine would: shards at the same
 * time, each in calls of the function that begin fans for a limited time.
 */
final class ReleaseDayMeter {
    private static final int SHARDS = GeneratedPreSavers.SHARDS;

    /** How long a call of the function begins fans. */
    private static final Duration CALL = Duration.ofSeconds(40);

    /** How long the state machine waits before it repeats a call that failed. */
    static final Duration RETRY = Duration.ofSeconds(2);

    // a task and a choice for each call, a wait if it asks for one, the end of a shard; the map,
    // and the beginning and end of the job, each with a choice or task
    private static final int CALL_TRANSITIONS = 2;
    private static final int JOB_TRANSITIONS = 5;

    /** How often the heap is measured. */
    private static final int HEAP_SAMPLES = 8;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int count;
    private final long deathInterval;
    private final World world = new World();
    private final ReleaseDayKey key =
            new ReleaseDayKey(world.project, world.release.id(), JobId.from(world.ids));
    private final Albums albums;
    private final GeneratedPreSavers preSavers;
    private final MeteredReleaseDay meter;
    private final ReleaseDaySaver saver;
    private final long begin = world.release.outAt().toEpochMilli();
    private int failedFans;
    private int failedCalls;
    private int deaths;
    private long functionCalls;
    private long functionMilliseconds;
    private long transitions = JOB_TRANSITIONS;
    private long ended;
    private long leastHeap = Long.MAX_VALUE;
    private long mostHeap;

    /** When a shard goes on, in milliseconds since 1970, and when its process dies next. */
    private record Turn(int shard, long at, long deathAt) {}

    /**
     * @param deathInterval how often one of the processes dies; empty: never
     */
    ReleaseDayMeter(int count, Interruptions interruptions, Optional<Duration> deathInterval) {
        this.count = count;
        this.deathInterval = deathInterval.map(Duration::toMillis).orElse(Long.MAX_VALUE);
        this.albums =
                new Albums(
                        world.release.providerIds().at(StreamingProvider.SPOTIFY).orElseThrow(),
                        count);
        this.preSavers = new GeneratedPreSavers(count, key, Instant.ofEpochMilli(begin));
        this.meter =
                new MeteredReleaseDay(
                        count,
                        new GeneratedFans(
                                world.projects.find(world.project).orElseThrow(), world.vault),
                        preSavers,
                        albums,
                        interruptions,
                        Instant.ofEpochMilli(begin));
        this.saver =
                new Jobs(InMemoryPorts.decorated(world.ports, meter))
                        .releaseDay((_, _) -> failedFans++);
    }

    ReleaseDayMeasurement measure() {
        long cpu = THREADS.getCurrentThreadCpuTime();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        play();
        cpu = THREADS.getCurrentThreadCpuTime() - cpu;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        JobProgress progress =
                world.ports.releaseDayJobs.find(key.project(), key.release()).orElseThrow();
        return new ReleaseDayMeasurement(
                count,
                progress.counts(),
                progress.job().state(Instant.ofEpochMilli(ended)),
                1 + progress.shards().stream().mapToInt(ShardProgress::pass).max().orElse(0),
                Duration.ofMillis(ended - begin),
                albums.saved(),
                preSavers.savedOnce(),
                meter.calls("StreamingService.saveAlbum"),
                meter.calls(),
                cpu,
                allocated,
                mostHeap - leastHeap,
                new ReleaseDayMeasurement.Writes(
                        meter.mostWritesOfFan(),
                        meter.writesOfShard(),
                        meter.pagesOfShard(),
                        meter.writesOfJob()),
                new ReleaseDayMeasurement.Interrupted(failedFans, failedCalls, deaths),
                new ReleaseDayCost(
                        transitions,
                        functionCalls,
                        functionMilliseconds,
                        meter.readUnits(),
                        meter.writeUnits()));
    }

    private void play() {
        answered(
                () -> {
                    saver.begin(key, Instant.ofEpochMilli(begin));
                    return true;
                });
        Queue<Turn> turns =
                new PriorityQueue<>(Comparator.comparing(Turn::at).thenComparing(Turn::shard));
        for (int shard = 0; shard < SHARDS; shard++) {
            turns.add(new Turn(shard, begin, nextDeath(shard, begin)));
        }
        int sampled = 0;
        while (!turns.isEmpty()) {
            take(turns.remove()).ifPresent(turns::add);
            if (meter.calls("PreSaverStore.record") * HEAP_SAMPLES / count > sampled) {
                sampled++;
                long heap = Heap.used();
                leastHeap = Math.min(leastHeap, heap);
                mostHeap = Math.max(mostHeap, heap);
            }
        }
        meter.setClock(ended);
        meter.dieAt(Long.MAX_VALUE);
        answered(() -> saver.finish(key));
    }

    /** One process after the other dies. */
    private long nextDeath(int shard, long after) {
        if (deathInterval == Long.MAX_VALUE) {
            return Long.MAX_VALUE;
        }
        long first = begin + (shard + 1) * deathInterval;
        long rounds = Math.max(0, Math.ceilDiv(after + 1 - first, SHARDS * deathInterval));
        return first + rounds * SHARDS * deathInterval;
    }

    /**
     * One call of the function.
     *
     * @return empty if the shard is done
     */
    private Optional<Turn> take(Turn turn) {
        meter.setClock(turn.at());
        meter.dieAt(turn.deathAt());
        Deadline deadline = new Deadline(Instant.ofEpochMilli(turn.at()).plus(CALL), meter.clock());
        Optional<ReleaseDayAnswer> answer =
                attempted(() -> saver.save(key, turn.shard(), deadline));
        long now = meter.now();
        functionMilliseconds += now - turn.at();
        ended = Math.max(ended, now);
        if (answer.isEmpty()) {
            return Optional.of(next(turn, now + RETRY.toMillis()));
        }
        transitions += CALL_TRANSITIONS;
        return switch (answer.get()) {
            case ReleaseDayAnswer.More() -> Optional.of(next(turn, now));
            case ReleaseDayAnswer.After(Duration delay) -> {
                transitions++;
                yield Optional.of(next(turn, now + delay.toMillis()));
            }
            case ReleaseDayAnswer.Done() -> {
                transitions++;
                yield Optional.empty();
            }
        };
    }

    /** Nothing dies that does not run. */
    private Turn next(Turn turn, long at) {
        return new Turn(
                turn.shard(),
                at,
                turn.deathAt() > at ? turn.deathAt() : nextDeath(turn.shard(), at));
    }

    private <T> T answered(Supplier<T> call) {
        while (true) {
            long before = meter.now();
            Optional<T> answer = attempted(call);
            functionMilliseconds += meter.now() - before;
            if (answer.isPresent()) {
                return answer.get();
            }
        }
    }

    /** Empty if the call failed; then it is repeated. */
    private <T> Optional<T> attempted(Supplier<T> call) {
        functionCalls++;
        try {
            return Optional.of(call.get());
        } catch (ProblemException e) {
            if (e.code() != ErrorCode.TRY_AGAIN) {
                throw e;
            }
            failedCalls++;
        } catch (Interruptions.Death e) {
            deaths++;
        }
        // the state machine is charged for repetitions, too
        transitions++;
        return Optional.empty();
    }
}
