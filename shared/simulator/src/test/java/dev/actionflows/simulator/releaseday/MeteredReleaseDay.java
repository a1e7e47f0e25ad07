package dev.actionflows.simulator.releaseday;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.releaseday.PreSaver;
import dev.actionflows.domain.releaseday.PreSaverStore;
import dev.actionflows.domain.releaseday.ReleaseDayCost;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.releaseday.ShardProgress;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;
import dev.actionflows.domain.testing.InMemoryPorts.Decorator;
import dev.actionflows.simulator.benchmark.Interruptions;
import dev.actionflows.simulator.benchmark.Interruptions.Fate;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Ports that count their calls, the capacity units that DynamoDB would charge for them, and the
 * writes of each key, and that take time on a clock of their own. Reads are strongly consistent:
 * one unit for each item that is read by its key, also if there is none, and one for each four
 * kilobytes that a query reads. A write takes one unit for an item that is smaller than one
 * kilobyte, also if its condition does not hold; none of these items is in an index. Source: Amazon
 * DynamoDB Developer Guide, "Read and write operations".
 */
final class MeteredReleaseDay implements Decorator {
    /** Ports that are reached without a network. */
    private static final Set<Class<?>> LOCAL =
            Set.of(IdSource.class, KeyRing.class, PlanLimits.class, RateLimits.class);

    private static final Set<String> LOCAL_METHODS =
            Set.of("PreSaverStore.shards", "StreamingService.provider");

    // half as long to half as long again, and on average as local/cloud/prices.py assumes
    private static final int AWS_MILLISECONDS = 4;
    private static final int SERVICE_MILLISECONDS = 150;

    private static final int READ_UNIT_BYTES = 4_096;

    private final GeneratedFans fans;
    private final GeneratedPreSavers preSavers;
    private final Albums albums;
    private final Interruptions interruptions;
    private final SplittableRandom random = new SplittableRandom(1);
    private final Map<Class<?>, Object> proxies = new HashMap<>();
    private final Map<String, Long> calls = new TreeMap<>();
    private final byte[] writesOfFan;
    private final long[] writesOfShard = new long[GeneratedPreSavers.SHARDS];
    private final long[] pagesOfShard = new long[GeneratedPreSavers.SHARDS];
    private long writesOfJob;
    private long readUnits;
    private long writeUnits;
    private long milliseconds;
    private long deathAt = Long.MAX_VALUE;

    MeteredReleaseDay(
            int count,
            GeneratedFans fans,
            GeneratedPreSavers preSavers,
            Albums albums,
            Interruptions interruptions,
            Instant now) {
        this.fans = fans;
        this.preSavers = preSavers;
        this.albums = albums;
        this.interruptions = interruptions;
        this.writesOfFan = new byte[count];
        this.milliseconds = now.toEpochMilli();
    }

    /** The clock of the process that runs now; processes that run at the same time take turns. */
    void setClock(long now) {
        milliseconds = now;
    }

    /** The time in milliseconds since 1970. */
    long now() {
        return milliseconds;
    }

    InstantSource clock() {
        return () -> Instant.ofEpochMilli(milliseconds);
    }

    /** The process dies at its first call after that time. */
    void dieAt(long time) {
        deathAt = time;
    }

    /** The number of calls of a method, as {@code Port.method}. */
    long calls(String method) {
        return calls.getOrDefault(method, 0L);
    }

