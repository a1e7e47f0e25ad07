package dev.actionflows.domain.fan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.run.FactReader;
import dev.actionflows.domain.run.Facts;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunOutline;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

class FanResolverTest {
    private final World world = new World();
    private final FanIdentity phone = world.identities.of(world.project, World.FAN_NUMBER);
    private final FanIdentity email =
            world.identities.of(world.project, new EmailAddress("ada@fans.example"));
    private final FanIdentity spotify =
            world.identities.of(world.project, Identity.Kind.SPOTIFY, "ada-at-spotify");

    private Fan resolve(FanIdentity... proven) {
        return world.resolver.resolve(world.project, Optional.empty(), List.of(proven));
    }

    private Fan resolve(FanId bearer, FanIdentity... proven) {
        return world.resolver.resolve(world.project, Optional.of(bearer), List.of(proven));
    }

    private Fan person(FanId id) {
        return world.fans.find(world.project, id).orElseThrow();
    }

    @Test
    void an_unknown_person_becomes_a_fan_with_all_proven_identities() {
        Fan fan = resolve(phone, email);

        assertThat(fan.identities()).containsExactly(phone, email);
        assertThat(resolve(email)).isEqualTo(fan);
        assertThat(resolve(fan.id(), phone)).isEqualTo(fan);
    }

    @Test
    void a_fan_can_be_created_without_identities() {
        Fan fan = resolve();

        assertThat(fan.identities()).isEmpty();
        assertThat(resolve(fan.id(), spotify).identities()).containsExactly(spotify);
    }

