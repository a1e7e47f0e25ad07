package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.FailingLedger;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A webhook that fails halfway: the provider redelivers the text. */
class InterruptedIntakeTest {
    private final World world = new World();
    private final Flow flow = world.activeFlow("presave", OnFailure.CONTINUE, step());
    private final InboundText text = text("SM1", "presave");

    private InboundText text(String messageId, String body) {
        return new InboundText(
                world.project,
                Optional.of(messageId),
                Optional.of(World.FAN_NUMBER.e164()),
                Optional.of(body),
                Optional.empty());
    }

    private EventOutcome receive(String messageId, String body) {
        world.clock.advance(Duration.ofMinutes(1));
        return world.texts.receive(text(messageId, body), (_, _) -> true);
    }

    private List<Run> runs() {
        return world.ledger.listByFlow(world.project, flow.id(), Optional.empty(), 10).items();
    }

    @Test
    void a_text_whose_run_could_not_be_stored_starts_it_on_redelivery() {
        TextReceiver interrupted =
                world.with(RunLedger.class, new FailingLedger(world.ledger, _ -> true)).texts();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> interrupted.receive(text, (_, _) -> true));
        assertThat(runs()).isEmpty();

        assertThat(world.texts.receive(text, (_, _) -> true)).isEqualTo(EventOutcome.RUN_STARTED);

        assertThat(runs())
                .extracting(Run::fan)
                .as("of the fan created by the first delivery")
                .containsExactly(world.fan(World.FAN_NUMBER));
    }

    /** The fan sent it before the project asked, so it cannot be the answer. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_keyword_that_is_a_yes_starts_its_run_on_redelivery_after_a_question(boolean resumed) {
        Flow answered = world.activeFlow("ja", OnFailure.CONTINUE, step());
        TextReceiver interrupted =
                world.with(RunLedger.class, new FailingLedger(world.ledger, _ -> true)).texts();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> interrupted.receive(text("SM1", "ja"), (_, _) -> true));
        ask();
        if (resumed) {
            assertThat(receive("SM2", "STOP")).isEqualTo(EventOutcome.STOPPED);
            assertThat(receive("SM3", "START")).isEqualTo(EventOutcome.RESTARTED);
        }

        assertThat(receive("SM1", "ja")).isEqualTo(EventOutcome.RUN_STARTED);

        assertThat(world.executions.started().getLast().flow()).isEqualTo(answered.id());
        assertThat(isConfirmed()).isEqualTo(resumed);
    }

    @Test
    void a_keyword_of_a_fan_who_had_agreed_before_is_no_answer_on_redelivery_either() {
        world.activeFlow("ja", OnFailure.CONTINUE, step());
        world.fans.recordConsent(
                world.project,
                sender(),
                new ConsentChange(ConsentChange.Kind.OPT_IN, "form", world.clock.instant()));
        assertThat(receive("SM1", "ja")).isEqualTo(EventOutcome.RUN_STARTED);
        ask();

        assertThat(receive("SM1", "ja")).isEqualTo(EventOutcome.DUPLICATE);
        assertThat(isConfirmed()).isFalse();

        assertThat(receive("SM2", "ja")).isEqualTo(EventOutcome.CONFIRMED);
        assertThat(isConfirmed()).isTrue();
    }

    private void ask() {
        assertThat(
                        world.fans.claimConfirmation(
                                world.project,
                                sender(),
                                new ConfirmationRequest("question", world.clock.instant(), true)))
                .isTrue();
    }

    private Identity sender() {
        return world.identities.of(world.project, World.FAN_NUMBER).identity();
    }

    private boolean isConfirmed() {
        return world.fans
                .findIdentity(world.project, sender())
                .filter(KnownIdentity::confirmed)
                .isPresent();
    }

    private static Step step() {
        return new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD);
    }

    @Test
    void a_redelivered_text_starts_no_second_run_and_its_run_stays_due() {
        world.executions.refuse();
        world.texts.receive(text, (_, _) -> true);
        Instant due = world.clock.instant().plus(Run.LEASE);
        world.executions.accept();
        world.clock.advance(Duration.ofSeconds(5));

        assertThat(world.texts.receive(text, (_, _) -> true)).isEqualTo(EventOutcome.DUPLICATE);

        assertThat(runs()).hasSize(1);
        assertThat(runs().getFirst().dueAt()).contains(due);
    }
}
