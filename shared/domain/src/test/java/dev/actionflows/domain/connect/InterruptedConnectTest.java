package dev.actionflows.domain.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.testing.ScriptedIntakeReader;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** After any crash, another attempt connects the fan, and nothing happens twice. */
class InterruptedConnectTest extends ConnectFixture {
    private final RuntimeException busy =
            new ProblemException(ErrorCode.TRY_AGAIN, "a service is busy");

    private void assertAnotherAttemptSucceeds(ConnectCallback broken) {
        StartResult.Redirect redirect = startAttempt(preSave());
        assertThatExceptionOfType(ConnectInterruptedException.class)
                .isThrownBy(() -> agree(broken, redirect, "ann"))
                .satisfies(e -> assertThat(e.startAgain()).isPresent())
                .satisfies(e -> assertThat(e.isPassing()).isTrue());

        ConnectOutcome outcome = agree(startAttempt(preSave()), "ann");

        assertThat(endingOf(outcome)).isEqualTo(new Ending.Done(Optional.of(Reason.REGISTERED)));
        assertThat(world.connections(fanOf(outcome))).hasSize(1);
        assertThat(world.executions.started()).hasSize(1);
    }

    @Test
    void another_attempt_succeeds_after_a_crash_before_the_wake_up() {
        assertAnotherAttemptSucceeds(
                connect.callback(
                        WakeUpQueue.class,
                        new WakeUpQueue() {
                            @Override
                            public void send(WakeUp.RequirementMet wakeUp) {
                                throw busy;
                            }

                            @Override
                            public int sendDue(
                                    List<dev.actionflows.domain.run.DueRunIndex.DueRun> due,
                                    Instant now) {
                                throw busy;
                            }

                            @Override
                            public int queued() {
                                throw busy;
                            }
                        }));
        assertThat(world.wakeUps.take()).isPresent();
    }

    @Test
    void another_attempt_succeeds_after_a_crash_before_the_trigger() {
        assertAnotherAttemptSucceeds(
                connect.callback(
                        IntakeReader.class,
                        new ScriptedIntakeReader(
                                world.reader,
                                (project, identity, type, scopes) -> {
                                    throw busy;
                                })));
    }

    @Test
    void the_connection_is_stored_before_the_event_is_processed() {
        ConnectCallback broken =
                connect.callback(
                        IntakeReader.class,
                        new ScriptedIntakeReader(
                                world.reader,
                                (project, identity, type, scopes) -> {
                                    throw busy;
                                }));
        FanId fan = world.fan(World.FAN_NUMBER);
        StartResult.Redirect redirect = startAttempt(preSave("t", linkToken(fan)));

        assertThatExceptionOfType(ConnectInterruptedException.class)
                .isThrownBy(() -> agree(broken, redirect, "ann"));

        assertThat(world.connections(fan)).hasSize(1);
        assertThat(world.wakeUps.take()).isPresent();
    }
}
