package dev.actionflows.domain.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.embed.EmbedObserver.CodeResult;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.RecordingObserver;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class PageEventsTest {
    private static final PhoneNumber OTHER_NUMBER = new PhoneNumber("+14155550124");
    private static final Duration HOUR = Duration.ofHours(1);

    private final EmbedWorld embed = new EmbedWorld();
    private final World world = embed.world;
    private final Identity phone = world.identities.of(world.project, World.FAN_NUMBER).identity();

    private EventAnswer send(EventRequest request) {
        return embed.pageEvents()
                .receive(embed.project(), request, EmbedWorld.CLIENT, embed.deadline());
    }

    private EventAnswer signUp(Optional<String> id) {
        return send(embed.smsOptIn(id, World.FAN_NUMBER, Optional.empty()));
    }

    private ProblemException rejection(EventRequest request) {
        try {
            send(request);
        } catch (ProblemException e) {
            return e;
        }
        throw new AssertionError("the event was accepted");
    }

    private static EventRequest withToken(TriggerType type, Optional<String> fanToken) {
        return new EventRequest(
                "",
                Optional.of("e1"),
                type,
                Optional.empty(),
                Optional.empty(),
                fanToken,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(EmbedWorld.CONSENT),
                Optional.empty());
    }

    @Test
    void an_entered_number_receives_a_code_from_the_projects_number_and_is_not_stored() {
        EventAnswer answer = signUp(Optional.empty());

        assertThat(embed.texts.handedOver())
                .singleElement()
                .satisfies(
                        text -> {
                            assertThat(text.from()).isEqualTo(World.PROJECT_NUMBER);
                            assertThat(text.to()).isEqualTo(World.FAN_NUMBER);
                            assertThat(text.body())
                                    .matches(
                                            "Night Harbour: your code is [0-9]{6}\\. It is good"
                                                    + " for 10 minutes\\. Not you\\? Ignore this"
                                                    + " text\\.");
                        });
        var verification = ((EventAnswer.VerificationRequired) answer).verification();
        assertThat(verification.endsAt())
                .isEqualTo(world.clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(verification.codeHash()).doesNotContain(embed.textedCode());
        assertThat(verification.value().base64()).doesNotContain(World.FAN_NUMBER.e164());
        assertThat(world.fans.findIdentity(world.project, phone)).isEmpty();
    }

    @Test
    void a_stopped_number_receives_no_code_and_the_response_does_not_reveal_it() {
        FanId fan = world.fan(World.FAN_NUMBER);
        world.fans.recordConsent(
                world.project,
                phone,
                new ConsentChange(ConsentChange.Kind.STOP, "SM9", world.clock.instant()));

        EventAnswer answer = signUp(Optional.empty());

        assertThat(embed.texts.handedOver()).isEmpty();
        assertThat(answer).isInstanceOf(EventAnswer.VerificationRequired.class);
        assertThat(answer.toString()).doesNotContain(fan.value()).doesNotContain("topped");
        assertThat(world.observer.facts(RecordingObserver.Fact.Code.class))
                .extracting(RecordingObserver.Fact.Code::result)
                .containsExactly(CodeResult.NOT_SENT_STOPPED);
    }

    @Test
    void a_stop_reported_by_the_provider_is_honored_and_stored() {
        embed.texts.answers(new SendResult.OptedOut());

        assertThat(signUp(Optional.empty())).isInstanceOf(EventAnswer.VerificationRequired.class);

        assertThat(world.fans.findIdentity(world.project, phone).filter(KnownIdentity::stopped))
                .isPresent();
        signUp(Optional.empty());
        assertThat(embed.texts.handedOver()).hasSize(1);
    }

    @Test
    void a_repeated_event_returns_the_same_verification_and_sends_nothing() {
        EventAnswer first = signUp(Optional.of("e1"));

        assertThat(signUp(Optional.of("e1"))).isEqualTo(first);
        assertThat(embed.texts.handedOver()).hasSize(1);
    }

    @Test
    void concurrent_repeats_of_an_event_send_one_code() {
        List<EventAnswer> answers = Together.run(3, _ -> signUp(Optional.of("e1")));

        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(embed.texts.handedOver()).hasSize(1);
        // unsent codes do not count: the limit is three per hour
        signUp(Optional.of("e2"));
        signUp(Optional.of("e3"));
        assertThat(embed.texts.handedOver()).hasSize(3);
    }

    @Test
    void the_same_id_with_another_number_creates_another_verification() {
        EventAnswer first = signUp(Optional.of("e1"));
        EventAnswer other = send(embed.smsOptIn(Optional.of("e1"), OTHER_NUMBER, Optional.empty()));

        assertThat(other.event()).isNotEqualTo(first.event());
        assertThat(embed.texts.handedOver()).hasSize(2);
    }

    @Test
    void a_public_event_id_does_not_expose_the_verification_of_another_fan() {
        FanId mallory = world.fan(OTHER_NUMBER);

        EventAnswer planted =
                send(
                        embed.smsOptIn(
                                Optional.of("newsletter"),
                                World.FAN_NUMBER,
                                Optional.of(embed.fanToken(mallory, Duration.ofHours(1)))));

        assertThat(signUp(Optional.of("newsletter")).event()).isNotEqualTo(planted.event());
    }

    @Test
    void a_repeat_after_a_merge_is_a_duplicate() {
        Flow flow = embed.flowOn(TriggerType.SMS_OPTED_IN, ReEntry.EVERY_EVENT);
        FanId older = world.fan(OTHER_NUMBER);
        world.clock.advance(Duration.ofSeconds(1));
        FanId fan = world.fan(World.FAN_NUMBER);
        EventRequest request =
                withToken(
                        TriggerType.SMS_OPTED_IN,
                        Optional.of(embed.fanToken(fan, Duration.ofHours(1))));
        EventAnswer first = send(request);
        world.resolver.resolve(
                world.project,
                Optional.of(older),
                List.of(world.identities.of(world.project, World.FAN_NUMBER)));

        assertThat(send(request).event()).isEqualTo(first.event());
        assertThat(embed.runs(flow)).hasSize(1);
    }

    @Test
    void an_event_whose_code_has_expired_needs_a_new_id() {
        signUp(Optional.of("e1"));
        world.clock.advance(Duration.ofMinutes(10));

        assertThat(
                        rejection(
                                        embed.smsOptIn(
                                                Optional.of("e1"),
                                                World.FAN_NUMBER,
                                                Optional.empty()))
                                .code())
                .isEqualTo(ErrorCode.STATE_CONFLICT);
    }

    @Test
    void a_project_without_a_number_or_a_mail_address_reports_a_conflict() {
        ProjectService.Created bare =
                world.application
                        .management()
                        .projects()
                        .create("Bare", Plan.PRO, "https://flows.example.com");
        for (EventRequest request :
                List.of(
                        embed.smsOptIn(Optional.empty(), World.FAN_NUMBER, Optional.empty()),
                        embed.emailOptIn(new EmailAddress("ada@fans.example")))) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(
                            () ->
                                    embed.pageEvents()
                                            .receive(
                                                    bare.project(),
                                                    request,
                                                    EmbedWorld.CLIENT,
                                                    embed.deadline()))
                    .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.STATE_CONFLICT));
        }
    }

    @Test
    void a_number_that_cannot_receive_texts_is_reported() {
        embed.texts.answers(new SendResult.MessageRefused(Reason.UNREACHABLE_NUMBER));

        assertThat(
                        rejection(
                                        embed.smsOptIn(
                                                Optional.of("e1"),
                                                World.FAN_NUMBER,
                                                Optional.empty()))
                                .violations()
                                .getFirst()
                                .pointer())
                .isEqualTo("/phone");
    }

    @Test
    void a_code_that_the_provider_did_not_accept_can_be_requested_again_with_the_same_event() {
        embed.texts.answers(
                new SendResult.NotTaken(Reason.PROVIDER_UNAVAILABLE, Duration.ofSeconds(9)));
        EventRequest request =
                embed.smsOptIn(Optional.of("e1"), World.FAN_NUMBER, Optional.empty());

        assertThat(rejection(request).code()).isEqualTo(ErrorCode.TRY_AGAIN);
        assertThat(send(request)).isInstanceOf(EventAnswer.VerificationRequired.class);
        assertThat(embed.texts.handedOver()).hasSize(2);
    }

    @Test
    void codes_that_the_provider_did_not_accept_do_not_count_towards_the_limit() {
        for (int times = 0; times < 12; times++) {
            embed.texts.answers(
                    times % 2 == 0
                            ? new SendResult.NotTaken(
                                    Reason.PROVIDER_UNAVAILABLE, Duration.ofSeconds(9))
                            : new SendResult.MessageRefused(Reason.UNREACHABLE_NUMBER));
            assertThat(
                            rejection(
                                            embed.smsOptIn(
                                                    Optional.empty(),
                                                    World.FAN_NUMBER,
                                                    Optional.empty()))
                                    .code())
                    .isNotEqualTo(ErrorCode.RATE_LIMITED);
        }
        for (int times = 0; times < 3; times++) {
            signUp(Optional.empty());
        }
        assertThat(
                        rejection(
                                        embed.smsOptIn(
                                                Optional.empty(),
                                                World.FAN_NUMBER,
                                                Optional.empty()))
                                .getMessage())
                .contains("codes_per_identity_and_hour");
    }

    @Test
    void codes_are_limited_per_project() {
        int sent = 0;
        for (int number = 0; number < 1_200; number++) {
            try {
                embed.pageEvents()
                        .receive(
                                embed.project(),
                                embed.smsOptIn(
                                        Optional.empty(),
                                        new PhoneNumber("+1415555%04d".formatted(number)),
                                        Optional.empty()),
                                new Client(
                                        Optional.of(
                                                "198.51.%d.%d"
                                                        .formatted(number / 250, number % 250)),
                                        Optional.empty()),
                                embed.deadline());
                sent++;
            } catch (ProblemException e) {
                assertThat(e.getMessage()).contains("codes_per_project_and_hour");
            }
        }
        assertThat(sent).isEqualTo(1_000);
        assertThat(embed.texts.handedOver()).hasSize(1_000);
    }

    @Test
    void a_code_with_an_unknown_result_is_never_sent_again() {
        embed.texts.answers(new SendResult.Unknown(Reason.NO_ANSWER));

        signUp(Optional.of("e1"));
        signUp(Optional.of("e1"));

        assertThat(embed.texts.handedOver()).hasSize(1);
    }

    @Test
    void a_number_receives_at_most_three_codes_an_hour_and_ten_a_day() {
        int sent = 0;
        for (int hour = 0; hour < 12; hour++) {
            for (int times = 0; times < 5; times++) {
                Client client =
                        new Client(
                                Optional.of("198.51.100.%d".formatted(hour * 5 + times)),
                                Optional.empty());
                try {
                    embed.pageEvents()
                            .receive(
                                    embed.project(),
                                    embed.smsOptIn(
                                            Optional.empty(), World.FAN_NUMBER, Optional.empty()),
                                    client,
                                    embed.deadline());
                    sent++;
                } catch (ProblemException e) {
                    assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED);
                    assertThat(e.retryAfter().orElseThrow()).isPositive();
                }
            }
            assertThat(sent).isEqualTo(Math.min(10, 3 * (hour + 1)));
            world.clock.advance(Duration.ofMinutes(60));
        }
        assertThat(embed.texts.handedOver()).hasSize(10);
    }

    @Test
    void a_client_can_start_twenty_sign_ups_an_hour() {
        for (int number = 0; number < 20; number++) {
            send(
                    embed.smsOptIn(
                            Optional.empty(),
                            new PhoneNumber("+1415555%04d".formatted(number)),
                            Optional.empty()));
        }

        assertThat(
                        rejection(
                                        embed.smsOptIn(
                                                Optional.empty(),
                                                World.FAN_NUMBER,
                                                Optional.empty()))
                                .code())
                .isEqualTo(ErrorCode.RATE_LIMITED);
        assertThat(embed.texts.handedOver()).hasSize(20);
    }

    @Test
    void a_fan_token_for_the_numbers_owner_needs_no_code() {
        Flow flow = embed.flowOn(TriggerType.SMS_OPTED_IN, ReEntry.EVERY_EVENT);
        FanId fan = world.fan(World.FAN_NUMBER);
        Optional<String> token = Optional.of(embed.fanToken(fan, HOUR));

        EventAnswer typed = send(embed.smsOptIn(Optional.of("e1"), World.FAN_NUMBER, token));
        EventAnswer again = send(withToken(TriggerType.SMS_OPTED_IN, token));

        assertThat(typed).isInstanceOf(EventAnswer.Accepted.class);
        assertThat(typed.event().value()).isEqualTo("web:" + fan + ":e1");
        assertThat(again.event()).isEqualTo(typed.event());
        assertThat(embed.runs(flow)).extracting(Run::fan).containsExactly(fan);
        assertThat(world.consents(phone)).containsKey(typed.event().value());
        assertThat(embed.texts.handedOver()).isEmpty();
    }

    @Test
    void a_token_of_another_fan_does_not_prove_a_number() {
        world.fan(World.FAN_NUMBER);
        FanId thief = world.fan(OTHER_NUMBER);

        EventAnswer answer =
                send(
                        embed.smsOptIn(
                                Optional.empty(),
                                World.FAN_NUMBER,
                                Optional.of(embed.fanToken(thief, HOUR))));

        assertThat(answer).isInstanceOf(EventAnswer.VerificationRequired.class);
        assertThat(embed.textsTo(World.FAN_NUMBER)).hasSize(1);
    }

    @Test
    void an_invalid_token_is_rejected() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Project other =
                world.application
                        .management()
                        .projects()
                        .create("Other", Plan.PRO, "https://flows.example.com")
                        .project();
        String good = embed.fanToken(fan, HOUR);
        List<String> bad =
                List.of(
                        "nonsense",
                        "..",
                        embed.fanToken(fan, Duration.ZERO),
                        good.substring(0, good.length() - 1) + (good.endsWith("A") ? "B" : "A"),
                        good.replace(fan.value(), world.fan(OTHER_NUMBER).value()),
                        new FanToken(world.vault, "fan")
                                .issue(other, fan, world.clock.instant().plus(HOUR)),
                        new FanToken(world.vault, "connect")
                                .issue(embed.project(), fan, world.clock.instant().plus(HOUR)));
        for (String token : bad) {
            ProblemException problem =
                    rejection(
                            embed.smsOptIn(Optional.empty(), World.FAN_NUMBER, Optional.of(token)));
            assertThat(problem.violations().getFirst().pointer()).isEqualTo("/fanToken");
        }
        assertThat(embed.texts.handedOver()).isEmpty();
        assertThat(world.executions.started()).isEmpty();
    }

    @Test
    void a_fan_without_a_mail_address_must_provide_one() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Optional<String> token = Optional.of(embed.fanToken(fan, HOUR));

        assertThat(
                        rejection(withToken(TriggerType.EMAIL_OPTED_IN, token))
                                .violations()
                                .getFirst()
                                .pointer())
                .isEqualTo("/email");
    }

    @Test
    void events_are_limited_per_fan() {
        FanId fan = world.fan(World.FAN_NUMBER);
        EventRequest request =
                withToken(
                        TriggerType.SMS_OPTED_IN,
                        Optional.of(embed.fanToken(fan, Duration.ofHours(2))));
        for (int times = 0; times < 60; times++) {
            send(request);
        }
        assertThat(rejection(request).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    }

    @ParameterizedTest
    @EnumSource(
            names = {
                "SMS_KEYWORD",
                "INSTAGRAM_DM",
                "INSTAGRAM_COMMENT",
                "RELEASE_DETECTED",
                "CONNECTION_EXPIRING",
                "RELEASE_SAVED",
                "SEGMENT_ENTERED",
                "MESSAGE_DELIVERED",
                "LINK_CLICKED"
            })
    void events_with_their_own_source_are_not_accepted_from_a_page(TriggerType type) {
        FanId fan = world.fan(World.FAN_NUMBER);

        assertThat(rejection(withToken(type, Optional.of(embed.fanToken(fan, HOUR)))).code())
                .isEqualTo(ErrorCode.NOT_ALLOWED);
        assertThat(world.executions.started()).isEmpty();
    }

    private EventRequest preSave(Optional<String> fanToken) {
        return new EventRequest(
                "",
                Optional.of("e2"),
                TriggerType.RELEASE_PRESAVED,
                Optional.empty(),
                Optional.empty(),
                fanToken,
                Optional.empty(),
                Optional.of(world.release.id()),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Flow onPreSave() {
        return embed.flowOn(
                new Trigger.OfRelease(
                        TriggerType.RELEASE_PRESAVED,
                        Optional.of(world.release.id()),
                        Optional.empty()),
                ReEntry.EVERY_EVENT);
    }

    @Test
    void a_pre_save_of_a_connected_fan_is_performed_and_starts_the_flow() {
        Flow flow = onPreSave();
        FanId fan = world.fan(World.FAN_NUMBER);
        world.connect(fan);
        Optional<String> token = Optional.of(embed.fanToken(fan, HOUR));

        assertThat(send(preSave(token))).isInstanceOf(EventAnswer.Accepted.class);
        send(preSave(token));

        assertThat(embed.runs(flow)).extracting(Run::fan).containsExactly(fan);
    }

    @Test
    void a_release_that_is_saved_at_once_is_an_event_of_its_own() {
        world.clock.advance(Duration.ofDays(40));
        Flow flow =
                embed.flowOn(
                        new Trigger.OfRelease(
                                TriggerType.RELEASE_SAVED,
                                Optional.of(world.release.id()),
                                Optional.empty()),
                        ReEntry.EVERY_EVENT);
        FanId fan = world.fan(World.FAN_NUMBER);
        world.connect(fan);
        Optional<String> token = Optional.of(embed.fanToken(fan, HOUR));

        send(preSave(token));
        send(preSave(token));

        assertThat(embed.runs(flow)).extracting(Run::fan).containsExactly(fan);
    }

    @Test
    void a_pre_save_without_a_connection_is_rejected_and_starts_no_flow() {
        onPreSave();
        FanId fan = world.fan(World.FAN_NUMBER);

        assertThat(rejection(preSave(Optional.of(embed.fanToken(fan, HOUR)))).code())
                .isEqualTo(ErrorCode.NOT_CONNECTED);
        assertThat(rejection(preSave(Optional.empty())).violations().getFirst().pointer())
                .isEqualTo("/fanToken");
        assertThat(world.executions.started()).isEmpty();
    }
}
