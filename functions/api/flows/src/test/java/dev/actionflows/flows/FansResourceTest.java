package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.World;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

class FansResourceTest {
    private static final String SPOTIFY = "/v1/fans/{fanId}/connections/spotify";
    private static final String TIME_ZONE = "/v1/fans/{fanId}/time-zone";
    private static final String FIRST_NAME = "/v1/fans/{fanId}/first-name";
    private static final String APPLE_MUSIC = "/v1/fans/{fanId}/connections/apple_music";

    private final ApiWorld api = new ApiWorld();

    @Test
    void a_new_number_creates_a_fan_and_a_known_one_finds_it() {
        Answer created = fan("+44 20 7946 0123");
        Answer found = fan("+442079460123");

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json())
                .containsEntry("phone", "+442079460123")
                .containsEntry("smsStopped", false)
                .containsEntry("connections", List.of());
        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body()).isEqualTo(created.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5550123", "0044 20", "+1", "+123456789012345678", "fan", "+\u0000"})
    void an_invalid_number_is_rejected(String phone) {
        assertThat(fan(phone).pointers()).containsExactly("/phone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"+44 20 7946 0123", "+442079460123", " 442079460123"})
    void a_fan_is_found_by_number_however_its_plus_sign_is_encoded(String phone) {
        Answer created = fan("+442079460123");

        Answer found = find("phone", phone);

        assertThat(found.status()).isEqualTo(200);
        assertThat(found.body()).isEqualTo(created.body());
    }

    @Test
    void a_search_creates_no_fan() {
        assertThat(find("phone", "+442079460123").status()).isEqualTo(404);
        assertThat(find("email", "ada@fans.example").status()).isEqualTo(404);

        assertThat(fan("+442079460123").status()).isEqualTo(201);
    }

    @Test
    void a_sender_of_only_a_stop_is_not_a_fan() {
        stop(PhoneNumber.parse("+442079460123").orElseThrow());

        assertThat(find("phone", "+442079460123").status()).isEqualTo(404);
    }

    @Test
    void a_fan_is_found_by_email_address_in_any_case() {
        FanId fan = new FanId("fan_1111111111111111");
        api.world.fans.findOrCreate(
                api.world.project,
                api.world.identities.of(
                        api.world.project, EmailAddress.parse("ada@fans.example").orElseThrow()),
                fan,
                api.world.clock.instant());

        assertThat(find("email", " Ada@Fans.example").json()).containsEntry("id", fan.value());
    }

    @Test
    void a_search_needs_exactly_one_valid_address() {
        assertThat(api.send(Call.get("/v1/fans")).pointers()).containsExactly("/phone");
        assertThat(
                        api.send(
                                        Call.get("/v1/fans")
                                                .query("phone", "+442079460123")
                                                .query("email", "ada@fans.example"))
                                .pointers())
                .containsExactly("/phone");
        assertThat(find("phone", "ada").pointers()).containsExactly("/phone");
        assertThat(find("email", "+442079460123").pointers()).containsExactly("/email");
    }

    @Test
    void fans_are_found_by_the_beginning_of_their_first_name() {
        assertThat(fan("+442079460123", "Zoë").status()).isEqualTo(201);
        assertThat(fan("+442079460124", "Zoe-Ann").status()).isEqualTo(201);
        assertThat(fan("+442079460125", "Ada").status()).isEqualTo(201);

        Answer first =
                api.send(Call.get("/v1/fans/search").query("name", "ZO").query("limit", "1"));
        Answer second =
                api.send(
                        Call.get("/v1/fans/search")
                                .query("name", "ZO")
                                .query("limit", "1")
                                .query("cursor", first.text("next")));

        assertThat(items(first))
                .singleElement(InstanceOfAssertFactories.MAP)
                .containsEntry("firstName", "Zoë")
                .containsEntry("phone", "+442079460123")
                .doesNotContainKey("connections");
        assertThat(items(second)).extracting("firstName").containsExactly("Zoe-Ann");
        assertThat(second.json()).containsEntry("next", null);
    }

    @Test
    void without_a_search_all_fans_are_listed_latest_first() {
        api.world.clock.advance(Duration.ofSeconds(1));
        fan("+442079460123");

        assertThat(items(api.send(Call.get("/v1/fans/search"))))
                .extracting("phone")
                .containsExactly("+442079460123", World.FAN_NUMBER.e164());
    }

    @Test
    void an_erased_fan_is_not_found_by_name() {
        String id = fan("+442079460123", "Zoë").text("id");
        assertThat(items(named("zoe"))).hasSize(1);

        assertThat(api.send(Call.delete("/v1/fans/{fanId}", id)).status()).isEqualTo(202);

        assertThat(items(named("zoe"))).isEmpty();
    }

    @Test
    void a_name_that_is_searched_for_has_a_letter() {
        assertThat(named(" -").pointers()).containsExactly("/name");
        assertThat(named("").pointers()).containsExactly("/name");
        assertThat(named("a".repeat(201)).pointers()).containsExactly("/name");
    }

    private Answer named(String name) {
        return api.send(Call.get("/v1/fans/search").query("name", name));
    }

    private static List<?> items(Answer answer) {
        return (List<?>) Objects.requireNonNull(answer.json().get("items"));
    }

    private Answer find(String parameter, String value) {
        return api.send(Call.get("/v1/fans").query(parameter, value));
    }

    private void stop(PhoneNumber number) {
        api.world.fans.recordConsent(
                api.world.project,
                api.world.identities.of(api.world.project, number).identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "SM1", api.world.clock.instant()));
    }

    @Test
    void a_fan_who_sent_stop_is_shown_as_stopped() {
        stop(World.FAN_NUMBER);

        assertThat(api.send(Call.get("/v1/fans/{fanId}", ApiWorld.FAN)).json())
                .containsEntry("smsStopped", true);
    }

    @Test
    void a_declared_time_zone_replaces_an_earlier_one() {
        assertThat(api.send(Call.get("/v1/fans/{fanId}", ApiWorld.FAN)).json())
                .containsEntry("timeZone", null);

        put(TIME_ZONE, Map.of("timeZone", "America/Chicago"));
        Answer answer = put(TIME_ZONE, Map.of("timeZone", "Europe/Berlin"));

        assertThat(answer.json()).containsEntry("timeZone", "Europe/Berlin");
        assertThat(put(TIME_ZONE, Map.of("timeZone", "Europe/Berlin")).body())
                .isEqualTo(answer.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Chicago", "+02:00", "UTC+1", "america/chicago"})
    void a_time_zone_is_one_of_the_tz_database(String zone) {
        assertThat(put(TIME_ZONE, Map.of("timeZone", zone)).pointers())
                .containsExactly("/timeZone");
    }

    @Test
    void a_first_name_replaces_an_earlier_one() {
        assertThat(api.send(Call.get("/v1/fans/{fanId}", ApiWorld.FAN)).json())
                .containsEntry("firstName", null);

        put(FIRST_NAME, Map.of("firstName", "Ada"));
        Answer answer = put(FIRST_NAME, Map.of("firstName", " Grace {{x}} <b> "));

        assertThat(answer.json()).containsEntry("firstName", "Grace {{x}} <b>");
        assertThat(put(FIRST_NAME, Map.of("firstName", "Grace {{x}} <b>")).body())
                .isEqualTo(answer.body());
    }

    @Test
    void a_fan_is_added_with_a_first_name_and_keeps_it_if_added_again_without() {
        Map<String, Object> body = Map.of("phone", "+442079460123", "firstName", "Ada");

        Answer created = api.send(Call.post("/v1/fans").body(body));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json()).containsEntry("firstName", "Ada");
        assertThat(fan("+442079460123").body()).isEqualTo(created.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "Ada\nLovelace",
                "Ada\u202Eevil",
                "https://evil.example",
                "WWW.evil.example",
                "123456789012345678901234567890123456789012345678901",
            })
    void a_first_name_is_one_short_line_without_an_address(String name) {
        assertThat(put(FIRST_NAME, Map.of("firstName", name)).pointers())
                .containsExactly("/firstName");
        assertThat(
                        api.send(
                                        Call.post("/v1/fans")
                                                .body(
                                                        Map.of(
                                                                "phone",
                                                                "+442079460123",
                                                                "firstName",
                                                                name)))
                                .pointers())
                .containsExactly("/firstName");
    }

    @Test
    void consents_are_listed_by_page_latest_first() {
        stop(World.FAN_NUMBER);
        for (int change = 2; change <= 4; change++) {
            api.world.clock.advance(Duration.ofSeconds(1));
            api.world.fans.recordConsent(
                    api.world.project,
                    api.world.identities.of(api.world.project, World.FAN_NUMBER).identity(),
                    new ConsentChange(
                            ConsentChange.Kind.START, "SM" + change, api.world.clock.instant()));
        }

        Answer first = api.send(consents().query("limit", "3"));
        Answer second =
                api.send(consents().query("cursor", String.valueOf(first.json().get("next"))));

        assertThat(first.list("items"))
                .extracting(it -> it.get("word") + " " + it.get("messageId"))
                .containsExactly("start SM4", "start SM3", "start SM2");
        assertThat(second.list("items")).extracting(it -> it.get("word")).containsExactly("stop");
        assertThat(second.json()).containsEntry("next", null);
        assertThat(api.send(consents().query("cursor", "c29tZXRoaW5n")).pointers())
                .containsExactly("/cursor");
    }

    private static Call consents() {
        return Call.get("/v1/fans/{fanId}/consents", ApiWorld.FAN);
    }

    @Test
    void a_connection_has_the_scopes_that_steps_need_by_default() {
        Answer answer = put(SPOTIFY, Map.of("refreshToken", "the-refresh-token"));

        assertThat(answer.list("connections"))
                .containsExactly(
                        Map.of(
                                "provider",
                                "spotify",
                                "scopes",
                                List.of("user-follow-modify", "user-library-modify"),
                                "usable",
                                true,
                                "authorizedAt",
                                "2026-11-02T12:00:00.000Z",
                                "expiresAt",
                                "2027-05-02T12:00:00.000Z",
                                "agreements",
                                List.of()));
        assertThat(answer.body()).doesNotContain("the-refresh-token");
    }

    @Test
    void a_connection_is_stored_encrypted_and_wakes_the_fans_runs() {
        put(SPOTIFY, Map.of("refreshToken", "the-refresh-token"));

        FanId fan = new FanId(ApiWorld.FAN);
        Connection stored = api.world.connections(fan).getFirst();
        assertThat(
                        api.world.vault.open(
                                api.world.projects.find(api.world.project).orElseThrow(),
                                Connection.tokenContext(fan, stored.provider()),
                                stored.userToken()))
                .isEqualTo("the-refresh-token");
        assertThat(api.world.wakeUps.take())
                .contains(
                        new WakeUp.RequirementMet(
                                api.world.project,
                                Requirement.streamingConnection(fan),
                                Optional.empty()));
    }

    @Test
    void scopes_and_time_are_stored_as_given() {
        Answer answer =
                put(
                        SPOTIFY,
                        Map.of(
                                "refreshToken", "token",
                                "scopes", List.of("user-library-modify"),
                                "authorizedAt", "2026-04-01T10:00:00.1234+02:00"));

        assertThat(answer.list("connections").getFirst())
                .containsEntry("scopes", List.of("user-library-modify"))
                .containsEntry("authorizedAt", "2026-04-01T08:00:00.123Z")
                .containsEntry("expiresAt", "2026-10-01T08:00:00.123Z")
                .containsEntry("usable", false);
    }

    @Test
    void apple_music_has_a_user_token_and_no_scopes() {
        put(SPOTIFY, Map.of("refreshToken", "token"));

        assertThat(put(APPLE_MUSIC, Map.of("userToken", "token")).list("connections"))
                .extracting(it -> it.get("provider"), it -> it.get("scopes"))
                .containsExactly(
                        tuple("spotify", List.of("user-follow-modify", "user-library-modify")),
                        tuple("apple_music", List.of()));
        assertThat(
                        put(APPLE_MUSIC, Map.of("refreshToken", "token", "scopes", List.of()))
                                .pointers())
                .containsExactlyInAnyOrder("/userToken", "/refreshToken", "/scopes");
    }

    @ParameterizedTest
    @CsvSource({"PT59S, 200", "PT2M, 400"})
    void a_time_slightly_in_the_future_is_accepted(Duration ahead, int status) {
        Instant time = api.world.clock.instant().plus(ahead);

        assertThat(
                        put(
                                        SPOTIFY,
                                        Map.of(
                                                "refreshToken",
                                                "token",
                                                "authorizedAt",
                                                time.toString()))
                                .status())
                .isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-01",
                "2026-11-01T10:00:00",
                "-999999999-01-01T00:00:00Z",
                "+1000000000-12-31T23:59:59Z",
                "0999-01-01T00:00:00Z",
                "2026-02-30T00:00:00Z"
            })
    void an_invalid_time_is_rejected(String time) {
        assertThat(put(SPOTIFY, Map.of("refreshToken", "token", "authorizedAt", time)).pointers())
                .containsExactly("/authorizedAt");
    }

    @Test
    void every_invalid_scope_is_named() {
        assertThat(
                        put(
                                        SPOTIFY,
                                        Map.of(
                                                "refreshToken",
                                                "token",
                                                "scopes",
                                                List.of("user-library-modify", 7, "A B", "ok")))
                                .pointers())
                .containsExactly("/scopes/1", "/scopes/2");
    }

    @Test
    void a_deleted_connection_is_gone_and_deleting_it_again_changes_nothing() {
        put(SPOTIFY, Map.of("refreshToken", "token"));
        put(APPLE_MUSIC, Map.of("userToken", "token"));

        assertThat(disconnect(SPOTIFY, ApiWorld.FAN).status()).isEqualTo(204);
        assertThat(disconnect(SPOTIFY, ApiWorld.FAN).status()).isEqualTo(204);
        assertThat(disconnect(SPOTIFY, "fan_0000000000000000").status()).isEqualTo(404);

        assertThat(api.send(Call.get("/v1/fans/{fanId}", ApiWorld.FAN)).json().get("connections"))
                .asInstanceOf(InstanceOfAssertFactories.list(Map.class))
                .extracting(it -> it.get("provider"))
                .containsExactly("apple_music");

        assertThat(disconnect(APPLE_MUSIC, ApiWorld.FAN).status()).isEqualTo(204);
        assertThat(api.send(Call.get("/v1/fans/{fanId}", ApiWorld.FAN)).json())
                .containsEntry("connections", List.of());
    }

    @Test
    void a_connection_shows_what_the_fan_agreed_to() {
        put(SPOTIFY, Map.of("refreshToken", "token"));
        put(APPLE_MUSIC, Map.of("userToken", "token"));
        api.world.fans.recordAgreement(
                api.world.project,
                new FanId(ApiWorld.FAN),
                new Agreement(
                        "0123",
                        StreamingProvider.SPOTIFY,
                        Set.of("user-library-modify"),
                        "1",
                        "de",
                        api.world.clock.instant()));

        assertThat(api.send(Call.get("/v1/fans/{fanId}", ApiWorld.FAN)).list("connections"))
                .extracting(it -> it.get("agreements"))
                .containsExactly(
                        List.of(
                                Map.of(
                                        "at", "2026-11-02T12:00:00.000Z",
                                        "scopes", List.of("user-library-modify"),
                                        "wording", "1",
                                        "language", "de")),
                        List.of());
    }

    private Answer disconnect(String resource, String fan) {
        return api.send(Call.delete(resource, fan));
    }

    private Answer fan(String phone) {
        return api.send(Call.post("/v1/fans").body(Map.of("phone", phone)));
    }

    private Answer fan(String phone, String firstName) {
        return api.send(Call.post("/v1/fans").body(Map.of("phone", phone, "firstName", firstName)));
    }

    private Answer put(String resource, Map<String, ?> body) {
        return api.send(Call.put(resource, ApiWorld.FAN).body(body));
    }
}
