package dev.actionflows.sendtext;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.WrappedKey;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.StepRunner;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.registry.StepActions;
import dev.actionflows.domain.step.streaming.ConnectLinks;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

class SendTextActionTest {
    private static final String TEMPLATE =
            "Thanks from {{project_name}}!{{#connect_link}} Connect:"
                    + " {{connect_link}}{{/connect_link}}";

    private final World world = new World();
    private final InMemoryTextSender sender = world.ports.texts;
    private final StateMachine machine =
            new StateMachine(world.clock)
                    .with(StepType.SEND_TEXT, world.application.steps().runner(StepType.SEND_TEXT));
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final Identity identity =
            world.identities.of(world.project, World.FAN_NUMBER).identity();

    private StepOutcome execute(String template) {
        return execute(template, machine);
    }

    private static Step step(String template) {
        return new Step.SendText(new MessageTemplate(template), OnUnmet.HOLD);
    }

    private StepOutcome execute(String template, StateMachine machine) {
        return execute(world.activeFlow("presave", OnFailure.CONTINUE, step(template)), machine);
    }

    /** The flow was stored when its text was valid, and something else has changed since. */
    private StepOutcome executeStored(String template) {
        Flow draft =
                Flow.draft(
                        FlowId.from(world.ids),
                        world.definition("presave", OnFailure.CONTINUE, step(template)),
                        world.clock.instant());
        world.flowStore.create(world.project, draft);
        Flow active = draft.withStatus(FlowStatus.ACTIVE, world.clock.instant());
        world.flowStore.save(world.project, draft, active);
        return execute(active, machine);
    }

    private StepOutcome execute(Flow flow, StateMachine machine) {
        Run run = world.startRun(flow, fan, "SM1");
        machine.execute(run);
        return world.run(run.key()).step(0).outcome().orElseThrow();
    }

    @Test
    void a_connected_fan_gets_the_text_without_a_link() {
        world.connect(fan);

        assertThat(execute(TEMPLATE)).isEqualTo(new StepOutcome.Completed(Reason.ACCEPTED));

        assertThat(sender.handedOver())
                .containsExactly(
                        new TextMessage(
                                World.PROJECT_NUMBER,
                                World.FAN_NUMBER,
                                "Thanks from Night Harbour!",
                                "https://flows.example.com/webhooks/sms/prj_7zqk3v9m2c4x8b1d/status?step="
                                        + world.executions.started().getLast().key().run()
                                        + ".0",
                                world.project
                                        + "-"
                                        + world.executions.started().getLast().key().run()
                                        + "-0",
                                // ten minutes from the fan's text, less the time of the step
                                Duration.ofMinutes(10).minusSeconds(17)));
    }

    @Test
    void a_fan_without_a_connection_gets_a_link_valid_for_this_fan_only() {
        execute(TEMPLATE);

        String sent = sender.handedOver().getFirst().body();
        assertThat(sent).matches(".* Connect: https://flows\\.example\\.com/l/[0-9A-Za-z]{13}");
        String body = world.followed(sent);
        assertThat(body)
                .startsWith(
                        "Thanks from Night Harbour! Connect:"
                                + " https://flows.example.com/connect/spotify/start?project="
                                + world.project
                                + "&t=");
        Project project = world.projects.find(world.project).orElseThrow();
        assertThat(
                        new FanToken(world.vault, ConnectLinks.PURPOSE)
                                .verify(
                                        project,
                                        body.substring(body.indexOf("&t=") + 3),
                                        world.clock.instant()))
                .contains(fan);
    }

    @Test
    void a_fan_who_sent_stop_gets_no_text() {
        world.fans.recordConsent(
                world.project,
                identity,
                new ConsentChange(ConsentChange.Kind.STOP, "SM0", world.clock.instant()));

        assertThat(execute("Hi")).isEqualTo(new StepOutcome.Skipped(Reason.STOPPED));

        assertThat(sender.handedOver()).isEmpty();
    }

    @Test
    void a_stop_known_only_to_the_provider_is_stored() {
        sender.answers(new SendResult.OptedOut());

        assertThat(execute("Hi")).isEqualTo(new StepOutcome.Skipped(Reason.STOPPED));

        assertThat(world.fans.findIdentity(world.project, identity).orElseThrow().stopped())
                .isTrue();
    }

    @Test
    void a_stop_known_only_to_the_provider_is_stored_later_if_it_cannot_be_stored_now() {
        AtomicBoolean down = new AtomicBoolean(true);
        ConsentStore flaky =
                (ConsentStore)
                        Proxy.newProxyInstance(
                                getClass().getClassLoader(),
                                new Class<?>[] {ConsentStore.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals("recordConsent")
                                            && down.getAndSet(false)) {
                                        throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                                    }
                                    return method.invoke(world.fans, arguments);
                                });
        sender.answers(new SendResult.OptedOut());
        sender.answers(new SendResult.OptedOut());
        StepRunner<?> runner =
                world.with(ConsentStore.class, flaky).steps().runner(StepType.SEND_TEXT);

