package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.project.ApiKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.util.List;
import java.util.Map;

class SessionResourceTest {
    private static final String REQUESTED_BY = "X-Requested-By";

    private final ApiWorld api = new ApiWorld();

    private static Call signIn(String key) {
        return Call.post("/v1/session")
                .without("Authorization")
                .header(REQUESTED_BY, "console")
                .body(Map.of("key", key));
    }

    /** A request with a session. */
    private static Call with(String cookie, Call call) {
        return call.without("Authorization").header("Cookie", cookie);
    }

    private static Call session(String cookie) {
        return with(cookie, Call.get("/v1/session"));
    }

    private static Call segment(String name) {
        return Call.post("/v1/segments").body(Map.of("name", name));
    }

    private static Call rotation(String kind) {
        return Call.post("/v1/projects/{projectId}/keys/{kind}/rotate", ApiWorld.PROJECT, kind)
                .body(Map.of("revokeOldAfter", "PT0S"))
                .header(REQUESTED_BY, "console");
    }

    @ParameterizedTest
    @CsvSource({
        ApiWorld.LOOK_KEY + ", look",
        ApiWorld.EDIT_KEY + ", edit",
        ApiWorld.OPERATE_KEY + ", operate",
        ApiWorld.SECRET_KEY + ", own",
    })
    void whoever_signs_in_has_the_role_of_the_key_for_twelve_hours(String key, String role) {
        Answer signedIn = api.send(signIn(key));

        assertThat(signedIn.status()).isEqualTo(201);
        assertThat(signedIn.json())
                .containsExactly(
                        Map.entry("projectId", ApiWorld.PROJECT),
                        Map.entry("projectName", "Night Harbour"),
                        Map.entry("role", role),
                        Map.entry(
                                "expiresAt",
                                Times.text(api.world.clock.instant().plus(Duration.ofHours(12)))));
        assertThat(signedIn.headers())
                .hasEntrySatisfying(
                        "Set-Cookie",
                        it ->
                                assertThat(it)
                                        .matches(
                                                "af_session=[A-Za-z0-9_.-]{100,130}; Max-Age=43200;"
                                                        + " Secure; HttpOnly; SameSite=Strict"));
        String cookie = api.signIn(key);
        assertThat(api.send(session(cookie)).status()).isEqualTo(200);
        assertThat(api.send(session(cookie)).json()).isEqualTo(signedIn.json());
    }

