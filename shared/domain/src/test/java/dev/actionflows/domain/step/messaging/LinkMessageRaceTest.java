package dev.actionflows.domain.step.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.WaitingRunStore;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** What happens while a link message is about to wait. */
class LinkMessageRaceTest {
    private final MailWorld mail = new MailWorld();
    private final World world = mail.world;

    @Test
    void no_link_is_sent_if_the_streaming_step_is_tried_again_meanwhile() {
        world.clock.advance(Duration.ofHours(6));
        sendingStops(true);
        AtomicInteger announcements = new AtomicInteger();
        StateMachine machine =
                machine(
                        () -> {
                            if (announcements.incrementAndGet() == 1) {
                                connectAndWake();
                            } else {
                                sendingStops(false);
                            }
                        });
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                new Step.PreSave(world.release.id(), OnUnmet.DEFER),
                                new Step.SendText(
                                        new MessageTemplate(
                                                "Hi{{#connect_link}}:"
                                                        + " {{connect_link}}{{/connect_link}}"),
                                        OnUnmet.HOLD,
                                        true)),
                        mail.fan,
                        "SM1");

        machine.execute(world.run(run.key()));

        assertThat(announcements).hasValueGreaterThan(1);
        assertThat(world.ports.texts.handedOver()).isEmpty();
        world.clock.advance(Duration.ofHours(1));
        world.resumer.resume(run.key());
        machine.execute(world.run(run.key()));
        assertThat(world.run(run.key()).steps())
                .extracting(it -> it.outcome().orElseThrow().reason().wireName())
                .containsExactly("registered", "earlier_step_completed");
    }

    private void sendingStops(boolean stopped) {
        world.application.management().messageLimits().stopSending(world.project, stopped);
    }

    private void connectAndWake() {
        world.connect(mail.fan);
        world.waker.wake(
                new WakeUp.RequirementMet(
                        world.project,
                        Requirement.streamingConnection(mail.fan),
                        Optional.empty()));
    }

    /**
     * @param meanwhile happens whenever a run announces that it waits for anything but a connection
     */
    private StateMachine machine(Runnable meanwhile) {
        WaitingRunStore store =
                (WaitingRunStore)
                        Proxy.newProxyInstance(
                                WaitingRunStore.class.getClassLoader(),
                                new Class<?>[] {WaitingRunStore.class},
                                (_, method, arguments) -> {
                                    Object result = invoke(method, arguments);
                                    if (method.getName().equals("add")
                                            && !arguments[1].equals(
                                                    Requirement.streamingConnection(mail.fan))) {
                                        meanwhile.run();
                                    }
                                    return result;
                                });
        StateMachine machine = new StateMachine(world.clock);
        for (StepType type : StepType.values()) {
            machine.with(type, world.with(WaitingRunStore.class, store).steps().runner(type));
        }
        return machine;
    }

    private Object invoke(java.lang.reflect.Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(world.ports.waitingRuns(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
