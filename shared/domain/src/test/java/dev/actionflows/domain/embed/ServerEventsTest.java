package dev.actionflows.domain.embed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.error.Violation;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.EmbedWorld;
import dev.actionflows.domain.testing.Interruption;
import dev.actionflows.domain.testing.RecordingObserver;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

class ServerEventsTest {
    private static final String PHONE = World.FAN_NUMBER.e164();
    private static final Map<String, Object> CONSENT =
            Map.of("wording", "I want texts", "version", "1");

    private static final ArtistId ARTIST = new ArtistId("art_3n5p7q9r1s2t4v6w");

    private final EmbedWorld embed = new EmbedWorld();
    private final World world = embed.world;
    private final Identity phone = world.identities.of(world.project, World.FAN_NUMBER).identity();
    private final Map<String, Object> preSaved =
            Map.of(
                    "id",
                    "order-1",
                    "type",
                    "release.presaved",
                    "phone",
                    PHONE,
                    "releaseId",
                    world.release.id().value());

    private static EventRequest read(Map<String, ?> document) {
        Violations violations = new Violations();
        return violations.orThrow(EventRequest.decode(Fields.of(document, violations)));
    }

    private EventAnswer.Accepted send(Map<String, ?> document) {
        return embed.serverEvents()
                .receive(embed.project(), read(document), Optional.empty(), EmbedWorld.CLIENT);
    }

    private List<String> violations(Map<String, ?> document) {
        try {
            send(document);
        } catch (ProblemException e) {
            return e.violations().stream().map(Violation::pointer).toList();
        }
        throw new AssertionError("the event was accepted");
    }

    private Flow onPreSave() {
        return embed.flowOn(
                new Trigger.OfRelease(
                        TriggerType.RELEASE_PRESAVED,
                        Optional.of(world.release.id()),
                        Optional.empty()),
                ReEntry.EVERY_EVENT);
    }

    private static Map<String, Object> with(Map<String, ?> document, String name, Object value) {
        Map<String, Object> changed = new HashMap<>(document);
        changed.put(name, value);
        return changed;
    }

    @Test
    void an_event_starts_the_flow_with_its_trigger() {
        Flow flow = onPreSave();

        EventAnswer.Accepted answer = send(preSaved);

        assertThat(answer.event().value()).isEqualTo("api:order-1");
        assertThat(embed.runs(flow)).hasSize(1);
        assertThat(answer.result().runs()).containsExactly(embed.runs(flow).getFirst().key().run());
        assertThat(world.observer.facts(RecordingObserver.Fact.EventReceived.class)).hasSize(1);
    }

    @Test
    void fifty_concurrent_repeats_of_an_event_start_one_run() {
        Flow flow = onPreSave();

        List<EventAnswer.Accepted> answers = Together.run(50, _ -> send(preSaved));

        assertThat(embed.runs(flow)).hasSize(1);
        assertThat(answers)
                .extracting(it -> it.result().runs())
                .containsOnly(List.of(embed.runs(flow).getFirst().key().run()));
    }