    @Test
    void neither_a_response_nor_the_cookie_contains_the_key_or_its_hash() {
        Answer signedIn = api.send(signIn(ApiWorld.LOOK_KEY));
        String hash = ApiKey.parse(ApiWorld.LOOK_KEY).orElseThrow().hash();

        assertThat(signedIn.body() + signedIn.headers())
                .doesNotContain(ApiWorld.LOOK_KEY.substring(20))
                .doesNotContain(hash);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "sk_nonsense",
                ApiWorld.ADMINISTRATOR_KEY,
                "lk_7zqk3v9m2c4x8b1d_SampleSecretKeyOfTheSampleEventsOnly0000000",
                "sk_7zqk3v9m2c4x8b1d_SampleLookKeyOfTheSampleEventsOnly000000000",
                "ok_0000000000000000_SampleOperateKeyOfTheSampleEventsOnly000000",
                "Bearer " + ApiWorld.SECRET_KEY,
                ApiWorld.SECRET_KEY + " ",
            })
    void a_wrong_key_is_rejected_without_saying_why(String key) {
        Answer answer = api.send(signIn(key));

        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).doesNotContainKey("Set-Cookie");
        assertThat(answer).isEqualTo(api.send(signIn("another")));
    }

    @Test
    void a_publishable_key_has_no_session() {
        assertThat(api.send(signIn(ApiWorld.PUBLISHABLE_KEY)).status()).isEqualTo(403);
    }

    @Test
    void the_body_of_signing_in_has_a_key_only() {
        assertThat(api.send(signIn("x".repeat(201))).pointers()).containsExactly("/key");
        assertThat(api.send(signIn("").body(Map.of("key", 7, "role", "own"))).pointers())
                .containsExactlyInAnyOrder("/key", "/role");
    }

    @Test
    void another_site_can_neither_sign_in_nor_sign_out_nor_change_anything() {
        String cookie = api.signIn(ApiWorld.SECRET_KEY);
        for (Call call :
                List.of(
                        signIn(ApiWorld.SECRET_KEY),
                        with(cookie, Call.delete("/v1/session")),
                        with(cookie, segment("Planted")),
                        with(cookie, rotation("look")),
                        with(cookie, Call.delete("/v1/fans/{fanId}", ApiWorld.FAN)))) {
            Answer answer = api.send(call.without(REQUESTED_BY));

            assertThat(answer.status()).as(call.event.getResource()).isEqualTo(403);
            assertThat(answer.text("detail")).contains("X-Requested-By: console");
            assertThat(answer.headers()).doesNotContainKey("Set-Cookie");
            assertThat(api.send(call.header(REQUESTED_BY, "Console")).status()).isEqualTo(403);
        }
        assertThat(api.world.catalog.segments(api.world.project))
                .noneMatch(it -> it.name().equals("Planted"));
    }

    @Test
    void a_key_needs_no_header_of_the_console() {
        assertThat(api.send(segment("New")).status()).isEqualTo(201);
    }

    @Test
    void a_session_changes_what_its_role_permits() {
        String cookie = api.signIn(ApiWorld.EDIT_KEY);

        Answer made = api.send(with(cookie, segment("New")).header(REQUESTED_BY, "console"));
        Answer refused = api.send(with(cookie, rotation("look")));

        assertThat(made.status()).isEqualTo(201);
        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("detail")).contains("the role own,").endsWith("the role edit");
    }

    @Test
    void an_authorization_header_wins_over_the_cookie() {
        String cookie = api.signIn(ApiWorld.SECRET_KEY);

        assertThat(
                        api.send(segment("New").key(ApiWorld.LOOK_KEY).header("Cookie", cookie))
                                .status())
                .isEqualTo(403);
        assertThat(
                        api.send(
                                        Call.get("/v1/flows")
                                                .header("Authorization", "Bearer x")
                                                .header("Cookie", cookie))
                                .status())
                .isEqualTo(401);
        for (String key : List.of(ApiWorld.SECRET_KEY, ApiWorld.ADMINISTRATOR_KEY)) {
            assertThat(api.send(Call.get("/v1/session").key(key).header("Cookie", cookie)).status())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_cookie_is_found_among_others_and_in_whichever_header() {
        String cookie = api.signIn(ApiWorld.LOOK_KEY);
        Call several = with("theme=dark; " + cookie + "; af_session_old=1", Call.get("/v1/flows"));
        Call inLowerCase = Call.get("/v1/flows").without("Authorization").header("cookie", cookie);
        Call split = with("theme=dark", Call.get("/v1/flows"));
        split.event.setMultiValueHeaders(Map.of("cookie", List.of("theme=dark", cookie)));

        for (Call call : List.of(several, inLowerCase, split)) {
            assertThat(api.send(call).status()).isEqualTo(200);
        }
    }

    @Test
    void a_session_ends_after_twelve_hours() {
        String cookie = api.signIn(ApiWorld.LOOK_KEY);
        api.world.clock.advance(Duration.ofHours(12).minusSeconds(1));
        assertThat(api.send(session(cookie)).status()).isEqualTo(200);

        api.world.clock.advance(Duration.ofSeconds(1));

        assertThat(api.send(session(cookie)).status()).isEqualTo(401);
        assertThat(api.send(with(cookie, Call.get("/v1/flows"))))
                .isEqualTo(api.send(Call.get("/v1/flows").without("Authorization")));
    }

    @ParameterizedTest
    @CsvSource({
        "secret, " + ApiWorld.SECRET_KEY,
        "look, " + ApiWorld.LOOK_KEY,
        "edit, " + ApiWorld.EDIT_KEY,
        "operate, " + ApiWorld.OPERATE_KEY,
    })
    void ending_a_key_ends_its_sessions_and_no_others(String kind, String key) {
        String ended = api.signIn(key);
        String other =
                api.signIn(key.equals(ApiWorld.LOOK_KEY) ? ApiWorld.EDIT_KEY : ApiWorld.LOOK_KEY);

        String next = api.send(rotation(kind)).text("key");

        assertThat(api.send(session(ended)).status()).isEqualTo(401);
        assertThat(api.send(session(other)).status()).isEqualTo(200);
        assertThat(api.send(session(api.signIn(next))).status()).isEqualTo(200);
    }

    @Test
    void a_session_lasts_as_long_as_its_replaced_key() {
        String cookie = api.signIn(ApiWorld.LOOK_KEY);
        api.send(rotation("look").body(Map.of("revokeOldAfter", "PT1H")));
        assertThat(api.send(session(cookie)).status()).isEqualTo(200);

        api.world.clock.advance(Duration.ofHours(1));

        assertThat(api.send(session(cookie)).status()).isEqualTo(401);
    }

    @Test
    void no_changed_token_is_accepted() {
        String other = api.otherProject();
        String own = api.signIn(ApiWorld.LOOK_KEY);
        String theirs = api.signIn(other);
        String project = ApiWorld.PROJECT;
        String theirProject = theirs.substring(theirs.indexOf('=') + 1, theirs.indexOf('.'));
        String secret = api.signIn(ApiWorld.SECRET_KEY);
        String[] look = own.split("\\.", -1);
        String[] owner = secret.split("\\.", -1);

        for (String forged :
                List.of(
                        "af_session=",
                        "af_session=....",
                        "af_session=x",
                        theirs.replace(theirProject, project),
                        own.replace(project, theirProject),
                        own.replace(".look.", ".secret."),
                        own.replace(".look.", ".operate."),
                        own.replace(".look.", ".looks."),
                        own.replace(".look.", ".look.look."),
                        own.replace(".look.", ".publishable."),
                        own.replace("." + look[3] + ".", ".9999999999."),
                        own.replace("." + look[3] + ".", ".x."),
                        own.replace(look[2], owner[2]),
                        own.replace(look[2], ""),
                        own.replace(look[4], owner[4]),
                        own.replace(look[4], ""),
                        own.substring(0, own.length() - 1),
                        own + "A",
                        own + "=",
                        own + ".",
                        own.replace("af_session", "af_sessions"),
                        own.replace("af_session", "AF_SESSION"))) {
            assertThat(forged).isNotEqualTo(own);
            assertThat(api.send(session(forged)).status()).as(forged).isEqualTo(401);
            assertThat(api.send(with(forged, Call.get("/v1/flows"))).status()).isEqualTo(401);
        }
        assertThat(api.send(session(own)).status()).isEqualTo(200);
    }

    @Test
    void a_session_has_no_access_to_another_project() {
        api.otherProject();
        String cookie = api.signIn(api.otherProject());

        for (Call call :
                List.of(
                        Call.get("/v1/projects/{projectId}", ApiWorld.PROJECT),
                        Call.get("/v1/flows/{flowId}", ApiWorld.FLOW))) {
            assertThat(api.send(with(cookie, call)).status()).isEqualTo(404);
        }
    }

    @Test
    void signing_out_removes_the_cookie_with_and_without_a_session() {
        String cookie = api.signIn(ApiWorld.LOOK_KEY);
        for (Call call :
                List.of(
                        with(cookie, Call.delete("/v1/session")),
                        with("af_session=forged", Call.delete("/v1/session")),
                        Call.delete("/v1/session").without("Authorization"))) {
            Answer answer = api.send(call.header(REQUESTED_BY, "console"));

            assertThat(answer.status()).isEqualTo(204);
            assertThat(answer.headers())
                    .containsEntry(
                            "Set-Cookie",
                            "af_session=; Max-Age=0; Secure; HttpOnly; SameSite=Strict");
        }
    }

    @Test
    void a_change_is_made_once_whether_by_session_or_by_key() {
        String cookie = api.signIn(ApiWorld.EDIT_KEY);
        Call bySession =
                with(cookie, segment("New"))
                        .header(REQUESTED_BY, "console")
                        .header("Idempotency-Key", "a");

        Answer first = api.send(bySession);
        Answer again = api.send(bySession);
        Answer byKey =
                api.send(segment("New").key(ApiWorld.EDIT_KEY).header("Idempotency-Key", "a"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(List.of(again.body(), byKey.body())).containsOnly(first.body());
    }

    @Test
    void a_stored_response_is_not_replayed_to_a_lower_role() {
        Answer first = api.send(rotation("publishable").header("Idempotency-Key", "a"));
        Answer refused =
                api.send(
                        rotation("publishable")
                                .key(ApiWorld.OPERATE_KEY)
                                .header("Idempotency-Key", "a"));

        assertThat(first.status()).isEqualTo(201);
        assertThat(refused.status()).isEqualTo(403);
    }

    @Test
    void a_session_that_ends_its_own_key_only_gets_the_response_to_that() {
        String cookie = api.signIn(ApiWorld.SECRET_KEY);
        Call rotation = with(cookie, rotation("secret")).header("Idempotency-Key", "a");

        Answer first = api.send(rotation);
        Answer again = api.send(rotation);

        assertThat(first.status()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        for (Call other :
                List.of(
                        with(cookie, rotation("secret")),
                        with(cookie, rotation("secret")).header("Idempotency-Key", "b"),
                        with(cookie, rotation("look")).header("Idempotency-Key", "a"),
                        session(cookie),
                        with(cookie, Call.get("/v1/flows")))) {
            assertThat(api.send(other).status()).isEqualTo(401);
        }
        assertThat(api.send(rotation.without(REQUESTED_BY)).status()).isEqualTo(403);
    }
}
