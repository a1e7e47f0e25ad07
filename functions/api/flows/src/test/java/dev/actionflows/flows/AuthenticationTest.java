package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.ApiKey;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Map;

class AuthenticationTest {
    private final ApiWorld api = new ApiWorld();

    @Test
    void a_secret_key_gives_access_to_its_project() {
        assertThat(api.send(Call.get("/v1/projects/{projectId}", ApiWorld.PROJECT)).status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Bearer", "bearer", "BEARER", "Bearer  "})
    void the_scheme_is_case_insensitive(String scheme) {
        Call call =
                Call.get("/v1/flows").header("Authorization", scheme + " " + ApiWorld.SECRET_KEY);

        assertThat(api.send(call).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic YWRtaW46YWRtaW4=",
                ApiWorld.SECRET_KEY,
                "Bearer" + ApiWorld.SECRET_KEY,
                "Bearer sk_nonsense",
                "Bearer " + ApiWorld.SECRET_KEY + " ",
                "Bearer " + ApiWorld.SECRET_KEY + "x",
                "Bearer " + ApiWorld.SECRET_KEY + "\u0000",
                "Bearer " + ApiWorld.SECRET_KEY + ", Bearer " + ApiWorld.SECRET_KEY,
                "Bearer sk_7zqk3v9m2c4x8b1d_0000000000000000000000000000000000000000000",
                "Bearer sk_0000000000000000_SampleSecretKeyOfTheSampleEventsOnly0000000",
                "Bearer pk_7zqk3v9m2c4x8b1d_SampleSecretKeyOfTheSampleEventsOnly0000000",
                "Bearer " + ApiWorld.ADMINISTRATOR_KEY + "0",
                "Bearer sämple",
            })
    void every_invalid_key_gets_the_same_response(String header) {
        Answer answer = api.send(Call.get("/v1/flows").header("Authorization", header));
        Answer withoutKey = api.send(Call.get("/v1/flows").without("Authorization"));

        assertThat(answer).isEqualTo(withoutKey);
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.headers()).containsEntry("WWW-Authenticate", "Bearer");
    }

    @ParameterizedTest
    @ValueSource(strings = {ApiWorld.LOOK_KEY, ApiWorld.EDIT_KEY, ApiWorld.OPERATE_KEY})
    void a_key_of_a_role_gives_access_to_its_project_as_far_as_the_role_permits(String key) {
        assertThat(api.send(Call.get("/v1/flows").key(key)).status()).isEqualTo(200);

        Answer refused =
                api.send(
                        Call.put("/v1/projects/{projectId}/embed", ApiWorld.PROJECT)
                                .key(key)
                                .text("text/plain", "not even read"));

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.text("detail"))
                .matches(
                        "this operation requires the role own, and the key has the role"
                                + " (look|edit|operate)");
    }

    @Test
    void the_key_of_one_role_is_not_valid_as_that_of_another() {
        assertThat(
                        api.send(Call.get("/v1/flows").key(ApiWorld.LOOK_KEY.replace("lk_", "sk_")))
                                .status())
                .isEqualTo(401);
    }

    @Test
    void a_publishable_key_is_forbidden() {
        Answer answer = api.send(Call.get("/v1/flows").key(ApiWorld.PUBLISHABLE_KEY));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("detail")).contains("secret key");
    }

    @Test
    void the_administrator_key_has_no_project() {
        for (Call call :
                List.of(
                        Call.get("/v1/flows"),
                        Call.get("/v1/runs/{runId}", ApiWorld.RUN),
                        Call.post("/v1/fans").text("text/plain", "not even read"))) {
            assertThat(api.send(call.key(ApiWorld.ADMINISTRATOR_KEY)).status()).isEqualTo(403);
        }
    }

    @Test
    void only_the_administrator_creates_projects() {
        assertThat(api.send(Call.post("/v1/projects").text("text/plain", "not even read")).status())
                .isEqualTo(403);
    }

    @Test
    void a_well_formed_unknown_key_is_rejected() {
        String forged =
                ApiKey.create(ApiKey.Kind.SECRET, new ProjectId(ApiWorld.PROJECT), byte[]::new)
                        .text();

        assertThat(api.send(Call.get("/v1/flows").key(forged)).status()).isEqualTo(401);
    }

    @Test
    void another_projects_key_finds_nothing() {
        String other = api.otherProject();

        for (Call call :
                List.of(
                        Call.get("/v1/projects/{projectId}", ApiWorld.PROJECT),
                        Call.put("/v1/projects/{projectId}/sms", ApiWorld.PROJECT),
                        Call.get("/v1/releases/{releaseId}", ApiWorld.RELEASE),
                        Call.get("/v1/segments/{segmentId}", ApiWorld.SEGMENT),
                        Call.get("/v1/segments/{segmentId}/members", ApiWorld.SEGMENT),
                        Call.get("/v1/fans/{fanId}", ApiWorld.FAN),
                        Call.put("/v1/fans/{fanId}/connections/spotify", ApiWorld.FAN)
                                .body(Map.of("refreshToken", "token")),
                        Call.get("/v1/flows/{flowId}", ApiWorld.FLOW),
                        Call.post("/v1/flows/{flowId}/activate", ApiWorld.FLOW),
                        Call.post("/v1/flows/{flowId}/pause", ApiWorld.FLOW),
                        Call.get("/v1/flows/{flowId}/runs", ApiWorld.FLOW),
                        Call.get("/v1/runs/{runId}", ApiWorld.RUN))) {
            assertThat(api.send(call.key(other)).status())
                    .as(call.event.getResource())
                    .isEqualTo(404);
        }
        assertThat(api.send(Call.get("/v1/flows").key(other)).list("items")).isEmpty();
    }
}