    @Test
    void an_unknown_bearer_is_rejected() {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> resolve(FanId.from(world.ids), phone));
    }

    @Test
    void two_fans_who_are_one_person_are_merged_into_the_older_one() {
        FanId older = resolve(phone).id();
        world.clock.advance(Duration.ofSeconds(1));
        FanId younger = resolve(spotify).id();

        Fan merged = resolve(younger, phone);

        assertThat(merged.id()).isEqualTo(older);
        assertThat(merged.identities()).containsExactly(phone, spotify);
        assertThat(person(younger)).isEqualTo(merged);
        assertThat(resolve(spotify)).isEqualTo(merged);
    }

    @Test
    void three_records_can_be_merged_into_one_fan() {
        FanId one = resolve(phone).id();
        FanId two = resolve(email).id();
        FanId three = resolve(spotify).id();
        resolve(three, email);

        Fan merged = resolve(one, email);

        assertThat(List.of(person(one), person(two), person(three))).containsOnly(merged);
        assertThat(merged.ids()).containsExactlyInAnyOrder(one, two, three);
        assertThat(merged.identities()).containsExactlyInAnyOrder(phone, email, spotify);
    }

    @Test
    void concurrent_merges_of_the_same_records_result_in_one_fan() {
        List<FanIdentity> identities = new ArrayList<>();
        for (int number = 0; number < 8; number++) {
            identities.add(
                    world.identities.of(world.project, new PhoneNumber("+1415555010" + number)));
        }
        identities.forEach(this::resolve);

        Together.run(
                8,
                number -> resolve(identities.get(number), identities.get((number + 1) % 8)).id());

        Set<FanId> people = new HashSet<>();
        identities.forEach(identity -> people.add(resolve(identity).id()));
        assertThat(people).hasSize(1);
        assertThat(person(people.iterator().next()).identities()).hasSize(8);
    }

    @Test
    void at_most_one_of_several_concurrent_accounts_is_attached_to_a_bearer() {
        for (int round = 0; round < 20; round++) {
            String prefix = "round-" + round + "-";
            FanId bearer = resolve().id();

            Together.run(
                    4,
                    number ->
                            world.resolver.resolveBearer(
                                    world.project,
                                    Optional.of(bearer),
                                    Optional.of(
                                            world.identities.of(
                                                    world.project,
                                                    Identity.Kind.SPOTIFY,
                                                    prefix + number))));

            assertThat(person(bearer).identities()).hasSize(1);
            assertThat(person(bearer).ids()).containsExactly(bearer);
        }
    }

    @Test
    void after_a_merge_a_stop_of_either_fan_applies_to_a_run_in_progress() {
        InMemoryTextSender sender = new InMemoryTextSender();
        StateMachine machine =
                new StateMachine(world.clock)
                        .with(
                                StepType.SEND_TEXT,
                                world.with(TextSender.class, sender)
                                        .steps()
                                        .runner(StepType.SEND_TEXT));
        FanId stopped = world.fan(World.FAN_NUMBER);
        world.fans.recordConsent(
                world.project,
                phone.identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "SM0", world.clock.instant()));
        world.clock.advance(Duration.ofSeconds(1));
        PhoneNumber other = new PhoneNumber("+14155550199");
        FanId texting = world.fan(other);
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                new Step.SendText(new MessageTemplate("Thanks"), OnUnmet.HOLD)),
                        texting,
                        "SM1");

        resolve(texting, phone);
        machine.execute(run);

        assertThat(world.run(run.key()).step(0).outcome())
                .contains(new StepOutcome.Skipped(Reason.STOPPED));
        assertThat(sender.handedOver()).isEmpty();
        assertThat(person(texting).id()).isEqualTo(stopped);
    }

    @Test
    void a_fan_record_that_changes_during_a_step_is_read_again_before_a_text_is_sent() {
        InMemoryTextSender sender = new InMemoryTextSender();
        world.fan(World.FAN_NUMBER);
        world.fans.recordConsent(
                world.project,
                phone.identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "SM0", world.clock.instant()));
        FanId texting = world.fan(new PhoneNumber("+14155550199"));
        int[] reads = {0};
        FactReader facts =
                new FactReader() {
                    @Override
                    public Optional<FlowVersion> findFlowVersion(
                            ProjectId project, FlowId flow, int number) {
                        return world.facts.findFlowVersion(project, flow, number);
                    }

                    @Override
                    public RunWithFacts readWithRun(
                            RunKey key, RunOutline outline, RequiredFacts needs) {
                        throw new AssertionError("an exclusive step claims its run first");
                    }

                    @Override
                    public Facts read(Run run, RequiredFacts needs) {
                        Facts read = world.facts.read(run, needs);
                        if (reads[0]++ == 0) {
                            resolve(texting, phone);
                        }
                        return read;
                    }
                };
        StateMachine machine =
                new StateMachine(world.clock)
                        .with(
                                StepType.SEND_TEXT,
                                new Application(
                                                InMemoryPorts.with(
                                                        InMemoryPorts.with(
                                                                world.ports,
                                                                TextSender.class,
                                                                sender),
                                                        FactReader.class,
                                                        facts))
                                        .steps()
                                        .runner(StepType.SEND_TEXT));
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                new Step.SendText(new MessageTemplate("Thanks"), OnUnmet.HOLD)),
                        texting,
                        "SM1");

        machine.execute(run);

        assertThat(world.run(run.key()).step(0).outcome())
                .contains(new StepOutcome.Skipped(Reason.STOPPED));
        assertThat(reads[0]).isEqualTo(2);
        assertThat(sender.handedOver()).isEmpty();
    }

    @Test
    void a_run_of_the_merged_record_finds_the_connection_of_the_kept_one() {
        FanId connected = resolve(spotify).id();
        world.connect(connected);
        world.clock.advance(Duration.ofSeconds(1));
        FanId texting = world.fan(World.FAN_NUMBER);
        Run run =
                world.startRun(
                        world.activeFlow(
                                "presave",
                                OnFailure.CONTINUE,
                                new Step.PreSave(world.release.id(), OnUnmet.DEFER)),
                        texting,
                        "SM1");

        resolve(connected, phone);

        assertThat(world.facts.read(run, RequiredFacts.nothing().withConnections()).connections())
                .extracting(Connection::fan)
                .containsExactly(connected);
        assertThat(wakeUps())
                .contains(
                        Requirement.streamingConnection(connected),
                        Requirement.streamingConnection(texting));
    }

    private List<Requirement> wakeUps() {
        List<Requirement> met = new ArrayList<>();
        for (Optional<WakeUp.RequirementMet> next = world.wakeUps.take();
                next.isPresent();
                next = world.wakeUps.take()) {
            met.add(next.get().requirement());
        }
        return met;
    }

    @Test
    void a_repeated_event_resends_the_wake_ups_of_a_merge() {
        FanId one = resolve(phone).id();
        FanId two = resolve(email).id();
        resolve(one, email);
        wakeUps();

        resolve(one, email);

        assertThat(wakeUps())
                .containsExactlyInAnyOrder(
                        Requirement.streamingConnection(one),
                        Requirement.streamingConnection(two),
                        Requirement.confirmedConsent(one),
                        Requirement.confirmedConsent(two));
    }

    @Test
    void a_start_from_one_number_permits_texts_to_the_fan_again() {
        FanId fan = world.fan(World.FAN_NUMBER);
        FanIdentity second = world.identities.of(world.project, new PhoneNumber("+14155550199"));
        resolve(fan, second);
        world.clock.advance(Duration.ofSeconds(1));
        receive("SM1", World.FAN_NUMBER, "STOP");
        assertThat(world.fans.permission(world.project, person(fan), Identity.Kind.PHONE))
                .isEqualTo(new ConsentStore.Permission.Stopped());
        world.clock.advance(Duration.ofSeconds(1));

        receive("SM2", new PhoneNumber("+14155550199"), "START");

        assertThat(world.fans.permission(world.project, person(fan), Identity.Kind.PHONE))
                .isInstanceOf(ConsentStore.Permission.Given.class);
    }

    private void receive(String messageId, PhoneNumber from, String body) {
        world.texts.receive(
                new InboundText(
                        world.project,
                        Optional.of(messageId),
                        Optional.of(from.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    private FanIdentity account(String name) {
        return world.identities.of(world.project, Identity.Kind.SPOTIFY, name);
    }

    private Fan known(String prefix, int count) {
        Fan fan = resolve(account(prefix + 0));
        for (int number = 1; number < count; number++) {
            fan = resolve(fan.id(), account(prefix + number));
        }
        return fan;
    }

    private ErrorCode refusal(Runnable resolving) {
        try {
            resolving.run();
        } catch (ProblemException e) {
            return e.code();
        }
        throw new AssertionError("the fan was accepted");
    }

    @Test
    void the_number_of_identities_of_a_fan_is_limited() {
        Fan full = known("a", Fan.MAX_IDENTITIES);
        Fan other = known("b", 2);

        assertThat(refusal(() -> resolve(full.id(), phone))).isEqualTo(ErrorCode.STATE_CONFLICT);
        assertThat(refusal(() -> resolve(full.id(), account("b0"))))
                .isEqualTo(ErrorCode.STATE_CONFLICT);

        assertThat(person(full.id())).isEqualTo(full);
        assertThat(person(other.id())).isEqualTo(other);
        assertThat(world.fans.findIdentity(world.project, phone.identity())).isEmpty();
        assertThat(resolve(full.id(), account("a7"))).isEqualTo(full);
        assertThat(resolve(phone).id()).isNotEqualTo(full.id());
    }

    @Test
    void the_number_of_merged_records_of_a_fan_is_limited() {
        FanId person = resolve(phone).id();
        for (int number = 1; number < Fan.MAX_RECORDS; number++) {
            world.clock.advance(Duration.ofSeconds(1));
            person = resolve(resolve().id(), phone).id();
        }
        FanId full = person;
        FanId newcomer = resolve().id();

        assertThat(person(full).ids()).hasSize(Fan.MAX_RECORDS);
        assertThat(refusal(() -> resolve(newcomer, phone))).isEqualTo(ErrorCode.STATE_CONFLICT);
    }
}
