package dev.actionflows.domain.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.InMemoryProjectEvents;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.SegmentMemberStore;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What cannot be read fails the request, which can be repeated: it is no outcome of a step. */
class FailedReadBacktestTest {
    private static final String PLANTED = "planted: not accessible";

    private final World world = new World();
    private final Instant from = world.clock.instant();
    private final Step join = new AddToSegmentStep(world.segment.id());
    private final Step mail =
            new Step.SendEmail(
                    new MessageTemplate("News"), new MessageTemplate("Hi"), OnUnmet.SKIP, false);
    private final Step preSave = new Step.PreSave(world.release.id(), OnUnmet.SKIP);
    private final Step link =
            new Step.SendEmail(
                    new MessageTemplate("News"),
                    new MessageTemplate("{{#connect_link}}{{connect_link}}{{/connect_link}}"),
                    OnUnmet.SKIP,
                    true);

    @Test
    void a_segment_that_cannot_be_read_fails_the_request() {
        fails(SegmentMemberStore.class, "memberSince", join);
    }

    @Test
    void a_link_message_of_another_flow_that_cannot_be_read_fails_the_request() {
        fails(MessageBudgetStore.class, "linkHolder", preSave, link);
    }

    @Test
    void a_key_that_cannot_be_read_fails_the_request() {
        fails(KeyRing.class, "unwrap", mail);
    }

    @Test
    void a_release_that_cannot_be_read_fails_the_request() {
        fails(Catalog.class, "findRelease", preSave);
    }

    /** If this operation of a port fails, and only then. */
    private void fails(Class<?> port, String operation, Step... steps) {
        Flow flow = world.activeFlow("presave", OnFailure.CONTINUE, steps);
        FanId fan = world.fanByMail("ann@example.com");
        world.fans.recordConsent(
                world.project,
                world.identities.of(world.project, new EmailAddress("ann@example.com")).identity(),
                new ConsentChange(ConsentChange.Kind.OPT_IN, "form", from));
        world.startRunWithoutExecution(flow, fan, "1");
        // by day, where the fan is
        world.clock.advance(Duration.ofHours(12));

        assertThat(play(flow, world.ports).totals().runs()).isOne();
        assertThatThrownBy(() -> play(flow, without(port, operation))).hasMessage(PLANTED);
    }

    private BacktestPage play(Flow flow, Ports ports) {
        return new BacktestService(ports, new InMemoryProjectEvents(world.events))
                .play(
                        new BacktestPlan(
                                world.projects.find(world.project).orElseThrow(),
                                flow,
                                flow,
                                from,
                                world.clock.instant(),
                                world.clock.instant()),
                        Optional.empty(),
                        1,
                        new Deadline(world.clock.instant().plusSeconds(60), world.clock));
    }

    /** The ports of the world, of which an operation fails. */
    private Ports without(Class<?> broken, String operation) {
        return InMemoryPorts.decorated(
                world.ports,
                new InMemoryPorts.Decorator() {
                    @Override
                    public <P> P decorate(Class<P> type, P port) {
                        return type == broken ? failing(type, port, operation) : port;
                    }
                });
    }

    private static <P> P failing(Class<P> type, P port, String operation) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> {
                            if (method.getName().equals(operation)) {
                                throw new IllegalStateException(PLANTED);
                            }
                            return method.invoke(port, arguments);
                        }));
    }
}
