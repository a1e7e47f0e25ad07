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

/** A callback dies at each of its calls in turn, before or after the call was performed. */
class ConnectCrashTest {
    private static final Set<Class<?>> MORTAL =
            Set.of(
                    FanStore.class,
                    ConsentStore.class,
                    ConnectionStore.class,
                    WakeUpQueue.class,
                    IntakeReader.class);

    private static final int FEWEST_CALLS = 4;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void another_attempt_arrives_whatever_call_the_first_one_died_at(boolean carriedOut) {
        int calls = 0;
        while (diesAt(calls, carriedOut)) {
            calls++;
        }
        assertThat(calls).isGreaterThanOrEqualTo(FEWEST_CALLS);
    }

    /**
     * @return false if the callback makes fewer calls
     */
    private static boolean diesAt(int call, boolean carriedOut) {
        ConnectWorld connect = new ConnectWorld();
        World world = connect.world;
        AtomicInteger left = new AtomicInteger(call);
        ConnectCallback mortal =
                world.decorated(
                                new InMemoryPorts.Decorator() {
                                    @Override
                                    public <P> P decorate(Class<P> type, P port) {
                                        return MORTAL.contains(type)
                                                ? dying(type, port, left, carriedOut)
                                                : port;
                                    }
                                })
                        .connectCallback();

        boolean died = false;
        try {
            arrive(connect, mortal);
        } catch (ConnectInterruptedException e) {
            died = true;
        }
        ConnectOutcome.Ended second = (ConnectOutcome.Ended) arrive(connect, connect.comeBack);

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
        return died;
    }

    private static ConnectOutcome arrive(ConnectWorld connect, ConnectCallback comeBack) {
        World world = connect.world;
        StartResult.Elsewhere left =
                (StartResult.Elsewhere)
                        connect.start.start(
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
                                        Optional.empty()));
        return comeBack.comeBack(
                InMemorySpotifySignIn.query(left.url()).getOrDefault("state", ""),
                Optional.of(left.browser()),
                new ServiceAnswer.Code(connect.spotifySignIn.agree(left.url(), "ann")),
                new Deadline(world.clock.instant().plusSeconds(15), world.clock));
    }

    private static <T> T dying(Class<T> port, T real, AtomicInteger left, boolean carriedOut) {
        return port.cast(
                Proxy.newProxyInstance(
                        port.getClassLoader(),
                        new Class<?>[] {port},
                        (_, method, arguments) -> {
                            boolean dies = left.getAndDecrement() == 0;
                            if (dies && !carriedOut) {
                                throw new IllegalStateException("died before " + method.getName());
                            }
                            try {
                                Object answer = method.invoke(real, arguments);
                                if (dies) {
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
