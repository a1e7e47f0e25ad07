package dev.actionflows.domain.step.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.MailWorld;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** Link messages about a release that its label cancels. */
class LinkMessagesOfCancelledReleaseTest {
    private static final String LINKS =
            "{{#connect_link}}Connect: {{connect_link}}{{/connect_link}}"
                    + "{{#release_link}} Open: {{release_link}}{{/release_link}}";

    private final MailWorld mail = new MailWorld();
    private final World world = mail.world;
    private final StateMachine machine = new StateMachine(world.clock);

    LinkMessagesOfCancelledReleaseTest() {
        for (StepType type : StepType.values()) {
            machine.with(type, world.application.steps().runner(type));
        }
    }

    /** A run that pre-saves, or sends the link; at ten in the morning where the fan is. */
    private Run begun(Duration sinceTen) {
        world.clock.advance(Duration.ofHours(6).plus(sinceTen));
        return world.startRun(
                world.activeFlow(
                        "save",
                        OnFailure.CONTINUE,
                        new Step.PreSave(world.release.id(), OnUnmet.DEFER),
                        new Step.SendText(new MessageTemplate(LINKS), OnUnmet.HOLD, true)),
                mail.fan,
                "text-1");
    }

    private void cancel() {
        world.application.management().catalog().cancel(world.project, world.release.id());
    }

    private List<String> executed(Run run) {
        machine.execute(world.run(run.key()));
        return world.run(run.key()).steps().stream()
                .map(
                        step ->
                                step.outcome()
                                        .map(it -> it.wireName() + " " + it.reason().wireName())
                                        .orElse("open"))
                .toList();
    }

    @Test
    void a_link_that_waited_is_not_sent_once_the_release_is_cancelled() {
        Run run = begun(Duration.ofHours(14));
        world.clock.advance(Duration.ofMinutes(11));
        assertThat(executed(run)).containsExactly("WAITING not_connected", "WAITING quiet_hours");

        cancel();
        world.clock.advance(Duration.ofHours(10));
        world.resumer.resume(run.key());

        assertThat(executed(run))
                .containsExactly("WAITING not_connected", "SKIPPED release_cancelled");
        assertThat(world.ports.texts.handedOver()).isEmpty();
    }

    @Test
    void no_link_helps_with_a_cancelled_release() {
        cancel();

        assertThat(executed(begun(Duration.ZERO)))
                .containsExactly("SKIPPED release_cancelled", "SKIPPED no_helpful_link");
        assertThat(world.ports.texts.handedOver()).isEmpty();
    }
}
