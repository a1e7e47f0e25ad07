package dev.actionflows.domain.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.embed.EmbedObserver.CodeResult;
import dev.actionflows.domain.embed.VerificationService.Verified;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.intake.InboundText;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.RecordingObserver;
import dev.actionflows.domain.testing.ScriptedIntakeReader;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

class VerificationServiceTest {
    private static final PhoneNumber OTHER_NUMBER = new PhoneNumber("+14155550124");

    private final EmbedWorld embed = new EmbedWorld();
    private final World world = embed.world;
    private final Flow flow = embed.flowOn(TriggerType.SMS_OPTED_IN, ReEntry.EVERY_EVENT);
    private final Identity phone = world.identities.of(world.project, World.FAN_NUMBER).identity();

    private VerificationId begin(Optional<String> fanToken) {
        EventAnswer answer =
                embed.pageEvents()
                        .receive(
                                embed.project(),
                                embed.smsOptIn(Optional.empty(), World.FAN_NUMBER, fanToken),
                                EmbedWorld.CLIENT,
                                embed.deadline());
        assertThat(answer).isInstanceOf(EventAnswer.VerificationRequired.class);
        return ((EventAnswer.VerificationRequired) answer).verification().id();
    }

    private Verified type(VerificationId id, String code) {
        return type(id, code, Optional.empty());
    }

    private Verified type(VerificationId id, String code, Optional<String> fanToken) {
        return type(id, code, fanToken, Optional.empty());
    }

    private Verified type(
            VerificationId id, String code, Optional<String> fanToken, Optional<String> attempt) {
        return embed.typedCodes()
                .receive(embed.project(), id, code, fanToken, attempt, EmbedWorld.CLIENT);
    }

    private ErrorCode problem(VerificationId id, String code) {
        try {
            type(id, code);
        } catch (ProblemException e) {
            return e.code();
        }
        throw new AssertionError("the code was accepted");
    }

    private Fan fan(FanId id) {
        return world.fans.find(world.project, id).orElseThrow();
    }

    @Test
    void the_correct_code_creates_the_fan_the_consent_and_the_run() {
        VerificationId id = begin(Optional.empty());
        assertThat(world.fans.findIdentity(world.project, phone)).isEmpty();
        assertThat(embed.runs(flow)).isEmpty();
        world.clock.advance(Duration.ofMinutes(2));

        Verified verified = type(id, embed.textedCode());

        assertThat(fan(verified.fan()).phone().orElseThrow().number()).isEqualTo(World.FAN_NUMBER);
        assertThat(embed.runs(flow)).extracting(Run::fan).containsExactly(verified.fan());
        assertThat(embed.runs(flow).getFirst().event().id().value()).isEqualTo("web:" + id);
        ConsentChange consent = Objects.requireNonNull(world.consents(phone).get("web:" + id));
        assertThat(consent.kind()).isEqualTo(ConsentChange.Kind.CONFIRMED);
        assertThat(consent.at()).isEqualTo(world.clock.instant());
        assertThat(consent.evidence())
                .isEqualTo(
                        Map.of(
                                "source", "embed",
                                "wording", EmbedWorld.CONSENT.wording(),
                                "version", EmbedWorld.CONSENT.version(),
                                "page", "https://band.example/tour",
                                "address", "203.0.113.7",
                                "userAgent", "Mozilla/5.0"));
        assertThat(
                        new FanToken(world.vault, "fan")
                                .verify(
                                        embed.project(),
                                        verified.session().token(),
                                        world.clock.instant()))
                .contains(verified.fan());
        assertThat(verified.session().endsAt())
                .isEqualTo(world.clock.instant().plus(Duration.ofHours(1)));
    }

    private void stop(String message, PhoneNumber number) {
        world.texts.receive(
                new InboundText(
                        world.project,
                        Optional.of(message),
                        Optional.of(number.e164()),
                        Optional.of("STOP"),
                        Optional.empty()),
                (_, _) -> true);
    }

