package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUp;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class ProjectsResourceTest {
    private static final Map<String, Object> SMS =
            Map.of(
                    "number", "+1 500 555 0006",
                    "accountSid", "AC0123456789abcdef0123456789abcdef",
                    "authToken", "the-auth-token");

    private final ApiWorld api = new ApiWorld();

    @Test
    void a_new_project_comes_with_keys_that_work_and_are_never_shown_again() {
        Answer created = create(Map.of("name", "Nova"));
        String secretKey = created.text("secretKey");
        Answer read =
                api.send(Call.get("/v1/projects/{projectId}", created.text("id")).key(secretKey));

        assertThat(created.status()).isEqualTo(201);
        assertThat(created.json())
                .containsEntry("name", "Nova")
                .containsEntry("plan", "PRO")
                .containsEntry("publicBaseUrl", "https://api.label.example/live")
                .containsEntry("sms", null)
                .containsEntry("createdAt", "2026-11-02T12:00:00.000Z")
                .containsEntry(
                        "webhooks",
                        Map.of(
                                "sms",
                                "https://api.label.example/live/webhooks/sms/"
                                        + created.text("id")));
        assertThat(read.json())
                .doesNotContainKeys("secretKey", "publishableKey")
                .containsEntry("id", created.text("id"));
        assertThat(read.body()).doesNotContain(secretKey.substring(20));
    }

    @Test
    void given_values_override_the_defaults() {
        Answer created =
                create(
                        Map.of(
                                "name", "Nova",
                                "plan", "BASIC",
                                "publicBaseUrl", "http://localhost:4566/api/live"));

        assertThat(created.json())
                .containsEntry("plan", "BASIC")
                .containsEntry("publicBaseUrl", "http://localhost:4566/api/live");
    }

    @Test
    void the_base_url_is_required_if_it_cannot_be_derived() {
        Call call =
                Call.post("/v1/projects")
                        .key(ApiWorld.ADMINISTRATOR_KEY)
                        .body(Map.of("name", "Nova"));
        call.event.getRequestContext().setDomainName(null);

        assertThat(api.send(call).pointers()).containsExactly("/publicBaseUrl");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://api.label.example",
                "http://localhost:4566/_aws/execute-api/abc/live",
                "https://192.0.2.1/x"
            })
    void an_absolute_plain_base_url_is_accepted(String url) {
        assertThat(create(Map.of("name", "Nova", "publicBaseUrl", url)).text("publicBaseUrl"))
                .isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "api.label.example",
                "/v1",
                "ftp://api.label.example",
                "HTTPS://api.label.example",
                "https://",
                "https:///path",
                "https:api.label.example",
                "https://api.label.example/",
                "https://api.label.example/a/../b",
                "https://api.label.example?",
                "https://api.label.example?a=b",
                "https://api.label.example#",
                "https://user@api.label.example",
                "https://api.label.example/ä",
                "https://api.label.example/a b",
                "https://api.label.example\n",
                "https://[::1",
                "javascript:alert(1)",
            })
    void any_other_base_url_is_rejected(String url) {
        assertThat(create(Map.of("name", "Nova", "publicBaseUrl", url)).pointers())
                .containsExactly("/publicBaseUrl");
    }

    @Test
    void a_number_is_set_with_an_encrypted_token_and_wakes_waiting_runs() {
        Answer answer =
                api.send(Call.put("/v1/projects/{projectId}/sms", ApiWorld.PROJECT).body(SMS));

        assertThat(answer.json())
                .containsEntry(
                        "sms",
                        Map.of(
                                "provider", "twilio",
                                "number", "+15005550006",
                                "accountSid", "AC0123456789abcdef0123456789abcdef"));
        assertThat(answer.body()).doesNotContain("the-auth-token");
        Project stored = api.world.projects.find(api.world.project).orElseThrow();
        assertThat(
                        api.world.vault.open(
                                stored,
                                SmsAccount.AUTH_TOKEN_CONTEXT,
                                ((SmsAccount.Twilio) stored.sms().orElseThrow()).authToken()))
                .isEqualTo("the-auth-token");
        assertWoken(Requirement.phoneNumber());
    }

    @Test
    void the_administrator_may_set_the_accounts_of_any_project() {
        Answer answer =
                api.send(
                        Call.put("/v1/projects/{projectId}/sms", ApiWorld.PROJECT)
                                .key(ApiWorld.ADMINISTRATOR_KEY)
                                .body(SMS));

        assertThat(answer.status()).isEqualTo(200);
    }

    private static final Map<String, Object> AWS_SMS =
            Map.of(
                    "provider", "aws",
                    "number", "+18005550199",
                    "originationIdentity",
                            "arn:aws:sms-voice:eu-west-1:111122223333:pool/pool-a1b2c3",
                    "configurationSet", "texts",
                    "maxPrice", "0.05");

    private Answer putSms(String key, Map<String, ?> body) {
        return api.send(
                Call.put("/v1/projects/{projectId}/sms", ApiWorld.PROJECT).key(key).body(body));
    }

    @Test
    void the_administrator_sets_a_number_of_the_deployments_aws_account() {
        Answer answer = putSms(ApiWorld.ADMINISTRATOR_KEY, AWS_SMS);

        assertThat(answer.json()).containsEntry("sms", AWS_SMS);
        assertThat(api.world.ports.smsNumbers.ownerOf(new PhoneNumber("+18005550199")))
                .contains(api.world.project);
        assertWoken(Requirement.phoneNumber());
    }

    @Test
    void the_sender_at_aws_is_the_number_by_default() {
        assertThat(
                        putSms(
                                        ApiWorld.ADMINISTRATOR_KEY,
                                        Map.of("provider", "aws", "number", "+18005550199"))
                                .json())
                .containsEntry(
                        "sms",
                        Map.of(
                                "provider", "aws",
                                "number", "+18005550199",
                                "originationIdentity", "+18005550199"));
    }

    /** The number and the bill are the deployment's. */
    @Test
    void a_projects_own_key_cannot_set_a_number_of_the_deployments_aws_account() {
        Answer answer =
                api.send(Call.put("/v1/projects/{projectId}/sms", ApiWorld.PROJECT).body(AWS_SMS));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(api.world.ports.smsNumbers.ownerOf(new PhoneNumber("+18005550199"))).isEmpty();
    }

    @Test
    void a_number_that_another_project_has_is_a_conflict() {
        api.world.ports.smsNumbers.assign(
                new ProjectId("prj_0000000000000000"), new PhoneNumber("+18005550199"));

        assertThat(putSms(ApiWorld.ADMINISTRATOR_KEY, AWS_SMS).status()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "provider | vonage | /provider",
                "number | 12345 | /number",
                "originationIdentity | a b | /originationIdentity",
                "originationIdentity | +18005550100 | /originationIdentity",
                "configurationSet | te:xts! | /configurationSet",
                "maxPrice | 5 cents | /maxPrice",
                "maxPrice | 100.00 | /maxPrice",
                "authToken | secret | /authToken",
            })
    void an_invalid_setting_of_an_aws_account_is_named(String name, String value, String pointer) {
        Map<String, Object> body = new HashMap<>(AWS_SMS);
        body.put(name, value);

        assertThat(putSms(ApiWorld.ADMINISTRATOR_KEY, body).pointers()).contains(pointer);
    }

    @Test
    void a_spotify_app_is_set() {
        Answer answer =
                api.send(
                        Call.put("/v1/projects/{projectId}/spotify", ApiWorld.PROJECT)
                                .body(
                                        Map.of(
                                                "clientId", "client",
                                                "clientSecret", "the-client-secret")));

        assertThat(answer.json()).containsEntry("spotify", Map.of("clientId", "client"));
        assertThat(answer.body()).doesNotContain("the-client-secret");
        assertWoken(Requirement.streamingApp());
    }

    @Test
    void an_apple_music_key_is_set() {
        String pem = MusicKitKeys.newPem();

        Answer answer = putAppleMusic(pem);

        assertThat(answer.json())
                .containsEntry("appleMusic", Map.of("teamId", "TEAM123456", "keyId", "KEY1234567"));
        assertThat(answer.body()).doesNotContain("PRIVATE KEY", pem.substring(40, 60));
        assertWoken(Requirement.streamingApp());
    }

    @Test
    void an_invalid_private_key_is_rejected_without_being_quoted() {
        Answer answer =
                putAppleMusic("-----BEGIN PRIVATE KEY-----\nhush\n-----END PRIVATE KEY-----");

        assertThat(answer.pointers()).containsExactly("/privateKey");
        assertThat(answer.body()).doesNotContain("hush");
        assertThat(api.world.wakeUps.take()).isEmpty();
    }

    /**
     * Keys of 256 bits on other curves, secp256k1 and brainpoolP256r1, generated for this test by
     * OpenSSL.
     */
    private static final List<String> KEYS_ON_OTHER_CURVES =
            List.of(
                    "MIGEAgEAMBAGByqGSM49AgEGBSuBBAAKBG0wawIBAQQgGNlRX/D3o2OeUM5GbEEM"
                            + "XQfgqShf/IWyPl7vpgi3/mqhRANCAARchE136EfknfG4ZhJoUzUqTVJVVqM8EEyk"
                            + "pzJI/kDZXh19qCD47VIU/4ehkhVWLvfHaD+PUSLIxS9rRY7/XGR3",
                    "MIGIAgEAMBQGByqGSM49AgEGCSskAwMCCAEBBwRtMGsCAQEEIEVTChg5QV+1b0nW"
                            + "QEsHeUEuRyQp6PZbYnDp1FFCFMKaoUQDQgAEbv9fAArFP8OqxPGjpQLLSBkK4pyK"
                            + "nsDgiV+8byZ1DNAiFWae8/hBzsaUHu/jjWW5+0MpnSy9xD+6WOSdgZWpQw==");

    @Test
    void a_key_that_cannot_sign_for_apple_is_rejected_when_it_is_set() {
        List<String> keys =
                new ArrayList<>(
                        List.of(
                                MusicKitKeys.newPem("secp384r1"),
                                MusicKitKeys.newPem("secp521r1"),
                                MusicKitKeys.newRsaPem(),
                                MusicKitKeys.newPublicPem(),
                                MusicKitKeys.newPem() + MusicKitKeys.newPem(),
                                MusicKitKeys.newPem().replace("PRIVATE", "EC PRIVATE"),
                                MusicKitKeys.newPem().substring(0, 100),
                                "garbage"));
        KEYS_ON_OTHER_CURVES.forEach(
                it -> keys.add(MusicKitKeys.pem("PRIVATE KEY", Base64.getDecoder().decode(it))));

        for (String key : keys) {
            Answer answer = putAppleMusic(key);
            assertThat(answer.status()).as(key).isEqualTo(400);
            assertThat(answer.pointers()).as(key).containsExactly("/privateKey");
            assertThat(answer.body()).contains("P-256");
        }
        assertThat(putAppleMusic(MusicKitKeys.newPem()).status()).isEqualTo(200);
        assertThat(putAppleMusic(MusicKitKeys.newPem().replace("\n", "\r\n")).status())
                .isEqualTo(200);
    }

    @Test
    void a_secret_of_the_wrong_type_is_rejected_without_being_quoted() {
        Map<String, Object> body = new HashMap<>(SMS);
        body.put("authToken", Map.of("value", "hush-hush"));

        Answer answer =
                api.send(Call.put("/v1/projects/{projectId}/sms", ApiWorld.PROJECT).body(body));

        assertThat(answer.pointers()).containsExactly("/authToken");
        assertThat(answer.body()).doesNotContain("hush-hush");
        assertThat(api.log.toString(StandardCharsets.UTF_8)).doesNotContain("hush-hush");
    }

    @ParameterizedTest
    @CsvSource({"look, lk", "edit, ek", "operate, ok"})
    void the_first_rotation_of_a_role_makes_its_key_and_the_next_replaces_it(
            String kind, String prefix) {
        Answer project = create(Map.of("name", "Nova"));
        Call rotation =
                Call.post("/v1/projects/{projectId}/keys/{kind}/rotate", project.text("id"), kind)
                        .body(Map.of("revokeOldAfter", "PT0S"));

        Answer first = api.send(rotation.key(project.text("secretKey")));
        Call read = Call.get("/v1/flows").key(first.text("key"));
        assertThat(first.status()).isEqualTo(201);
        assertThat(first.json())
                .containsEntry("kind", kind)
                .containsEntry("oldKeysEndAt", "2026-11-02T12:00:00.000Z");
        assertThat(first.text("key")).startsWith(prefix + "_");
        assertThat(api.send(read).status()).isEqualTo(200);
        assertThat(api.send(rotation.key(first.text("key"))).status()).isEqualTo(403);

        Answer next = api.send(rotation.key(ApiWorld.ADMINISTRATOR_KEY));

        assertThat(api.send(read).status()).isEqualTo(401);
        assertThat(api.send(read.key(next.text("key"))).status()).isEqualTo(200);
    }

    @Test
    void there_is_no_other_kind_of_key() {
        Answer answer =
                api.send(
                        Call.post(
                                        "/v1/projects/{projectId}/keys/{kind}/rotate",
                                        ApiWorld.PROJECT,
                                        "own")
                                .body(Map.of()));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text("detail")).contains("look", "edit", "operate");
    }

    @Test
    void an_unknown_project_is_not_found_even_by_the_administrator() {
        assertThat(
                        api.send(
                                        Call.get("/v1/projects/{projectId}", "prj_0000000000000000")
                                                .key(ApiWorld.ADMINISTRATOR_KEY))
                                .status())
                .isEqualTo(404);
    }

    private Answer create(Map<String, ?> body) {
        return api.send(Call.post("/v1/projects").key(ApiWorld.ADMINISTRATOR_KEY).body(body));
    }

    private Answer putAppleMusic(String pem) {
        return api.send(
                Call.put("/v1/projects/{projectId}/apple-music", ApiWorld.PROJECT)
                        .body(
                                Map.of(
                                        "teamId", "TEAM123456",
                                        "keyId", "KEY1234567",
                                        "privateKey", pem)));
    }

    private void assertWoken(Requirement requirement) {
        assertThat(api.world.wakeUps.take())
                .contains(
                        new WakeUp.RequirementMet(
                                new ProjectId(ApiWorld.PROJECT), requirement, Optional.empty()));
    }

    @Test
    void the_administrator_lists_all_projects_and_nobody_else_does() {
        api.otherProject();

        assertThat(api.send(Call.get("/v1/projects").key(ApiWorld.ADMINISTRATOR_KEY)).list("items"))
                .extracting(it -> it.get("name"))
                .contains("Other")
                .hasSize(2);
        assertThat(api.send(Call.get("/v1/projects")).status()).isEqualTo(403);
    }
}
