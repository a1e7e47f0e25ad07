package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.management.Authorization;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.management.Precondition;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The code that meets a requirement crashes at each of its calls in turn, without a retry. If the
 * requirement is met, a wake-up is in the queue.
 */
class DeathBeforeWakeUpTest {
    /** What meets a requirement. */
    private enum Cause {
        CONNECTION,
        MERGE,
        NUMBER,
        APP,
        ACTIVATION,
        ARCHIVING
    }

    private static final PhoneNumber ANOTHER_NUMBER = new PhoneNumber("+15005550007");

    private final boolean[] metAfterCrash = new boolean[2];

    @ParameterizedTest
    @EnumSource
    void a_met_requirement_always_sends_a_wake_up_after_a_crash_at_any_call(Cause cause) {
        for (boolean afterCall : new boolean[] {false, true}) {
            int call = 1;
            while (crashesAt(cause, call, afterCall)) {
                call++;
            }
            assertThat(call).as("calls of " + cause).isGreaterThan(2);
            assertThat(metAfterCrash[afterCall ? 1 : 0])
                    .as("crashed after the requirement was stored")
                    .isTrue();
        }
    }

    private boolean crashesAt(Cause cause, int call, boolean afterCall) {
        World world = new World();
        Scene scene = scene(cause, world);
        assertThat(drainWakeUps(world)).doesNotContain(scene.wakeUp());
        Interruption death = new Interruption(call, afterCall);
        try {
            scene.act(death);
        } catch (Interruption.Death e) {
            // no retry
        }
        if (scene.isMet()) {
            metAfterCrash[afterCall ? 1 : 0] |= death.hasHappened();
            assertThat(drainWakeUps(world)).as("%s, call %d", cause, call).contains(scene.wakeUp());
        }
        return death.hasHappened();
    }

    /** Removes and returns all messages of the queue. */
    private static List<WakeUp.RequirementMet> drainWakeUps(World world) {
        List<WakeUp.RequirementMet> wakeUps = new ArrayList<>(world.wakeUps.later());
        Optional<WakeUp.RequirementMet> next = world.wakeUps.take();
        while (next.isPresent()) {
            wakeUps.add(next.get());
            next = world.wakeUps.take();
        }
        return wakeUps;
    }

    private interface Scene {
        void act(Interruption death);

        boolean isMet();

        WakeUp.RequirementMet wakeUp();
    }

    private record Acting(
            Consumer<Interruption> action, BooleanSupplier met, WakeUp.RequirementMet wakeUp)
            implements Scene {
        @Override
        public void act(Interruption death) {
            action.accept(death);
        }

        @Override
        public boolean isMet() {
            return met.getAsBoolean();
        }
    }

    private static WakeUp.RequirementMet met(World world, Requirement requirement) {
        return new WakeUp.RequirementMet(world.project, requirement, Optional.empty());
    }

    private static Scene scene(Cause cause, World world) {
        return switch (cause) {
            case CONNECTION -> connection(world);
            case MERGE -> merge(world);
            case NUMBER ->
                    new Acting(
                            death ->
                                    projects(world, death)
                                            .useSms(
                                                    world.project,
                                                    ANOTHER_NUMBER,
                                                    new SmsCredentials.Twilio(
                                                            "AC00000000000000000000000000000001",
                                                            World.AUTH_TOKEN)),
                            () ->
                                    world.projects
                                            .find(world.project)
                                            .orElseThrow()
                                            .sms()
                                            .filter(it -> it.number().equals(ANOTHER_NUMBER))
                                            .isPresent(),
                            met(world, Requirement.phoneNumber()));
            case APP ->
                    new Acting(
                            death ->
                                    projects(world, death)
                                            .useApp(
                                                    world.project,
                                                    new StreamingApp.Spotify("another", "secret")),
                            () ->
                                    world.projects
                                            .find(world.project)
                                            .orElseThrow()
                                            .spotify()
                                            .filter(it -> it.clientId().equals("another"))
                                            .isPresent(),
                            met(world, Requirement.streamingApp()));
            case ACTIVATION -> ofPaused(world, FlowStatus.ACTIVE);
            case ARCHIVING -> ofPaused(world, FlowStatus.ARCHIVED);
        };
    }

    private static ProjectService projects(World world, Interruption death) {
        return world.decorated(death).management().projects();
    }

    private static Scene ofPaused(World world, FlowStatus to) {
        Flow flow =
                world.activeFlow(
                        "presave", OnFailure.CONTINUE, new AddToSegmentStep(world.segment.id()));
        world.flows.pause(world.project, flow.id());
        drainWakeUps(world);
        return new Acting(
                death -> {
                    FlowService flows = world.decorated(death).management().flows(world.ids);
                    if (to == FlowStatus.ACTIVE) {
                        flows.activate(world.project, flow.id());
                    } else {
                        flows.archive(world.project, flow.id(), Precondition.none());
                    }
                },
                () ->
                        world.flowStore
                                .find(world.project, flow.id())
                                .filter(it -> it.status() == to)
                                .isPresent(),
                met(world, Requirement.activeFlow(flow.id())));
    }

    private static Scene connection(World world) {
        FanId fan = world.fan(World.FAN_NUMBER);
        return new Acting(
                death ->
                        world.decorated(death)
                                .management()
                                .fans()
                                .connect(
                                        world.projects.find(world.project).orElseThrow(),
                                        fan,
                                        new Authorization(
                                                StreamingProvider.SPOTIFY,
                                                "refresh-token",
                                                Set.of("user-library-modify"),
                                                world.clock.instant())),
                () -> !world.connections(fan).isEmpty(),
                met(world, Requirement.streamingConnection(fan)));
    }

    /** A run of one fan record waits for the connection of the other record. */
    private static Scene merge(World world) {
        FanId waiting = world.fan(World.FAN_NUMBER);
        FanId other =
                world.resolver
                        .resolve(
                                world.project,
                                Optional.empty(),
                                List.of(
                                        world.identities.of(
                                                world.project,
                                                Identity.Kind.EMAIL,
                                                "ann@label.example")))
                        .id();
        world.connect(other);
        return new Acting(
                death -> {
                    world.decorated(death)
                            .fanResolver()
                            .resolve(
                                    world.project,
                                    Optional.of(other),
                                    List.of(world.identities.of(world.project, World.FAN_NUMBER)));
                },
                () ->
                        world.connections(waiting).stream()
                                .map(Connection::fan)
                                .anyMatch(other::equals),
                met(world, Requirement.streamingConnection(waiting)));
    }
}
