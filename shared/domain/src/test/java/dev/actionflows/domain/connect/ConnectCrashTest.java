package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.testing.ConnectWorld;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** A callback crashes at each of its calls in turn, before or after the call takes effect. */
class ConnectCrashTest {
    private static final Set<Class<?>> INTERCEPTED =
            Set.of(
                    FanStore.class,
                    ConsentStore.class,
                    ConnectionStore.class,
                    WakeUpQueue.class,
                    IntakeReader.class);

    private static final int FEWEST_CALLS = 4;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void another_attempt_succeeds_after_a_crash_at_any_call(boolean afterCall) {
        int calls = 0;
        while (crashesAt(calls, afterCall)) {
            calls++;
        }
        assertThat(calls).isGreaterThanOrEqualTo(FEWEST_CALLS);
    }

    /**
     * @return false if the callback makes fewer calls
     */
    private static boolean crashesAt(int call, boolean afterCall) {
        ConnectWorld connect = new ConnectWorld();
        World world = connect.world;
        AtomicInteger remaining = new AtomicInteger(call);
        ConnectCallback crashing =
                world.decorated(
                                new InMemoryPorts.Decorator() {
                                    @Override
                                    public <P> P decorate(Class<P> type, P port) {
                                        return INTERCEPTED.contains(type)
                                                ? crashingPort(type, port, remaining, afterCall)
                                                : port;
                                    }
                                })
                        .connectCallback();

        boolean crashed = false;
        try {
            arrive(connect, crashing);
        } catch (ConnectInterruptedException e) {
            crashed = true;
        }
        ConnectOutcome.Ended second = (ConnectOutcome.Ended) arrive(connect, connect.callback);

        assertThat(second.ending()).isInstanceOf(ConnectOutcome.Ending.Done.class);
        FanId fan =
                world.fans
                        .findIdentity(
                                world.project,
                                world.identities
                                        .of(world.project, Identity.Kind.SPOTIFY, "ann")
                                        .identity())
                        .flatMap(KnownIdentity::fan)
                        .orElseThrow();
        Fan person = world.fans.find(world.project, fan).orElseThrow();
        assertThat(world.fans.connections(world.project, person)).hasSize(1);
        assertThat(world.catalog.preSavedAt(world.project, world.release.id(), fan)).isPresent();
        assertThat(world.wakeUps.take()).isPresent();
        return crashed;
    }

    private static ConnectOutcome arrive(ConnectWorld connect, ConnectCallback callback) {
        World world = connect.world;
        StartResult.Redirect redirect =
                (StartResult.Redirect)
                        connect.agreed(
                                StartRequest.of(
                                        "spotify",
                                        name ->
                                                Optional.ofNullable(
                                                        Map.of(
                                                                        "project",
                                                                                world.project
                                                                                        .value(),
                                                                        "action", "presave",
                                                                        "releaseId",
                                                                                world.release
                                                                                        .id()
                                                                                        .value())
                                                                .get(name)),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        ConnectWorld.WORDING));
        return callback.complete(
                InMemorySpotifySignIn.query(redirect.url()).getOrDefault("state", ""),
                Optional.of(redirect.browser()),
                new ServiceAnswer.Code(connect.spotifySignIn.agree(redirect.url(), "ann")),
                new Deadline(world.clock.instant().plusSeconds(15), world.clock));
    }

    private static <T> T crashingPort(
            Class<T> port, T real, AtomicInteger remaining, boolean afterCall) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, arguments) -> {
                            boolean crashes = remaining.getAndDecrement() == 0;
                            if (crashes && !afterCall) {
                                throw new IllegalStateException("died before " + method.getName());
                            }
                            try {
                                Object answer = method.invoke(real, arguments);
                                if (crashes) {
                                    throw new IllegalStateException(
                                            "died after " + method.getName());
                                }
                                return answer;
                            } catch (InvocationTargetException e) {
                                throw e.getCause() == null ? e : e.getCause();
                            }
                        }));
    }
}
