package dev.actionflows.nextsave;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.intake.DetectedRelease;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepAction;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.NextSaveStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Threshold;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

class NextSaveActionTest {
    private static final Threshold THRESHOLD = new Threshold(2, Duration.ofHours(1));

    private final World world = new World();
    private final StepAction<NextSaveStep> action = world.application.steps().nextSave();
    private final StateMachine machine =
            new StateMachine(world.clock).with(StepType.NEXT_SAVE, world.runner(action));
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final NextSaveStep step = new NextSaveStep(world.artist.id(), OnUnmet.DEFER);

    private Run execute(StateMachine by, FanId who, String messageId) {
        Run run =
                world.startRun(
                        world.activeFlow("next " + messageId, OnFailure.CONTINUE, step),
                        who,
                        messageId);
        by.execute(run);
        return world.run(run.key());
    }

    private StepOutcome execute() {
        return outcome(execute(machine, fan, "SM1").key());
    }

    private StepOutcome outcome(RunKey run) {
        return world.run(run).step(0).outcome().orElseThrow();
    }

    private Optional<Instant> registeredAt() {
        return world.catalog.nextSavedAt(world.project, world.artist.id(), fan);
    }

    private void connect(Set<String> scopes) {
        world.connect(fan, scopes);
    }

    @Test
    void the_fan_is_registered_without_calling_the_provider() {
        world.connect(fan);

        assertThat(execute()).isEqualTo(new StepOutcome.Completed(Reason.REGISTERED));
        assertThat(registeredAt()).contains(world.clock.instant());
        assertThat(world.ports.spotify.requests()).isEmpty();
    }

    @Test
    void a_second_registration_keeps_the_time_of_the_first() {
        world.connect(fan);
        Instant first = world.clock.instant();
        execute();
        world.clock.advance(Duration.ofDays(3));

        assertThat(outcome(execute(machine, fan, "SM2").key()))
                .isEqualTo(new StepOutcome.Completed(Reason.REGISTERED));
        assertThat(registeredAt()).contains(first);
    }

    @Test
    void nothing_is_promised_to_a_fan_without_a_connection_until_there_is_one() {
        Run waiting = execute(machine, fan, "SM1");
        assertThat(outcome(waiting.key()).reason()).isEqualTo(Reason.NOT_CONNECTED);
        assertThat(registeredAt()).isEmpty();

        world.connect(fan);
        world.waker.wake(
                new WakeUp.RequirementMet(
                        world.project, Requirement.streamingConnection(fan), Optional.empty()));
        machine.execute(world.executions.started().getLast());

        assertThat(outcome(waiting.key())).isEqualTo(new StepOutcome.Completed(Reason.REGISTERED));
        assertThat(registeredAt()).isPresent();
    }

    @Test
    void a_fan_who_did_not_allow_saving_is_asked_to_connect_again() {
        connect(Set.of("user-follow-modify"));

        assertThat(execute().reason()).isEqualTo(Reason.RECONNECT_NEEDED);
        assertThat(registeredAt()).isEmpty();
    }

    @Test
    void a_store_that_fails_after_taking_effect_is_retried() {
        world.connect(fan);
        AtomicInteger calls = new AtomicInteger();
        StateMachine failing =
                new StateMachine(world.clock)
                        .with(
                                StepType.NEXT_SAVE,
                                world.with(PreSaveStore.class, failingOnce(calls))
                                        .steps()
                                        .runner(StepType.NEXT_SAVE));

        assertThat(outcome(execute(failing, fan, "SM1").key()))
                .isEqualTo(new StepOutcome.Completed(Reason.REGISTERED));
        assertThat(calls).hasValue(2);
        assertThat(registeredAt()).isPresent();
    }

    private PreSaveStore failingOnce(AtomicInteger calls) {
        return (PreSaveStore)
                Proxy.newProxyInstance(
                        PreSaveStore.class.getClassLoader(),
                        new Class<?>[] {PreSaveStore.class},
                        (_, method, arguments) -> {
                            try {
                                Object result = method.invoke(world.catalog, arguments);
                                if (calls.incrementAndGet() == 1) {
                                    throw new IllegalStateException("the response was lost");
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getTargetException();
                            }
                        });
    }

    @Test
    void a_detected_release_starts_its_flow_for_fans_whom_a_step_registered() {
        FanId unregistered = world.fan(new PhoneNumber("+14155550199"));
        world.connect(fan);
        execute();
        world.flows.activate(world.project, onDetectedReleases());

        world.application
                .releases()
                .receive(
                        detected(),
                        Samples.nonce(),
                        new Deadline(world.clock.instant().plusSeconds(10), world.clock));

        assertThat(world.executions.started())
                .filteredOn(run -> run.event().type() == TriggerType.RELEASE_DETECTED)
                .extracting(Run::fan)
                .containsExactly(fan)
                .doesNotContain(unregistered);
    }

    private FlowId onDetectedReleases() {
        return world.flows
                .create(
                        world.project,
                        new FlowDefinition(
                                "New release",
                                new Trigger.Single(TriggerType.RELEASE_DETECTED, Optional.empty()),
                                List.of(new AddToSegmentStep(world.segment.id())),
                                ReEntry.ONCE_PER_OBJECT,
                                OnFailure.CONTINUE))
                .id();
    }

    private DetectedRelease detected() {
        return new DetectedRelease(
                world.project,
                world.artist.id(),
                world.release.id(),
                "detected-1",
                world.clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void only_the_artist_of_the_trigger_would_start_the_flow_itself() {
        assertThat(fires(optedIn(Optional.of(world.artist.id())))).isTrue();
        assertThat(fires(optedIn(Optional.empty()))).isTrue();
        assertThat(fires(optedIn(Optional.of(ArtistId.from(world.ids))))).isFalse();
        assertThat(fires(Trigger.SmsKeyword.of("next"))).isFalse();
    }

    private boolean fires(Trigger trigger) {
        return action.fires(step, trigger, world.project);
    }

    private static Trigger optedIn(Optional<ArtistId> artist) {
        return new Trigger.OfArtist(TriggerType.NEXTSAVE_OPTED_IN, artist, Optional.of(THRESHOLD));
    }
}