    private ConsentStore.Permission texts(FanId fan) {
        return world.fans.permission(world.project, fan(fan), Identity.Kind.PHONE);
    }

    /** The fan replies to the code with STOP. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_code_requested_before_a_stop_does_not_lift_it(boolean known) {
        if (known) {
            world.fan(World.FAN_NUMBER);
        }
        VerificationId id = begin(Optional.empty());
        world.clock.advance(Duration.ofMinutes(1));
        stop("SM9", World.FAN_NUMBER);
        world.clock.advance(Duration.ofMinutes(1));

        Verified verified = type(id, embed.textedCode());

        assertThat(texts(verified.fan())).isEqualTo(new ConsentStore.Permission.Stopped());
        assertThat(world.consents(phone)).containsKey("web:" + id);
        // nor if it is entered again, which also completes unfinished work
        world.clock.advance(Duration.ofMinutes(1));
        type(id, embed.textedCode());
        assertThat(texts(verified.fan())).isEqualTo(new ConsentStore.Permission.Stopped());
    }

    @Test
    void a_code_requested_before_a_stop_on_instagram_does_not_lift_it() {
        VerificationId id = begin(Optional.empty());
        world.clock.advance(Duration.ofMinutes(1));
        FanIdentity instagram =
                world.identities.of(world.project, Identity.Kind.INSTAGRAM, "1254459154682919");
        world.fans.recordConsent(
                world.project,
                instagram.identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "igdm:1", world.clock.instant()));
        world.clock.advance(Duration.ofMinutes(1));
        FanId fan = type(id, embed.textedCode()).fan();
        assertThat(texts(fan)).isInstanceOf(ConsentStore.Permission.Given.class);

        world.resolver.resolve(world.project, Optional.of(fan), List.of(instagram));

        assertThat(texts(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
    }

    @Test
    void a_code_requested_after_a_stop_on_another_channel_permits_texts_again() {
        FanId fan = world.fan(World.FAN_NUMBER);
        FanIdentity instagram =
                world.identities.of(world.project, Identity.Kind.INSTAGRAM, "1254459154682919");
        world.resolver.resolve(world.project, Optional.of(fan), List.of(instagram));
        world.fans.recordConsent(
                world.project,
                instagram.identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "igdm:1", world.clock.instant()));
        assertThat(texts(fan)).isEqualTo(new ConsentStore.Permission.Stopped());
        world.clock.advance(Duration.ofMinutes(1));

        type(begin(Optional.empty()), embed.textedCode());

        assertThat(texts(fan)).isInstanceOf(ConsentStore.Permission.Given.class);
    }

    @Test
    void a_mailed_code_verifies_a_mail_address() {
        Flow onMail = embed.flowOn(TriggerType.EMAIL_OPTED_IN, ReEntry.ONCE);
        EmailAddress address = new EmailAddress("ada@fans.example");
        EventAnswer answer =
                embed.pageEvents()
                        .receive(
                                embed.project(),
                                embed.emailOptIn(address),
                                EmbedWorld.CLIENT,
                                embed.deadline());

        Verified verified =
                type(
                        ((EventAnswer.VerificationRequired) answer).verification().id(),
                        embed.mailedCode());

        assertThat(embed.runs(onMail)).extracting(Run::fan).containsExactly(verified.fan());
        assertThat(fan(verified.fan()).latest(Identity.Kind.EMAIL).orElseThrow().value())
                .isEqualTo("ada@fans.example");
        assertThat(embed.mails.handedOver())
                .singleElement()
                .satisfies(mail -> assertThat(mail.to()).isEqualTo(address));
    }

    @Test
    void entering_the_correct_code_again_is_idempotent() {
        VerificationId id = begin(Optional.empty());
        Verified first = type(id, embed.textedCode());
        world.clock.advance(Duration.ofMinutes(3));

        for (int times = 0; times < 2 * Verification.MAX_TRIES; times++) {
            assertThat(type(id, embed.textedCode())).isEqualTo(first);
        }

        assertThat(embed.runs(flow)).hasSize(1);
        assertThat(world.executions.started()).hasSize(1);
        assertThat(world.consents(phone)).hasSize(1);
    }

    @Test
    void a_wrong_code_reports_the_number_of_tries_left() {
        VerificationId id = begin(Optional.empty());

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> type(id, EmbedWorld.otherThan(embed.textedCode())))
                .satisfies(
                        it -> {
                            assertThat(it.code()).isEqualTo(ErrorCode.INVALID_REQUEST);
                            assertThat(it.violations().getFirst().pointer()).isEqualTo("/code");
                            assertThat(it.getMessage()).contains("tries left: 4");
                        });
        assertThat(world.observer.facts(RecordingObserver.Fact.Code.class))
                .extracting(RecordingObserver.Fact.Code::result)
                .containsExactly(CodeResult.SENT, CodeResult.WRONG);
    }

    @Test
    void after_five_wrong_codes_the_correct_one_is_rejected() {
        VerificationId id = begin(Optional.empty());
        String wrong = EmbedWorld.otherThan(embed.textedCode());
        for (int tries = 0; tries < Verification.MAX_TRIES; tries++) {
            assertThat(problem(id, wrong)).isEqualTo(ErrorCode.INVALID_REQUEST);
        }

        assertThat(problem(id, embed.textedCode())).isEqualTo(ErrorCode.STATE_CONFLICT);
        assertThat(embed.runs(flow)).isEmpty();
        assertThat(world.fans.findIdentity(world.project, phone)).isEmpty();
    }

    @Test
    void a_code_expires_after_ten_minutes() {
        VerificationId id = begin(Optional.empty());
        world.clock.advance(Verification.LENGTH);

        assertThat(problem(id, embed.textedCode())).isEqualTo(ErrorCode.STATE_CONFLICT);
        assertThat(embed.runs(flow)).isEmpty();
    }

    @Test
    void an_unknown_verification_is_not_found() {
        assertThat(problem(VerificationId.of("nothing"), "123456")).isEqualTo(ErrorCode.NOT_FOUND);
    }

    @Test
    void a_code_is_only_valid_for_its_own_verification() {
        VerificationId first = begin(Optional.empty());
        String code = embed.textedCode();
        VerificationId second = begin(Optional.empty());

        assertThat(embed.textedCode()).isNotEqualTo(code);
        assertThat(problem(second, code)).isEqualTo(ErrorCode.INVALID_REQUEST);
        assertThat(type(first, code).fan()).isNotNull();
    }

    @Test
    void at_most_five_of_many_concurrent_guesses_are_checked() {
        VerificationId id = begin(Optional.empty());
        String wrong = EmbedWorld.otherThan(embed.textedCode());

        List<ErrorCode> answers = Together.run(24, _ -> problem(id, wrong));

        assertThat(answers)
                .filteredOn(ErrorCode.INVALID_REQUEST::equals)
                .hasSize(Verification.MAX_TRIES);
        assertThat(problem(id, embed.textedCode())).isEqualTo(ErrorCode.STATE_CONFLICT);
    }

    @Test
    void concurrent_entries_of_the_correct_code_start_one_run() {
        VerificationId id = begin(Optional.empty());
        String code = embed.textedCode();

        List<Verified> answers = Together.run(4, _ -> type(id, code));

        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(embed.runs(flow)).hasSize(1);
    }

    @Test
    void concurrent_verifications_of_one_number_resolve_to_one_fan() {
        VerificationId first = begin(Optional.empty());
        String firstCode = embed.textedCode();
        VerificationId second = begin(Optional.empty());
        String secondCode = embed.textedCode();

        List<Verified> answers =
                Together.run(
                        2,
                        number -> number == 0 ? type(first, firstCode) : type(second, secondCode));

        assertThat(answers.get(0).fan()).isEqualTo(answers.get(1).fan());
        assertThat(embed.runs(flow)).as("one per event").hasSize(2);
    }

    /** After a crash at any call, the same code completes the work, and nothing happens twice. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void after_a_crash_at_any_call_the_same_code_completes_it(boolean afterwards) {
        int call = 1;
        while (true) {
            EmbedWorld embed = new EmbedWorld();
            Flow flow = embed.flowOn(TriggerType.SMS_OPTED_IN, ReEntry.ONCE);
            embed.pageEvents()
                    .receive(
                            embed.project(),
                            embed.smsOptIn(Optional.of("e1"), World.FAN_NUMBER, Optional.empty()),
                            EmbedWorld.CLIENT,
                            embed.deadline());
            VerificationId id =
                    ((EventAnswer.VerificationRequired)
                                    embed.pageEvents()
                                            .receive(
                                                    embed.project(),
                                                    embed.smsOptIn(
                                                            Optional.of("e1"),
                                                            World.FAN_NUMBER,
                                                            Optional.empty()),
                                                    EmbedWorld.CLIENT,
                                                    embed.deadline()))
                            .verification()
                            .id();
            Interruption death = new Interruption(call, afterwards);
            try {
                embed.typedCodes(death)
                        .receive(
                                embed.project(),
                                id,
                                embed.textedCode(),
                                Optional.empty(),
                                Optional.empty(),
                                EmbedWorld.CLIENT);
            } catch (Interruption.Death e) {
                embed.world.clock.advance(Duration.ofSeconds(5));
            }

            Verified verified =
                    embed.typedCodes()
                            .receive(
                                    embed.project(),
                                    id,
                                    embed.textedCode(),
                                    Optional.empty(),
                                    Optional.empty(),
                                    EmbedWorld.CLIENT);

            assertThat(embed.runs(flow)).as("call %d", call).hasSize(1);
            assertThat(embed.runs(flow).getFirst().fan()).isEqualTo(verified.fan());
            assertThat(
                            embed.world
                                    .fans
                                    .findIdentity(embed.world.project, phone)
                                    .filter(KnownIdentity::consented))
                    .isPresent();
            assertThat(embed.world.fans.consents(embed.world.project, phone)).hasSize(1);
            assertThat(embed.textsTo(World.FAN_NUMBER)).hasSize(1);
            if (!death.hasHappened()) {
                assertThat(call).as("number of calls").isGreaterThan(7);
                return;
            }
            call++;
        }
    }

    private FanId fanByMail() {
        return world.resolver
                .resolve(
                        world.project,
                        Optional.empty(),
                        List.of(
                                world.identities.of(
                                        world.project, new EmailAddress("ada@fans.example"))))
                .id();
    }

    private Optional<String> tokenOf(FanId fan) {
        return Optional.of(embed.fanToken(fan, Duration.ofHours(1)));
    }

    @Test
    void a_code_with_the_token_of_a_known_fan_merges_both_fans() {
        FanId bearer = fanByMail();
        FanId owner = world.fan(World.FAN_NUMBER);
        VerificationId id = begin(tokenOf(bearer));

        Verified verified = type(id, embed.textedCode());

        assertThat(fan(bearer).id()).isEqualTo(verified.fan());
        assertThat(fan(owner).id()).isEqualTo(verified.fan());
        assertThat(fan(owner).identities()).hasSize(2);
    }

    @Test
    void a_token_sent_with_the_code_identifies_the_fan_as_well() {
        FanId bearer = fanByMail();
        VerificationId id = begin(Optional.empty());

        Verified verified = type(id, embed.textedCode(), tokenOf(bearer));

        assertThat(verified.fan()).isEqualTo(bearer);
        assertThat(fan(bearer).identities()).hasSize(2);
    }

    @Test
    void a_leftover_token_of_a_fan_with_another_number_does_not_merge_fans() {
        FanId left = world.fan(OTHER_NUMBER);
        VerificationId id = begin(tokenOf(left));

        Verified verified = type(id, embed.textedCode(), tokenOf(left));

        assertThat(verified.fan()).isNotEqualTo(left);
        assertThat(fan(left).ids()).containsExactly(left);
        assertThat(fan(left).identities()).hasSize(1);
    }

    @Test
    void a_repeated_code_returns_the_same_fan_regardless_of_the_token() {
        VerificationId id = begin(Optional.empty());
        FanId first = type(id, embed.textedCode()).fan();
        FanId other = fanByMail();

        Verified again = type(id, embed.textedCode(), tokenOf(other));

        assertThat(again.fan()).isEqualTo(first);
        assertThat(fan(other).ids()).containsExactly(other);
    }

    @Test
    void a_repeated_code_after_a_merge_starts_no_second_run() {
        VerificationId id = begin(Optional.empty());
        FanId first = type(id, embed.textedCode()).fan();
        FanId older = fanByMail();
        world.resolver.resolve(
                world.project,
                Optional.of(older),
                List.of(world.identities.of(world.project, World.FAN_NUMBER)));

        Verified again = type(id, embed.textedCode());

        assertThat(fan(older).id()).isEqualTo(again.fan());
        assertThat(fan(first).id()).isEqualTo(again.fan());
        assertThat(embed.runs(flow)).extracting(Run::fan).containsExactly(first);
    }

    @Test
    void an_invalid_token_is_rejected_before_the_code_is_checked() {
        VerificationId id = begin(Optional.empty());
        FanId bearer = world.fan(OTHER_NUMBER);
        String ended = embed.fanToken(bearer, Duration.ZERO);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> type(id, embed.textedCode(), Optional.of(ended)))
                .satisfies(
                        it ->
                                assertThat(it.violations().getFirst().pointer())
                                        .isEqualTo("/fanToken"));
        assertThat(embed.verifications.find(world.project, id).orElseThrow().tries()).isZero();
    }

    @Test
    void a_consent_is_stored_even_if_the_event_facts_cannot_be_read() {
        VerificationId id = begin(Optional.empty());
        VerificationService interrupted =
                world.with(
                                IntakeReader.class,
                                new ScriptedIntakeReader(
                                        world.reader,
                                        (_, _, _, _) -> {
                                            throw new IllegalStateException("no answer");
                                        }))
                        .verifications();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () ->
                                interrupted.receive(
                                        embed.project(),
                                        id,
                                        embed.textedCode(),
                                        Optional.empty(),
                                        Optional.empty(),
                                        EmbedWorld.CLIENT));

        assertThat(world.fans.findIdentity(world.project, phone).orElseThrow().consented())
                .isTrue();
        type(id, embed.textedCode());
        assertThat(world.consents(phone)).hasSize(1);
        assertThat(embed.runs(flow)).hasSize(1);
    }

    @Test
    void a_retry_after_the_test_has_ended_starts_no_test_run() {
        FanId tester = world.fan(World.FAN_NUMBER);
        Flow draft =
                world.flows.create(
                        world.project,
                        new FlowDefinition(
                                "Tried out",
                                new Trigger.Single(TriggerType.SMS_OPTED_IN, Optional.empty()),
                                List.of(new AddToSegmentStep(world.segment.id())),
                                ReEntry.EVERY_EVENT,
                                OnFailure.CONTINUE));
        world.tests.start(world.project, draft.id(), List.of(tester), Duration.ofMinutes(5));
        VerificationId id = begin(Optional.empty());
        VerificationService interrupted =
                world.with(
                                IntakeReader.class,
                                new ScriptedIntakeReader(
                                        world.reader,
                                        (_, _, _, _) -> {
                                            throw new IllegalStateException("no answer");
                                        }))
                        .verifications();
        Optional<String> attempt = Optional.of("attempt");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () ->
                                interrupted.receive(
                                        embed.project(),
                                        id,
                                        embed.textedCode(),
                                        Optional.empty(),
                                        attempt,
                                        EmbedWorld.CLIENT));
        world.clock.advance(Duration.ofMinutes(6));

        type(id, embed.textedCode(), Optional.empty(), attempt);

        assertThat(embed.runs(draft)).isEmpty();
        assertThat(embed.runs(flow)).hasSize(1);
    }
}
