package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.messaging.DeliveryReport;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.Optional;

class DeliveryReceiverTest {
    private static final PhoneNumber FORMER_NUMBER = new PhoneNumber("+14155550177");

    private final World world = new World();

    private void optOut(StepKey step, PhoneNumber recipient) {
        report(step, recipient, new DeliveryReport.NotDelivered(Reason.STOPPED));
    }

    private void report(StepKey step, DeliveryReport report) {
        report(step, World.FAN_NUMBER, report);
    }

    private void report(StepKey step, PhoneNumber recipient, DeliveryReport report) {
        world.application
                .deliveries()
                .receive(
                        world.project,
                        Optional.of(step.text()),
                        Optional.of(recipient.e164()),
                        Optional.of(report),
                        (_, _) -> true);
    }

    private boolean isStopped(PhoneNumber number) {
        return world.fans
                .findIdentity(world.project, world.identities.of(world.project, number).identity())
                .filter(KnownIdentity::stopped)
                .isPresent();
    }

    private StepKey stepOfARun() {
        world.activeFlow(
                "PRESAVE",
                OnFailure.CONTINUE,
                new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD));
        world.texts.receive(
                new InboundText(
                        world.project,
                        Optional.of("SM1"),
                        Optional.of(World.FAN_NUMBER.e164()),
                        Optional.of("PRESAVE"),
                        Optional.empty()),
                (_, _) -> true);
        return new StepKey(world.ledger.all().getFirst().key(), 0);
    }

    @Test
    void an_opt_out_that_only_the_provider_knows_stops_the_number_that_was_texted() {
        optOut(stepOfARun(), FORMER_NUMBER);

        assertThat(isStopped(FORMER_NUMBER)).isTrue();
        assertThat(isStopped(World.FAN_NUMBER)).isFalse();
    }

    @Test
    void other_reports_stop_nothing() {
        StepKey step = stepOfARun();
        for (Reason reason : DeliveryReport.REASONS) {
            if (reason != Reason.STOPPED) {
                report(step, new DeliveryReport.NotDelivered(reason));
            }
        }
        report(step, new DeliveryReport.Delivered());

        assertThat(isStopped(World.FAN_NUMBER)).isFalse();
    }

    @Test
    void an_opt_out_counts_although_fan_and_run_have_been_erased() {
        StepKey erased =
                new StepKey(
                        new RunKey(world.project, new RunId("run_0123456789abcdefghjkmnpqrs")), 0);

        optOut(erased, World.FAN_NUMBER);
        optOut(erased, World.FAN_NUMBER);

        assertThat(isStopped(World.FAN_NUMBER)).isTrue();
        assertThat(
                        world.fans.consents(
                                world.project,
                                world.identities.of(world.project, World.FAN_NUMBER).identity()))
                .extracting(ConsentChange::kind)
                .containsExactly(ConsentChange.Kind.STOP);
    }

    @Test
    void an_opt_out_counts_although_the_report_cannot_be_applied() {
        StepKey step = stepOfARun();
        RunLedger unreadable =
                (RunLedger)
                        Proxy.newProxyInstance(
                                RunLedger.class.getClassLoader(),
                                new Class<?>[] {RunLedger.class},
                                (_, _, _) -> {
                                    throw new IllegalStateException("the run cannot be read");
                                });
        DeliveryReceiver broken =
                new Application(InMemoryPorts.with(world.ports, RunLedger.class, unreadable))
                        .deliveries();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () ->
                                broken.receive(
                                        world.project,
                                        Optional.of(step.text()),
                                        Optional.of(World.FAN_NUMBER.e164()),
                                        Optional.of(
                                                new DeliveryReport.NotDelivered(Reason.STOPPED)),
                                        (_, _) -> true));

        assertThat(isStopped(World.FAN_NUMBER)).isTrue();
    }
}
