package dev.actionflows.domain.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;

/** A code that is entered confirms a consent, which runs may wait for with double opt-in. */
class ConfirmedSignUpTest {
    private final EmbedWorld embed = new EmbedWorld();
    private final World world = embed.world;
    private final WakeUp.RequirementMet met =
            new WakeUp.RequirementMet(
                    world.project,
                    Requirement.confirmedConsent(world.fan(World.FAN_NUMBER)),
                    Optional.empty());

    @BeforeEach
    void requireDoubleOptIn() {
        world.projects.change(world.project, it -> it.withDoubleOptIn(Set.of(Channel.TEXT)));
    }

    private VerificationId begun() {
        EventAnswer answer =
                embed.pageEvents()
                        .receive(
                                embed.project(),
                                embed.smsOptIn(
                                        Optional.empty(), World.FAN_NUMBER, Optional.empty()),
                                EmbedWorld.CLIENT,
                                embed.deadline());
        return ((EventAnswer.VerificationRequired) answer).verification().id();
    }

    private void enter(VerificationId id, VerificationService verifications) {
        verifications.receive(
                embed.project(),
                id,
                embed.textedCode(),
                Optional.empty(),
                Optional.empty(),
                EmbedWorld.CLIENT);
    }

    @Test
    void it_wakes_the_runs_that_wait_for_the_confirmation() {
        enter(begun(), embed.typedCodes());

        assertThat(world.wakeUps.take()).contains(met);
    }

    /** If the function dies right after it has stored the consent, nobody else announces it. */
    @Test
    void it_is_announced_before_it_is_stored() {
        VerificationId id = begun();
        ConsentStore failing =
                (ConsentStore)
                        Proxy.newProxyInstance(
                                ConsentStore.class.getClassLoader(),
                                new Class<?>[] {ConsentStore.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("recordConsent")) {
                                        throw new IllegalStateException("no response");
                                    }
                                    return method.invoke(world.fans, arguments);
                                });

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () -> enter(id, world.with(ConsentStore.class, failing).verifications()));

        assertThat(world.wakeUps.later()).contains(met);
    }
}
