package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.intake.InstagramEvent.DirectMessage;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.ScriptedIntakeReader;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** STOP and START on Instagram, and their effect on other channels. */
class InstagramStopTest extends InstagramFixture {
    private static final StepOutcome COMPLETED = new StepOutcome.Completed(Reason.ACCEPTED);
    private static final StepOutcome STOPPED = new StepOutcome.Skipped(Reason.STOPPED);
    private static final ConsentStore.Permission NONE = new ConsentStore.Permission.Stopped();

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "stop please", "Unsubscribe"})
    void stop_is_stored_and_starts_no_flow_even_if_a_flow_accepts_any_message(String text) {
        onMessage("");

        receive(message("mid-1", text));
        receive(message("mid-1", text));

        assertThat(startedFlows()).isEmpty();
        assertThat(known(FAN).filter(KnownIdentity::stopped)).isPresent();
        assertThat(outcomes).containsExactly(EventOutcome.STOPPED, EventOutcome.DUPLICATE);
    }

    @Test
    void start_lifts_a_stop_and_is_an_ordinary_word_otherwise() {
        FlowId any = onMessage("");

        receive(message("mid-1", "start"));
        assertThat(startedFlows()).containsExactly(any);

        receive(message("mid-2", "stop"));
        world.clock.advance(Duration.ofMinutes(1));
        receive(message("mid-3", "start"));

        assertThat(startedFlows()).containsExactly(any);
        assertThat(known(FAN).filter(KnownIdentity::stopped)).isEmpty();
        assertThat(outcomes)
                .containsExactly(
                        EventOutcome.RUN_STARTED, EventOutcome.STOPPED, EventOutcome.RESTARTED);
    }

    private FanIdentity instagram() {
        return world.identities.of(world.project, Identity.Kind.INSTAGRAM, FAN);
    }

    private ConsentStore.Permission permission(FanId fan, Identity.Kind kind) {
        return world.fans.permission(
                world.project, world.fans.find(world.project, fan).orElseThrow(), kind);
    }

    private void text(String id, String body) {
        world.clock.advance(Duration.ofSeconds(1));
        world.texts.receive(
                new InboundText(
                        world.project,
                        Optional.of(id),
                        Optional.of(World.FAN_NUMBER.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    private StepOutcome texted(FanId fan, InMemoryTextSender sender, String event) {
        Run run =
                world.startRun(
                        world.activeFlow(
                                event,
                                OnFailure.CONTINUE,
                                new Step.SendText(new MessageTemplate("Hi"), OnUnmet.HOLD)),
                        fan,
                        event);
        new StateMachine(world.clock)
                .with(
                        StepType.SEND_TEXT,
                        world.with(TextSender.class, sender).steps().runner(StepType.SEND_TEXT))
                .execute(run);
        return world.run(run.key()).step(0).outcome().orElseThrow();
    }

    @Test
    void after_stop_on_instagram_no_texts_are_sent_until_start_by_text() {
        InMemoryTextSender sender = new InMemoryTextSender();
        FanId fan = world.fan(World.FAN_NUMBER);
        world.resolver.resolve(world.project, Optional.of(fan), List.of(instagram()));
        assertThat(texted(fan, sender, "one")).isEqualTo(COMPLETED);
        world.clock.advance(Duration.ofSeconds(1));

        receive(message("mid-1", "STOP"));
        assertThat(texted(fan, sender, "two")).isEqualTo(STOPPED);
        text("SM1", "two");
        assertThat(texted(fan, sender, "three")).isEqualTo(STOPPED);
        world.clock.advance(Duration.ofSeconds(1));
        receive(message("mid-2", "START"));
        assertThat(texted(fan, sender, "four")).isEqualTo(STOPPED);

        text("SM2", "START");
        assertThat(texted(fan, sender, "five")).isEqualTo(COMPLETED);
        assertThat(sender.handedOver()).hasSize(2);
    }

    @Test
    void a_stop_of_an_unknown_instagram_user_applies_to_a_number_attached_later() {
        FanId fan = world.fan(World.FAN_NUMBER);
        receive(message("mid-1", "STOP"));

        world.resolver.resolve(world.project, Optional.of(fan), List.of(instagram()));

        assertThat(texted(fan, new InMemoryTextSender(), "one")).isEqualTo(STOPPED);
    }

    @Test
    void after_stop_by_text_start_on_instagram_applies_only_to_instagram() {
        FlowId any = onMessage("");
        FanId fan = world.fan(World.FAN_NUMBER);
        world.resolver.resolve(world.project, Optional.of(fan), List.of(instagram()));
        text("SM1", "STOP");
        assertThat(permission(fan, Identity.Kind.INSTAGRAM)).isEqualTo(NONE);
        world.clock.advance(Duration.ofSeconds(1));

        receive(message("mid-1", "start"));
        assertThat(outcomes).containsExactly(EventOutcome.RESTARTED);
        assertThat(permission(fan, Identity.Kind.INSTAGRAM)).isNotEqualTo(NONE);
        assertThat(permission(fan, Identity.Kind.PHONE)).isEqualTo(NONE);
        receive(message("mid-2", "start"));
        assertThat(startedFlows()).as("an ordinary word again").containsExactly(any);
    }

    @Test
    void start_from_one_account_applies_to_all_accounts_of_the_fan() {
        FanIdentity second = world.identities.of(world.project, Identity.Kind.INSTAGRAM, "2");
        FanId fan =
                world.resolver
                        .resolve(world.project, Optional.empty(), List.of(instagram(), second))
                        .id();
        receive(new DirectMessage(ACCOUNT, "2", "mid-1", "STOP"));
        assertThat(permission(fan, Identity.Kind.INSTAGRAM)).isEqualTo(NONE);
        world.clock.advance(Duration.ofSeconds(1));

        receive(message("mid-2", "START"));

        assertThat(permission(fan, Identity.Kind.INSTAGRAM)).isNotEqualTo(NONE);
    }

    /** Otherwise the redelivered START would lift the later STOP. */
    @Test
    void after_a_stop_or_start_that_could_not_be_stored_the_fans_later_events_are_deferred() {
        FlowId any = onMessage("");
        receive(message("mid-1", "stop"));
        world.clock.advance(Duration.ofSeconds(1));
        List<InstagramEvent> events =
                List.of(
                        message("mid-2", "start"),
                        message("mid-3", "stop"),
                        message("mid-4", "hi"));
        AtomicInteger reads = new AtomicInteger();
        InstagramReceiver busyOnce =
                receiver(
                        new ScriptedIntakeReader(
                                world.reader,
                                (project, identity, type, scopes) -> {
                                    if (reads.getAndIncrement() == 0) {
                                        throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                                    }
                                    world.clock.advance(Duration.ofSeconds(1));
                                    return world.reader.read(project, identity, type, scopes);
                                }),
                        world.instagram);

        assertThatThrownBy(() -> busyOnce.receive(events, 0, inTime()))
                .isInstanceOf(ProblemException.class);
        assertThat(reads).hasValue(1);
        busyOnce.receive(events, 0, inTime());

        assertThat(known(FAN).filter(KnownIdentity::stopped)).isPresent();
        assertThat(startedFlows()).containsExactly(any);
    }

    @Test
    void stop_and_start_appear_on_the_timeline_once_and_start_no_flow_on_redelivery() {
        FlowId any = onMessage("");
        receive(message("mid-1", "hello"));
        FanId fan = known(FAN).flatMap(KnownIdentity::fan).orElseThrow();

        for (int delivery = 0; delivery < 2; delivery++) {
            world.clock.advance(Duration.ofMinutes(1));
            receive(message("mid-2", "stop"));
            world.clock.advance(Duration.ofMinutes(1));
            receive(message("mid-3", "start"));
        }

        assertThat(startedFlows()).containsExactly(any);
        assertThat(known(FAN).filter(KnownIdentity::stopped)).isEmpty();
        assertThat(
                        world.events.latest(world.project, fan, Optional.empty(), 10).stream()
                                .filter(EventResult.NotStarted.class::isInstance)
                                .map(EventResult.NotStarted.class::cast)
                                .map(it -> it.entry().why()))
                .containsExactly(NotStartedReason.RESTARTED, NotStartedReason.STOPPED);
    }

    @Test
    void a_comment_containing_stop_is_an_ordinary_comment() {
        FlowId all = onComment("", "");

        receive(comment("stop"));

        assertThat(startedFlows()).containsExactly(all);
        assertThat(known(FAN).filter(KnownIdentity::stopped)).isEmpty();
    }
}