    @Test
    void another_event_with_a_used_id_is_rejected_and_has_no_effect() {
        Flow flow = onPreSave();
        EventAnswer.Accepted first = send(preSaved);
        world.catalog.create(
                world.project,
                new Artist(ARTIST, "Night Harbour", World.ARTIST, world.clock.instant()));
        Map<String, Object> otherType = new HashMap<>(preSaved);
        otherType.put("type", "release.added_to_library");
        Map<String, Object> otherSubject =
                Map.of(
                        "id",
                        "order-1",
                        "type",
                        "nextsave.opted_in",
                        "phone",
                        PHONE,
                        "artistId",
                        ARTIST.value());

        for (Map<String, Object> other :
                List.of(
                        otherType,
                        otherSubject,
                        with(preSaved, "releaseId", otherRelease().value()),
                        with(preSaved, "phone", "+14155550199"),
                        with(preSaved, "email", "ada@fans.example"))) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> send(other))
                    .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.EVENT_ID_REUSED));
        }

        assertThat(send(preSaved)).isEqualTo(first);
        assertThat(embed.runs(flow)).hasSize(1);
        assertThat(world.events.trace(world.project, first.event())).hasSize(1);
        assertThat(world.catalog.nextSavedAt(world.project, ARTIST, world.fan(World.FAN_NUMBER)))
                .isEmpty();
    }

    @Test
    void only_one_of_several_concurrent_events_with_one_id_is_accepted() {
        Flow flow = onPreSave();

        List<String> answers =
                Together.run(
                        10,
                        number -> {
                            try {
                                send(with(preSaved, "phone", "+1415555010" + number));
                                return "taken";
                            } catch (ProblemException e) {
                                return e.code().wireName();
                            }
                        });

        assertThat(answers).containsOnlyOnce("taken");
        assertThat(answers).contains("event_id_reused");
        assertThat(embed.runs(flow)).hasSize(1);
    }

    @Test
    void a_rejected_event_does_not_use_up_its_id() {
        onPreSave();
        assertThat(violations(with(preSaved, "releaseId", "rel_0000000000000000")))
                .containsExactly("/releaseId");

        assertThat(send(preSaved).result().runs()).hasSize(1);
    }

    /** An attempt does not know what an earlier one stored before it crashed. */
    @Test
    void a_rejected_attempt_does_not_release_the_id_of_a_crashed_one() {
        Flow flow = onPreSave();
        // the second call claims the id
        ServerEvents dying = embed.serverEvents(new Interruption(2, true));
        assertThatExceptionOfType(Interruption.Death.class)
                .isThrownBy(
                        () ->
                                dying.receive(
                                        embed.project(),
                                        read(preSaved),
                                        Optional.empty(),
                                        EmbedWorld.CLIENT));
        assertThat(violations(with(preSaved, "releaseId", "rel_0000000000000000")))
                .containsExactly("/releaseId");

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> send(with(preSaved, "phone", "+14155550100")))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.EVENT_ID_REUSED));
        assertThat(send(preSaved).result().runs()).hasSize(1);
        assertThat(embed.runs(flow)).hasSize(1);
    }

    @Test
    void a_next_save_opt_in_keeps_the_time_of_its_first_event() {
        world.catalog.create(
                world.project,
                new Artist(ARTIST, "Night Harbour", World.ARTIST, world.clock.instant()));
        Map<String, Object> optIn =
                Map.of(
                        "id",
                        "n1",
                        "type",
                        "nextsave.opted_in",
                        "phone",
                        PHONE,
                        "artistId",
                        ARTIST.value());
        Instant first = world.clock.instant();
        send(optIn);
        world.clock.advance(Duration.ofDays(1));
        send(optIn);

        FanId fan = world.fan(World.FAN_NUMBER);
        assertThat(world.catalog.nextSavedAt(world.project, ARTIST, fan)).contains(first);
    }

    @Test
    void a_pre_save_is_registered_only_for_an_upcoming_release() {
        send(preSaved);
        FanId fan = world.fan(World.FAN_NUMBER);
        assertThat(world.catalog.preSavedAt(world.project, world.release.id(), fan)).isPresent();

        ReleaseId out = otherRelease();
        send(with(with(preSaved, "id", "order-2"), "releaseId", out.value()));
        assertThat(world.catalog.preSavedAt(world.project, out, fan)).isEmpty();
    }

    @Test
    void no_pre_save_is_registered_for_a_cancelled_release() {
        world.application.management().catalog().cancel(world.project, world.release.id());

        send(preSaved);

        FanId fan = world.fan(World.FAN_NUMBER);
        assertThat(world.catalog.preSavedAt(world.project, world.release.id(), fan)).isEmpty();
    }

    /** A published release. */
    private ReleaseId otherRelease() {
        ReleaseId id = new ReleaseId("rel_9m4n6p8q0r1s3t5v");
        world.catalog.create(
                world.project,
                new Release(
                        id,
                        "High Tide",
                        "Night Harbour",
                        LocalDate.parse("2026-01-04"),
                        World.ALBUM,
                        world.clock.instant()));
        return id;
    }

    @Test
    void an_event_without_a_matching_flow_is_recorded_with_its_reason() {
        EventAnswer.Accepted answer = send(preSaved);

        assertThat(answer.result().why()).contains(NotStartedReason.NO_FLOW);
        assertThat(world.events.trace(world.project, answer.event())).hasSize(1);
    }

    @Test
    void an_opt_in_stores_the_consent_with_its_evidence_before_the_run() {
        Flow flow = embed.flowOn(TriggerType.SMS_OPTED_IN, ReEntry.ONCE);

        EventAnswer.Accepted answer =
                send(Map.of("type", "sms.opted_in", "phone", PHONE, "consent", CONSENT));

        ConsentChange consent =
                Objects.requireNonNull(world.consents(phone).get(answer.event().value()));
        assertThat(consent.evidence())
                .containsEntry("source", "api")
                .containsEntry("wording", "I want texts")
                .containsEntry("version", "1")
                .containsEntry("address", "203.0.113.7");
        assertThat(embed.runs(flow)).hasSize(1);
        assertThat(answer.event().value()).matches("api:[0-9a-f]{32}");
    }

    @Test
    void an_opt_in_by_fan_id_applies_to_the_fans_number() {
        FanId fan = world.fan(World.FAN_NUMBER);

        EventAnswer.Accepted answer =
                send(Map.of("type", "sms.opted_in", "fanId", fan.value(), "consent", CONSENT));

        assertThat(world.consents(phone)).containsKey(answer.event().value());
        assertThat(
                        violations(
                                Map.of(
                                        "type",
                                        "email.opted_in",
                                        "fanId",
                                        fan.value(),
                                        "consent",
                                        CONSENT)))
                .containsExactly("/email");
    }

    @Test
    void an_opt_in_with_the_wrong_kind_of_address_stores_nothing() {
        assertThat(violations(Map.of("type", "email.opted_in", "phone", PHONE, "consent", CONSENT)))
                .containsExactly("/email");
        assertThat(world.fans.findIdentity(world.project, phone)).isEmpty();
    }

    @Test
    void all_addresses_in_one_event_belong_to_one_fan() {
        FanId byPhone = world.fan(World.FAN_NUMBER);
        world.clock.advance(Duration.ofSeconds(1));
        send(with(with(preSaved, "id", "2"), "email", "Ada@Fans.Example"));

        Fan fan = world.fans.find(world.project, byPhone).orElseThrow();
        assertThat(fan.latest(Identity.Kind.EMAIL).orElseThrow().value())
                .isEqualTo("ada@fans.example");
        FanId byMail =
                world.fans
                        .findIdentity(
                                world.project,
                                world.identities
                                        .of(world.project, new EmailAddress("ada@fans.example"))
                                        .identity())
                        .orElseThrow()
                        .fan()
                        .orElseThrow();
        assertThat(byMail).isEqualTo(byPhone);
    }

    @Test
    void a_fan_can_be_identified_by_id_or_token() {
        Flow flow = onPreSave();
        FanId fan = world.fan(World.FAN_NUMBER);
        Map<String, Object> anonymous = new HashMap<>(preSaved);
        anonymous.remove("phone");

        send(with(with(anonymous, "id", "a"), "fanId", fan.value()));
        send(
                with(
                        with(anonymous, "id", "b"),
                        "fanToken",
                        embed.fanToken(fan, Duration.ofHours(1))));

        assertThat(embed.runs(flow)).extracting(Run::fan).containsExactly(fan, fan);
        assertThat(violations(anonymous)).containsExactly("");
    }

    @Test
    void an_unknown_fan_id_or_an_invalid_token_is_rejected() {
        onPreSave();
        assertThat(violations(with(preSaved, "fanId", "fan_0000000000000000")))
                .containsExactly("/fanId");
        assertThat(violations(with(preSaved, "fanToken", "fan_0000000000000000.1.x")))
                .containsExactly("/fanToken");
        assertThat(
                        violations(
                                with(
                                        with(
                                                preSaved,
                                                "fanId",
                                                world.fan(World.FAN_NUMBER).value()),
                                        "fanToken",
                                        "x")))
                .contains("/fanToken");
        assertThat(world.executions.started()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "release.presaved, releaseId, rel_0000000000000000",
        "release.added_to_library, releaseId, rel_0000000000000000",
        "artist.followed, artistId, art_0000000000000000",
        "nextsave.opted_in, artistId, art_0000000000000000",
    })
    void an_event_about_an_unknown_release_or_artist_is_rejected(
            String type, String name, String id) {
        assertThat(violations(Map.of("type", type, "phone", PHONE, name, id)))
                .containsExactly("/" + name);
        assertThat(violations(Map.of("type", type, "phone", PHONE))).containsExactly("/" + name);
        assertThat(world.fans.findIdentity(world.project, phone)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sms.keyword", "instagram.dm", "instagram.comment", "release.detected"})
    void events_with_their_own_source_are_not_accepted_from_a_server(String type) {
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> send(Map.of("type", type, "phone", PHONE)))
                .satisfies(
                        it ->
                                assertThat(it.violations())
                                        .extracting(Violation::pointer)
                                        .containsExactly("/type"));
    }

    @Test
    void all_violations_are_reported_together() {
        assertThat(
                        violations(
                                Map.of(
                                        "id", "not good",
                                        "type", "sms.opted_in",
                                        "phone", "12",
                                        "email", "nobody",
                                        "fanId", "x",
                                        "releaseId", "rel_0000000000000000",
                                        "consent", Map.of("wording", ""),
                                        "colour", "red")))
                .containsExactlyInAnyOrder(
                        "/id",
                        "/phone",
                        "/email",
                        "/fanId",
                        "/consent/wording",
                        "/consent/version",
                        "/colour",
                        "/releaseId");
    }

    /** After a crash at any call, the same event completes the work, and nothing happens twice. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void after_a_crash_at_any_call_the_same_event_completes_it(boolean afterwards) {
        int call = 1;
        while (true) {
            EmbedWorld embed = new EmbedWorld();
            Flow flow = embed.flowOn(TriggerType.SMS_OPTED_IN, ReEntry.EVERY_EVENT);
            EventRequest request =
                    embed.smsOptIn(Optional.of("e1"), World.FAN_NUMBER, Optional.empty());
            Interruption death = new Interruption(call, afterwards);
            try {
                embed.serverEvents(death)
                        .receive(embed.project(), request, Optional.empty(), EmbedWorld.CLIENT);
            } catch (Interruption.Death e) {
                embed.world.clock.advance(Duration.ofSeconds(5));
            }

            embed.serverEvents()
                    .receive(embed.project(), request, Optional.empty(), EmbedWorld.CLIENT);

            assertThat(embed.runs(flow)).as("call %d", call).hasSize(1);
            assertThat(embed.world.fans.consents(embed.world.project, phone)).hasSize(1);
            if (!death.hasHappened()) {
                assertThat(call).as("number of calls").isGreaterThan(4);
                return;
            }
            call++;
        }
    }

    @Test
    void an_event_that_exceeds_the_identity_limit_is_recorded_with_that_reason() {
        Flow flow = onPreSave();
        FanId fan = world.fan(World.FAN_NUMBER);
        for (int number = 1; number < Fan.MAX_IDENTITIES; number++) {
            send(
                    with(
                            with(preSaved, "id", "e" + number),
                            "email",
                            "ada%d@fans.example".formatted(number)));
        }
        int before = embed.runs(flow).size();

        for (int times = 0; times < 2; times++) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> send(with(preSaved, "email", "one-too-many@fans.example")))
                    .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.STATE_CONFLICT))
                    .withMessageContaining("at most 50 identities");
        }

        assertThat(embed.runs(flow)).hasSize(before);
        assertThat(world.events.trace(world.project, new EventId("api:order-1")))
                .singleElement()
                .isInstanceOfSatisfying(
                        EventResult.NotStarted.class,
                        it -> {
                            assertThat(it.entry().why())
                                    .isEqualTo(NotStartedReason.TOO_MANY_IDENTITIES);
                            assertThat(it.entry().fan()).contains(fan);
                        });
        // the id belongs to that event
        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> send(preSaved))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.EVENT_ID_REUSED));
        assertThat(send(with(preSaved, "id", "order-2")).result().runs()).hasSize(1);
    }
}
