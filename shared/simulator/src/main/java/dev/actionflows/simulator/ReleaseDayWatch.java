package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.releaseday.PreSaver;
import dev.actionflows.domain.releaseday.PreSaverStore;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Checks each save and each record of a release-day job: nothing is done before the release is out
 * or for a cancelled one, what is recorded is true, and nobody is given up without a reason.
 */
final class ReleaseDayWatch {
    /** How long a function may go by a release that has been replaced. */
    private static final Duration CACHED = Duration.ofSeconds(2);

    /** A call, and the clocks at its beginning and end. */
    private static final Duration CALL = Duration.ofMinutes(2);

    private final Deployment deployment;
    private final Kernel kernel;
    private final Set<Recorded> recorded = new HashSet<>();

    /** A registration that a job has concluded. */
    private record Recorded(ReleaseDayKey job, FanId fan, Instant since) {}

    ReleaseDayWatch(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
    }

    StreamingService watch(StreamingService service) {
        return PortProxy.of(
                StreamingService.class,
                service,
                (method, _, call) -> {
                    Kernel.Actor process = kernel.current();
                    ReleaseVersions versions = deployment.turns.releases.versions;
                    boolean isOfJob = process.name().startsWith(ReleaseDayWorkflow.FUNCTION);
                    if (isOfJob
                            && method.getName().equals("saveAlbum")
                            && versions.since(process.startedAt().minus(CACHED)).stream()
                                    .noneMatch(versions::isOut)) {
                        broken("a job saved the release although it was " + versions.current());
                    }
                    return call.proceed();
                });
    }

    PreSaverStore watch(PreSaverStore store) {
        return PortProxy.of(
                PreSaverStore.class,
                store,
                (method, arguments, call) -> {
                    if (!method.getName().equals("record")) {
                        return call.proceed();
                    }
                    ReleaseDayKey job = (ReleaseDayKey) arguments[0];
                    FanId fan = (FanId) arguments[1];
                    Optional<PreSaver> before = find(job.release(), fan);
                    Object done = call.proceed();
                    find(job.release(), fan)
                            .filter(it -> !Optional.of(it).equals(before))
                            .ifPresent(it -> check(job, before.orElseThrow(), it));
                    return done;
                });
    }

    /** All registrations of a release, and what came of them. */
    List<PreSaver> registered(ReleaseId release) {
        PreSaverStore store = deployment.memory.preSavers;
        return IntStream.range(0, store.shards())
                .boxed()
                .flatMap(
                        shard ->
                                store
                                        .page(
                                                SampleProject.ID,
                                                release,
                                                shard,
                                                Optional.empty(),
                                                Integer.MAX_VALUE)
                                        .stream())
                .toList();
    }

    private Optional<PreSaver> find(ReleaseId release, FanId fan) {
        return registered(release).stream().filter(it -> it.fan().equals(fan)).findFirst();
    }

    private void check(ReleaseDayKey job, PreSaver before, PreSaver after) {
        Reason reason = after.result().orElseThrow().reason();
        kernel.note("result of %s: %s".formatted(after.fan(), reason));
        if (!recorded.add(new Recorded(job, after.fan(), after.since()))) {
            broken("a result was recorded twice for " + after.fan());
        }
        if (before.result().filter(it -> it.reason() == Reason.SAVED).isPresent()) {
            broken("that it is saved was replaced for " + after.fan());
        }
        ReleaseVersions versions = deployment.turns.releases.versions;
        if (versions.since(kernel.now().minus(CALL)).stream().noneMatch(versions::isOut)) {
            broken("%s was dealt with although it was %s".formatted(after, versions.current()));
        }
        Optional<Fan> fan = deployment.memory.fans.find(SampleProject.ID, after.fan());
        if (reason == Reason.SAVED) {
            if (fan.isPresent() && !isSaved(fan.get())) {
                broken("recorded as saved, which it is not, for " + after.fan());
            }
        } else if (reason == Reason.TOKEN_REFRESHING
                || fan.filter(this::canBeSavedFor).isPresent()) {
            // a refresh is over within seconds, whatever is in the way
            broken("%s was given up for %s".formatted(after.fan(), reason));
        }
    }

    /** Whether the service has the release in the fan's library. */
    boolean isSaved(Fan fan) {
        String album =
                deployment.sample.release.providerIds().at(StreamingProvider.SPOTIFY).orElseThrow();
        Set<String> tokens = new HashSet<>();
        fan.ids().forEach(id -> tokens.addAll(deployment.disconnectCheck.tokens(id)));
        return deployment.streams.library().done(StreamingOperation.SAVE_ALBUM).stream()
                .anyMatch(it -> it.id().equals(album) && tokens.contains(it.userToken()));
    }

    /** Whether nothing has been in the way for a while: the fan, the label, or the service. */
    private boolean canBeSavedFor(Fan fan) {
        Instant settled = kernel.now().minus(CALL);
        return deployment.faults.overSince().isBefore(settled)
                && deployment.disconnectCheck.isSettledSince(fan, settled)
                && deployment.stored.project().hasApp(StreamingProvider.SPOTIFY)
                && !deployment.streams.left().isPositive()
                && !deployment.app.isLimited()
                && deployment.memory.fans.connections(SampleProject.ID, fan).stream()
                        .anyMatch(this::isUsable)
                && !isBeingRefreshed(fan);
    }

    private boolean isUsable(Connection connection) {
        return connection.isUsable(kernel.now())
                && connection
                        .scopes()
                        .containsAll(StreamingOperation.SAVE_ALBUM.scopesAt(connection.provider()))
                && !deployment.tokens.isReplaced(deployment.fanWrites.tokenOf(connection));
    }

    /** Another function may be about to store a token. */
    private boolean isBeingRefreshed(Fan fan) {
        return deployment.memory.fans.connections(SampleProject.ID, fan).stream()
                .anyMatch(it -> it.isBeingRefreshed(kernel.now()));
    }

    private void broken(String what) {
        deployment.violations.add(Guarantee.RELEASE_DAY_HELD, what);
    }
}
