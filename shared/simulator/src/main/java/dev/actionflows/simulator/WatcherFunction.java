package dev.actionflows.simulator;

import dev.actionflows.domain.application.Jobs;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.ExpiringConnectionStore;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The function that looks for what nobody reports, and its schedule, which is hastened. */
final class WatcherFunction {
    private static final Duration TIMEOUT = Duration.ofMinutes(5);
    private static final Duration EVERY = Duration.ofMinutes(1);

    final ReleaseWatching artists;
    final ExpiryCheck expiry;
    private final Deployment deployment;
    private final Kernel kernel;
    private final Map<Object, List<?>> indexed = new HashMap<>();
    private Instant endOfFaults = Instant.MIN;
    private boolean isWatching;
    private boolean overlap;

    WatcherFunction(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.artists = new ReleaseWatching(deployment);
        this.expiry = new ExpiryCheck(deployment);
    }

    /**
     * @param end from when on the function looks for what is left
     */
    void schedule(Instant start, Instant end) {
        endOfFaults = end;
        artists.schedule(start, end);
    }

    /** Has the function run from now on; before, there is nothing to look for. */
    void watch() {
        if (isWatching) {
            return;
        }
        isWatching = true;
        invokeUntilEnd();
        for (int run = 1; run <= 4; run++) {
            kernel.at(endOfFaults.plus(EVERY.multipliedBy(run)), this::invoke);
        }
    }

    /** An index that sometimes answers what it did before. */
    ExpiringConnectionStore lagging(ExpiringConnectionStore real) {
        return PortProxy.of(
                ExpiringConnectionStore.class,
                real,
                (method, arguments, call) -> {
                    Object answer = call.proceed();
                    if (!(answer instanceof List<?> found)) {
                        return answer;
                    }
                    Object shard = arguments[0];
                    if (deployment.faults.hits(kernel.chance("expiring connections"), 0.2)) {
                        return indexed.getOrDefault(shard, List.of());
                    }
                    indexed.put(shard, found);
                    return found;
                });
    }

    /** Whether two runs began at once. */
    boolean hasOverlapped() {
        return overlap;
    }

    private void invokeUntilEnd() {
        if (kernel.now().isBefore(endOfFaults)) {
            invoke();
            if (kernel.chance("watch twice").hits(0.2)) {
                overlap = true;
                invoke();
            }
            kernel.after(EVERY, this::invokeUntilEnd);
        }
    }

    private void invoke() {
        deployment.played.add("function release-watcher");
        deployment.played.add("schedule ReleaseWatchSchedule");
        Kernel.Actor process = kernel.start("release watcher", this::handle, _ -> {});
        kernel.after(TIMEOUT, process::kill);
        deployment.faults.mayKill(process, 3_000);
    }

    private void handle() {
        try {
            new Jobs(deployment.ports)
                    .systemTriggers()
                    .check(new Deadline(kernel.instant().plus(TIMEOUT), kernel));
        } catch (ProblemException e) {
            // the next run starts over
        }
    }

    /** Called after some minutes without faults. */
    void afterCalm() {
        artists.afterCalm();
        if (isWatching) {
            expiry.afterCalm();
        }
    }
}