        assertThat(execute("Hi", new StateMachine(world.clock).with(StepType.SEND_TEXT, runner)))
                .isEqualTo(new StepOutcome.Skipped(Reason.STOPPED));
        assertThat(world.fans.findIdentity(world.project, identity).orElseThrow().stopped())
                .isTrue();
    }

    @Test
    void after_a_provider_timeout_the_step_is_unknown_and_never_resent() {
        sender.answers(new SendResult.Unknown(Reason.NO_ANSWER));

        assertThat(execute("Hi")).isEqualTo(new StepOutcome.Unknown(Reason.NO_ANSWER));

        assertThat(sender.handedOver()).hasSize(1);
    }

    @Test
    void a_message_that_was_not_accepted_waits_as_long_as_the_provider_says() {
        sender.answers(new SendResult.NotTaken(Reason.RATE_LIMITED, Duration.ofSeconds(90)));

        assertThat(execute("Hi"))
                .isInstanceOfSatisfying(
                        StepOutcome.Waiting.class,
                        waiting -> {
                            assertThat(waiting.reason()).isEqualTo(Reason.RATE_LIMITED);
                            assertThat(waiting.until())
                                    .isEqualTo(world.clock.instant().plusSeconds(90));
                        });
    }

    @Test
    void an_unreachable_number_is_a_failure() {
        sender.answers(new SendResult.MessageRefused(Reason.UNREACHABLE_NUMBER));

        assertThat(execute("Hi")).isEqualTo(new StepOutcome.Failed(Reason.UNREACHABLE_NUMBER));
    }

    @Test
    void a_template_that_is_empty_for_this_fan_is_skipped() {
        world.connect(fan);

        assertThat(execute("{{#connect_link}}Connect: {{connect_link}}{{/connect_link}}"))
                .isEqualTo(new StepOutcome.Skipped(Reason.EMPTY_TEXT));

        assertThat(sender.handedOver()).isEmpty();
    }

    @Test
    void a_text_that_is_too_long_for_this_fan_is_never_sent() {
        String filled = "a".repeat(1590) + "{{#connect_link}} {{connect_link}}{{/connect_link}}";

        assertThat(executeStored(filled)).isEqualTo(new StepOutcome.Failed(Reason.TEXT_TOO_LONG));

        assertThat(sender.handedOver()).isEmpty();
    }

    @Test
    void the_same_text_is_sent_to_a_fan_for_whom_it_is_short_enough() {
        world.connect(fan);

        assertThat(
                        executeStored(
                                "🎧".repeat(1600)
                                        + "{{#connect_link}} {{connect_link}}{{/connect_link}}"))
                .isEqualTo(new StepOutcome.Completed(Reason.ACCEPTED));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u00A0", "\u200B \u2060", "\u3164"})
    void an_invisible_text_is_not_sent(String nothing) {
        assertThat(executeStored(nothing)).isEqualTo(new StepOutcome.Skipped(Reason.EMPTY_TEXT));
    }

    @Test
    void a_busy_key_service_only_delays_the_text() {
        AtomicBoolean busy = new AtomicBoolean(true);
        KeyRing keys =
                new KeyRing() {
                    @Override
                    public WrappedKey createDataKey(ProjectId project) {
                        return world.keys.createDataKey(project);
                    }

                    @Override
                    public byte[] unwrap(ProjectId project, WrappedKey key) {
                        if (busy.getAndSet(false)) {
                            throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                        }
                        return world.keys.unwrap(project, key);
                    }

                    @Override
                    public byte[] identityKey() {
                        return world.keys.identityKey();
                    }
                };
        StepRunner<?> runner = world.with(KeyRing.class, keys).steps().runner(StepType.SEND_TEXT);

        assertThat(execute("Hi", new StateMachine(world.clock).with(StepType.SEND_TEXT, runner)))
                .isEqualTo(new StepOutcome.Completed(Reason.ACCEPTED));
        assertThat(sender.handedOver()).hasSize(1);
    }

    @Test
    void a_text_is_sent_later_if_its_client_cannot_be_created() {
        AtomicBoolean misconfigured = new AtomicBoolean(true);
        StepRunner<?> runner =
                new StepActions(
                                InMemoryPorts.decorated(
                                        world.ports,
                                        new InMemoryPorts.Decorator() {
                                            @Override
                                            public <P> P decorate(Class<P> type, P port) {
                                                if (type == TextSender.class
                                                        && misconfigured.getAndSet(false)) {
                                                    throw new IllegalStateException("no URL");
                                                }
                                                return port;
                                            }
                                        }))
                        .runner(StepType.SEND_TEXT);

        assertThat(execute("Hi", new StateMachine(world.clock).with(StepType.SEND_TEXT, runner)))
                .isEqualTo(new StepOutcome.Completed(Reason.ACCEPTED));
        assertThat(sender.handedOver()).hasSize(1);
    }

    private Optional<String> advice(String template) {
        Project project = world.projects.find(world.project).orElseThrow();
        return world.application
                .steps()
                .sendText()
                .advice(new Step.SendText(new MessageTemplate(template), OnUnmet.HOLD), project)
                .map(Violation::detail);
    }

    @Test
    void a_typographic_character_that_costs_a_part_is_named_with_its_equivalent() {
        assertThat(advice("It’s out: " + "a".repeat(90)))
                .contains(
                        "has characters outside the GSM alphabet, the first at 3: ’ (U+2019); it"
                                + " has 2 parts instead of 1 with the GSM characters, such as"
                                + " \"'\"");
    }

    @Test
    void no_advice_is_given_where_no_part_would_be_saved() {
        assertThat(advice("It’s out")).isEmpty();
        assertThat(advice("It's out: " + "a".repeat(150))).isEmpty();
        assertThat(advice("\uD83C\uDFA7".repeat(40))).isEmpty();
    }
}
