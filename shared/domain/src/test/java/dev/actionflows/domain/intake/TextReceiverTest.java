package dev.actionflows.domain.intake;

import static dev.actionflows.domain.intake.EventOutcome.DUPLICATE;
import static dev.actionflows.domain.intake.EventOutcome.HELP;
import static dev.actionflows.domain.intake.EventOutcome.NO_FLOW;
import static dev.actionflows.domain.intake.EventOutcome.RESTARTED;
import static dev.actionflows.domain.intake.EventOutcome.RUN_STARTED;
import static dev.actionflows.domain.intake.EventOutcome.STOPPED;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

class TextReceiverTest {
    private final World world = new World();

    private static Step.SendText step() {
        return new Step.SendText(new MessageTemplate("Thank you"), OnUnmet.HOLD);
    }

    private Flow activeFlow() {
        return world.activeFlow("PRESAVE", OnFailure.CONTINUE, step());
    }

    private InboundText text(String messageId, String body) {
        return text(World.FAN_NUMBER, messageId, body);
    }

    private InboundText text(PhoneNumber from, String messageId, String body) {
        return new InboundText(
                world.project,
                Optional.of(messageId),
                Optional.of(from.e164()),
                Optional.of(body),
                Optional.empty());
    }

    private EventOutcome receive(String messageId, String body) {
        return world.texts.receive(text(messageId, body), (_, _) -> true);
    }

    private boolean fanIsStopped() {
        return isStopped(World.FAN_NUMBER);
    }

    private boolean isStopped(PhoneNumber number) {
        Identity identity = world.identities.of(world.project, number).identity();
        return world.fans
                .findIdentity(world.project, identity)
                .map(KnownIdentity::stopped)
                .orElse(false);
    }

    @Test
    void a_keyword_starts_a_run_for_a_fan_created_on_first_contact() {
        Flow flow = activeFlow();

        assertThat(receive("SM1", "  presave ")).isEqualTo(RUN_STARTED);

        Run run = world.executions.started().getLast();
        assertThat(run.flow()).isEqualTo(flow.id());
        assertThat(world.fans.find(world.project, run.fan()))
                .hasValueSatisfying(
                        fan ->
                                assertThat(fan.phone().orElseThrow().number())
                                        .isEqualTo(World.FAN_NUMBER));
        assertThat(world.run(run.key())).isEqualTo(run);
    }

    @Test
    void an_older_format_of_a_number_finds_its_fan_and_the_known_number_is_kept() {
        activeFlow();
        PhoneNumber known = PhoneNumber.parse("+52 55 1234 5678").orElseThrow();
        FanId fan = world.fan(known);

        assertThat(
                        world.texts.receive(
                                new InboundText(
                                        world.project,
                                        Optional.of("SM1"),
                                        Optional.of("+5215512345678"),
                                        Optional.of("presave"),
                                        Optional.empty()),
                                (_, _) -> true))
                .isEqualTo(RUN_STARTED);

        assertThat(world.executions.started().getLast().fan()).isEqualTo(fan);
        assertThat(world.fans.find(world.project, fan).flatMap(Fan::phone).orElseThrow().number())
                .isEqualTo(known);
    }

    @Test
    void emoji_next_to_the_keyword_are_ignored() {
        Flow flow = activeFlow();

        assertThat(receive("SM1", "🔥PRESAVE 🔥")).isEqualTo(RUN_STARTED);

        Run run = world.executions.started().getLast();
        assertThat(run.flow()).isEqualTo(flow.id());
        assertThat(run.event().scope()).isEqualTo("presave");
    }

    @Test
    void a_keyword_with_a_matching_emoji_takes_precedence() {
        activeFlow();
        Flow flow = world.activeFlow("PRESAVE🔥", OnFailure.CONTINUE, step());

        assertThat(receive("SM1", "presave 🔥")).isEqualTo(RUN_STARTED);

        assertThat(world.executions.started().getLast().flow()).isEqualTo(flow.id());
    }

    @Test
    void a_second_text_of_a_fan_starts_a_second_run_of_the_same_fan() {
        activeFlow();

        receive("SM1", "presave");
        receive("SM2", "presave");

        List<Run> runs = world.executions.started();
        assertThat(runs).hasSize(2);
        assertThat(runs.get(0).fan()).isEqualTo(runs.get(1).fan());
    }