    /** The number of all calls. */
    long calls() {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    long readUnits() {
        return readUnits;
    }

    long writeUnits() {
        return writeUnits;
    }

    /** The most writes of the registration of any fan. */
    int mostWritesOfFan() {
        int most = 0;
        for (byte writes : writesOfFan) {
            most = Math.max(most, writes);
        }
        return most;
    }

    /** Writes of the progress of each shard. */
    List<Long> writesOfShard() {
        return Arrays.stream(writesOfShard).boxed().toList();
    }

    /** Pages of each shard that were read. */
    List<Long> pagesOfShard() {
        return Arrays.stream(pagesOfShard).boxed().toList();
    }

    long writesOfJob() {
        return writesOfJob;
    }

    @Override
    public <P> P decorate(Class<P> type, P port) {
        if (type == InstantSource.class) {
            return type.cast(clock());
        }
        if (type == List.class) {
            return type.cast(List.of(proxy(StreamingService.class, albums)));
        }
        if (LOCAL.contains(type) || !type.isInterface()) {
            return port;
        }
        return type.cast(proxy(type, type == PreSaverStore.class ? preSavers : port));
    }

    private Object proxy(Class<?> type, Object port) {
        return proxies.computeIfAbsent(
                type,
                _ ->
                        Proxy.newProxyInstance(
                                type.getClassLoader(),
                                new Class<?>[] {type},
                                (_, method, arguments) ->
                                        call(
                                                type.getSimpleName() + '.' + method.getName(),
                                                port,
                                                method,
                                                arguments == null ? new Object[0] : arguments)));
    }

    private @Nullable Object call(String name, Object port, Method method, Object[] arguments)
            throws Throwable {
        if (LOCAL_METHODS.contains(name)) {
            return invoked(port, method, arguments);
        }
        calls.merge(name, 1L, Long::sum);
        boolean ofService = name.startsWith("StreamingService.");
        int average = ofService ? SERVICE_MILLISECONDS : AWS_MILLISECONDS;
        milliseconds += random.nextInt(average / 2, average + average / 2 + 1);
        Fate fate = milliseconds >= deathAt ? interruptions.death() : interruptions.next();
        if (ofService && (fate == Fate.FAILS_BEFORE || fate == Fate.FAILS_AFTER)) {
            // a client of a service never throws
            if (fate == Fate.FAILS_AFTER) {
                invoked(port, method, arguments);
            }
            return StreamingAnswer.of(new StreamingResult.Unavailable());
        }
        Interruptions.before(fate);
        Object answer =
                switch (name) {
                    case "FanStore.findAll" -> fans.findAll(ids(arguments), clock().instant());
                    case "ConnectionStore.connections" ->
                            fans.connections((Fan) arguments[1], clock().instant());
                    default -> invoked(port, method, arguments);
                };
        count(name, arguments, Optional.ofNullable(answer));
        Interruptions.after(fate);
        return answer;
    }

    private static @Nullable Object invoked(Object port, Method method, Object[] arguments)
            throws Throwable {
        try {
            return method.invoke(port, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Collection<FanId> ids(Object[] arguments) {
        return ((Collection<?>) arguments[1]).stream().map(FanId.class::cast).toList();
    }

    private void count(String name, Object[] arguments, Optional<Object> answer) {
        switch (name) {
            case "ProjectStore.find", "CatalogWriter.findRelease", "Catalog.findRelease" ->
                    readUnits++;
            // the fan's connection to each service
            case "ConnectionStore.connections" -> readUnits += 2;
            case "FanStore.findAll" -> readUnits += ((Collection<?>) arguments[1]).size();
            case "IntakeReader.readEvent" ->
                    readUnits += 1 + IntakeReader.withAny(scopes(arguments[3])).size();
            case "PreSaverStore.page" -> {
                readUnits += unitsOf((List<?>) answer.orElseThrow());
                pagesOfShard[(int) arguments[2]]++;
            }
            case "PreSaverStore.record" -> {
                writeUnits++;
                writesOfFan[GeneratedFans.number((FanId) arguments[1])]++;
            }
            // the job and a shard, or a query for all of them, which are smaller than a unit
            case "ReleaseDayJobStore.find" ->
                    readUnits += arguments[0] instanceof ReleaseDayKey ? 2 : 1;
            case "ReleaseDayJobStore.store" -> {
                writeUnits++;
                writesOfShard[((ShardProgress) arguments[1]).shard()]++;
            }
            case "ReleaseDayJobStore.begin", "ReleaseDayJobStore.end" -> {
                writeUnits++;
                writesOfJob++;
            }
            case "StreamingService.saveAlbum" -> {}
            // an error, which no code under test handles
            default -> throw new AssertionError("add what DynamoDB charges for " + name);
        }
    }

    private static List<String> scopes(Object scopes) {
        return ((List<?>) scopes).stream().map(String.class::cast).toList();
    }

    private static long unitsOf(List<?> page) {
        long bytes =
                page.stream()
                        .map(PreSaver.class::cast)
                        .mapToLong(
                                it ->
                                        it.result().isPresent()
                                                ? ReleaseDayCost.SAVED_BYTES
                                                : ReleaseDayCost.REGISTRATION_BYTES)
                        .sum();
        return Math.max(1, Math.ceilDiv(bytes, READ_UNIT_BYTES));
    }
}