    @Test
    void fifty_concurrent_deliveries_of_a_text_start_one_run() throws Exception {
        Flow flow = activeFlow();
        try (ExecutorService threads = Executors.newFixedThreadPool(50)) {
            List<Callable<EventOutcome>> deliveries = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                deliveries.add(() -> receive("SM1", "presave"));
            }
            for (Future<EventOutcome> delivery : threads.invokeAll(deliveries)) {
                assertThat(delivery.get()).isIn(RUN_STARTED, DUPLICATE);
            }
        }
        assertThat(world.ledger.listByFlow(world.project, flow.id(), Optional.empty(), 100).items())
                .hasSize(1);
    }

    @Test
    void a_run_is_stored_even_when_no_execution_can_be_started() {
        Flow flow = activeFlow();
        world.executions.refuse();

        assertThat(receive("SM1", "presave")).isEqualTo(RUN_STARTED);

        List<Run> runs =
                world.ledger.listByFlow(world.project, flow.id(), Optional.empty(), 10).items();
        assertThat(runs)
                .singleElement()
                .satisfies(
                        run ->
                                assertThat(run.dueAt())
                                        .contains(world.clock.instant().plus(Run.LEASE)));
    }

    @Test
    void a_keyword_without_an_active_flow_starts_nothing() {
        Flow flow = activeFlow();
        world.flows.pause(world.project, flow.id());

        assertThat(receive("SM1", "presave")).isEqualTo(NO_FLOW);
        assertThat(receive("SM2", "")).isEqualTo(NO_FLOW);
        assertThat(receive("SM3", "what time is the show?")).isEqualTo(NO_FLOW);

        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void stop_is_stored_even_for_an_unknown_sender_and_start_lifts_it() {
        assertThat(receive("SM1", "STOP")).isEqualTo(STOPPED);
        assertThat(fanIsStopped()).isTrue();

        world.clock.advance(Duration.ofSeconds(1));
        assertThat(receive("SM2", "start")).isEqualTo(RESTARTED);
        assertThat(fanIsStopped()).isFalse();
    }

    @Test
    void a_redelivered_start_does_not_lift_a_later_stop() {
        receive("SM1", "START");
        receive("SM2", "STOP");

        assertThat(receive("SM1", "START")).isEqualTo(DUPLICATE);

        assertThat(fanIsStopped()).isTrue();
    }

    @Test
    void a_redelivered_answer_about_consent_does_not_lift_a_later_stop_of_another_number() {
        Identity first = world.identities.of(world.project, World.FAN_NUMBER).identity();
        PhoneNumber second = new PhoneNumber("+14155550199");
        FanId fan = world.fan(World.FAN_NUMBER);
        world.fans.attach(
                world.project,
                world.fans.find(world.project, fan).orElseThrow(),
                world.identities.of(world.project, second));
        world.fans.claimConfirmation(
                world.project,
                first,
                new ConfirmationRequest("question", world.clock.instant(), true));
        afterAMinute(World.FAN_NUMBER, "SM1", "YES", EventOutcome.CONFIRMED);
        afterAMinute(World.FAN_NUMBER, "SM2", "STOP", STOPPED);
        afterAMinute(World.FAN_NUMBER, "SM3", "START", RESTARTED);
        afterAMinute(second, "SM4", "STOP", STOPPED);

        afterAMinute(World.FAN_NUMBER, "SM1", "YES", DUPLICATE);

        assertThat(isStopped(second)).isTrue();
    }

    @Test
    void a_redelivered_start_does_not_lift_the_stop_of_a_number_that_the_fan_got_later() {
        PhoneNumber second = new PhoneNumber("+14155550199");
        FanId fan = world.fan(World.FAN_NUMBER);
        afterAMinute(World.FAN_NUMBER, "SM1", "START", RESTARTED);
        world.fans.attach(
                world.project,
                world.fans.find(world.project, fan).orElseThrow(),
                world.identities.of(world.project, second));
        afterAMinute(second, "SM2", "STOP", STOPPED);

        afterAMinute(World.FAN_NUMBER, "SM1", "START", DUPLICATE);

        assertThat(isStopped(second)).isTrue();
    }

    private void afterAMinute(
            PhoneNumber from, String messageId, String body, EventOutcome expected) {
        world.clock.advance(Duration.ofMinutes(1));
        assertThat(world.texts.receive(text(from, messageId, body), (_, _) -> true))
                .isEqualTo(expected);
    }

    @Test
    void messages_without_a_flow_appear_on_the_fans_timeline_once() {
        FanId fan = world.fan(World.FAN_NUMBER);

        for (int delivery = 0; delivery < 2; delivery++) {
            receive("SM1", "when is the show?");
            receive("SM2", "STOP");
            receive("SM3", "start");
            receive("SM4", "Help!");
            world.clock.advance(Duration.ofSeconds(1));
        }

        assertThat(timeline(fan))
                .containsExactlyInAnyOrder(
                        "sms:SM1 no_flow", "sms:SM2 stopped", "sms:SM3 restarted", "sms:SM4 help");
    }

    @Test
    void a_redelivered_stop_is_added_to_the_timeline_if_it_is_missing() {
        FanId fan = world.fan(World.FAN_NUMBER);
        world.fans.recordConsent(
                world.project,
                world.identities.of(world.project, World.FAN_NUMBER).identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "SM1", world.clock.instant()));

        assertThat(receive("SM1", "STOP")).isEqualTo(DUPLICATE);

        assertThat(timeline(fan)).containsExactly("sms:SM1 stopped");
    }

    @Test
    void a_stop_of_an_unknown_sender_is_recorded_without_a_fan() {
        receive("SM1", "STOP");

        assertThat(world.events.records())
                .singleElement()
                .satisfies(
                        it -> {
                            assertThat(it.why()).isEqualTo(NotStartedReason.STOPPED);
                            assertThat(it.fan()).isEmpty();
                        });
    }

    private List<String> timeline(FanId fan) {
        return world.events.latest(world.project, fan, Optional.empty(), 10).stream()
                .map(EventResult.NotStarted.class::cast)
                .map(EventResult.NotStarted::entry)
                .map(it -> it.event().id().value() + " " + it.why().wireName())
                .toList();
    }

    @Test
    void help_is_left_to_the_provider() {
        assertThat(receive("SM1", "help")).isEqualTo(HELP);
        assertThat(fanIsStopped()).isFalse();
    }

    @Test
    void a_stop_recognized_by_the_provider_is_a_stop() {
        InboundText text =
                new InboundText(
                        world.project,
                        Optional.of("SM1"),
                        Optional.of(World.FAN_NUMBER.e164()),
                        Optional.of("basta"),
                        Optional.of("STOP"));

        assertThat(world.texts.receive(text, (_, _) -> true)).isEqualTo(STOPPED);
    }

    @Test
    void the_signature_is_checked_with_the_projects_token_and_webhook_url() {
        world.texts.receive(
                text("SM1", "hello"),
                (token, url) -> {
                    assertThat(token).isEqualTo(World.AUTH_TOKEN);
                    assertThat(url)
                            .isEqualTo("https://flows.example.com/webhooks/sms/" + world.project);
                    return true;
                });
    }

    @Test
    void a_wrong_signature_is_rejected_first_and_stores_nothing() {
        Flow flow = activeFlow();
        InboundText broken =
                new InboundText(
                        world.project,
                        Optional.empty(),
                        Optional.of(World.FAN_NUMBER.e164()),
                        Optional.of("presave"),
                        Optional.empty());

        for (InboundText text : List.of(text("SM1", "presave"), text("SM2", "STOP"), broken)) {
            ProblemException problem =
                    catchThrowableOfType(
                            ProblemException.class,
                            () -> world.texts.receive(text, (_, _) -> false));
            assertThat(problem.code()).isEqualTo(ErrorCode.SIGNATURE_INVALID);
        }

        assertThat(fanIsStopped()).isFalse();
        assertThat(world.ledger.listByFlow(world.project, flow.id(), Optional.empty(), 10).items())
                .isEmpty();
    }

    @Test
    void an_unknown_project_is_rejected_like_a_wrong_signature() {
        InboundText text =
                new InboundText(
                        ProjectId.from(world.ids),
                        Optional.of("SM1"),
                        Optional.of(World.FAN_NUMBER.e164()),
                        Optional.of("presave"),
                        Optional.empty());

        ProblemException problem =
                catchThrowableOfType(
                        ProblemException.class, () -> world.texts.receive(text, (_, _) -> true));

        assertThat(problem.code()).isEqualTo(ErrorCode.SIGNATURE_INVALID);
    }

    @Test
    void all_missing_or_invalid_fields_are_reported() {
        InboundText text =
                new InboundText(
                        world.project,
                        Optional.of("not an id!"),
                        Optional.of("12345"),
                        Optional.empty(),
                        Optional.empty());

        ProblemException problem =
                catchThrowableOfType(
                        ProblemException.class, () -> world.texts.receive(text, (_, _) -> true));

        assertThat(problem.violations())
                .extracting(Violation::pointer)
                .containsExactly("/MessageSid", "/From", "/Body");
    }

    @Test
    void a_stop_is_stored_before_flows_are_read() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Flow draft =
                world.flows.create(
                        world.project, world.definition("LOUD", OnFailure.CONTINUE, step()));
        world.tests.start(world.project, draft.id(), List.of(fan), Duration.ofDays(1));
        IntakeReader unreadableFlows =
                (IntakeReader)
                        Proxy.newProxyInstance(
                                IntakeReader.class.getClassLoader(),
                                new Class<?>[] {IntakeReader.class},
                                (proxy, method, arguments) -> {
                                    if (method.isDefault()) {
                                        return InvocationHandler.invokeDefault(
                                                proxy, method, arguments);
                                    }
                                    if (method.getName().equals("flows")) {
                                        throw new IllegalStateException("unreadable");
                                    }
                                    return method.invoke(world.reader, arguments);
                                });

        EventOutcome outcome =
                world.with(IntakeReader.class, unreadableFlows)
                        .texts()
                        .receive(text("SM1", "STOP"), (_, _) -> true);

        assertThat(outcome).isEqualTo(EventOutcome.STOPPED);
        assertThat(fanIsStopped()).isTrue();
    }
}
