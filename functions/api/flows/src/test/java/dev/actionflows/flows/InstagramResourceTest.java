package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.management.InstagramChannelService;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.plan.PlanFeature;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

class InstagramResourceTest {
    private static final String PATH = "/v1/projects/{projectId}/instagram";
    private static final String ACCOUNT = "17841405309211844";
    private static final InstagramAccountId ACCOUNT_ID = new InstagramAccountId(ACCOUNT);
    private static final String TOKEN = "IGAAexample0123456789abcdef";

    private final ApiWorld api = new ApiWorld();

    @Test
    void an_account_is_set_shown_and_released() {
        assertThat(put(ACCOUNT).json()).isEqualTo(shown(ACCOUNT));
        assertThat(get().json()).isEqualTo(shown(ACCOUNT));
        assertThat(api.world.instagram.ownerOf(new InstagramAccountId(ACCOUNT)))
                .contains(api.world.project);

        Answer released = api.send(Call.delete(PATH, ApiWorld.PROJECT));

        assertThat(released.status()).isEqualTo(200);
        assertThat(released.json().get("accountId")).isNull();
        assertThat(get().json().get("accountId")).isNull();
        assertThat(api.world.instagram.ownerOf(new InstagramAccountId(ACCOUNT))).isEmpty();
    }

    @Test
    void a_project_cannot_assign_itself_an_account() {
        Answer answer =
                api.send(Call.put(PATH, ApiWorld.PROJECT).body(Map.of("accountId", ACCOUNT)));

        assertThat(answer.status()).isEqualTo(403);
        assertThat(answer.text("detail")).contains("administrator");
        assertThat(api.world.instagram.ownerOf(new InstagramAccountId(ACCOUNT))).isEmpty();
    }

    @Test
    void the_deployments_own_plan_table_decides_what_a_plan_includes() {
        PlanLimits open =
                new PlanLimits(
                        Map.of(
                                Plan.BASIC,
                                new PlanLimits.Limits(1, 1, Set.of(PlanFeature.INSTAGRAM_DM)),
                                Plan.PRO,
                                new PlanLimits.Limits(
                                        1,
                                        1,
                                        Set.of(
                                                PlanFeature.INSTAGRAM_DM,
                                                PlanFeature.INSTAGRAM_COMMENT,
                                                PlanFeature.SEND_INSTAGRAM_DM)),
                                Plan.ENTERPRISE,
                                new PlanLimits.Limits(1, 1, Set.of())));
        World world = api.world;
        InstagramChannelService channel =
                new InstagramChannelService(
                        world.projects,
                        world.instagram,
                        open,
                        world.vault,
                        world.wakeUps,
                        world.clock);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> channel.use(world.project, ACCOUNT_ID, Optional.empty()))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_ALLOWED))
                .withMessage("Instagram is not in the plan PRO; it needs BASIC or ENTERPRISE");
        world.projects.change(world.project, project -> project.withPlan(Plan.BASIC));
        assertThat(channel.use(world.project, ACCOUNT_ID, Optional.empty()).account())
                .contains(new InstagramAccount(ACCOUNT_ID, Optional.empty()));
    }

    @Test
    void an_account_of_another_project_is_rejected_without_naming_its_owner() {
        Answer answer = put(ApiWorld.TAKEN_INSTAGRAM_ACCOUNT);

        assertThat(answer.status()).isEqualTo(409);
        assertThat(answer.json()).containsEntry("code", "state_conflict");
        assertThat(answer.body()).doesNotContain("prj_0000000000000001");
        assertThat(get().json().get("accountId")).isNull();
    }

    @Test
    void the_account_of_another_project_cannot_be_released() {
        String otherKey = api.otherProject();
        put(ACCOUNT);

        assertThat(api.send(Call.delete(PATH, ApiWorld.PROJECT).key(otherKey)).status())
                .isEqualTo(404);

        assertThat(get().json()).containsEntry("accountId", ACCOUNT);
    }

    @ParameterizedTest
    @EnumSource(Plan.class)
    void a_plan_without_instagram_can_release_an_account_but_not_get_one(Plan plan) {
        String key =
                api.send(
                                Call.post("/v1/projects")
                                        .key(ApiWorld.ADMINISTRATOR_KEY)
                                        .body(Map.of("name", "Other", "plan", plan.name())))
                        .text("secretKey");
        String id = "prj_" + key.substring(3, 19);

        Answer answer =
                api.send(
                        Call.put(PATH, id)
                                .key(ApiWorld.ADMINISTRATOR_KEY)
                                .body(Map.of("accountId", ACCOUNT)));

        assertThat(answer.status()).isEqualTo(plan == Plan.BASIC ? 403 : 200);
        if (plan == Plan.BASIC) {
            assertThat(answer.json()).containsEntry("code", "not_allowed");
            assertThat(answer.text("detail")).contains("PRO", "BASIC");
        }
        assertThat(api.send(Call.delete(PATH, id).key(key)).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "017841405309211844",
                "@nightharbour",
                "1784 1405",
                "17841405309211844\n",
                "-17841405309211844",
                "99999999999999999999999999",
                "١٧٨٤١"
            })
    void an_invalid_account_id_is_rejected(String accountId) {
        assertThat(put(accountId).pointers()).containsExactly("/accountId");
    }

    @Test
    void an_id_as_a_json_number_is_rejected() {
        Answer answer =
                api.send(
                        Call.put(PATH, ApiWorld.PROJECT)
                                .key(ApiWorld.ADMINISTRATOR_KEY)
                                .body(Map.of("accountId", 17841405309211844L)));

        assertThat(answer.pointers()).isEqualTo(List.of("/accountId"));
    }

    @Test
    void a_token_is_stored_encrypted_and_never_shown() {
        Answer answer = putToken(TOKEN);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .containsEntry("messages", "connected")
                .containsEntry("tokenExpiresAt", null);
        assertThat(answer.body()).doesNotContain(TOKEN);
        InstagramAccess access =
                api.world.instagram.find(api.world.project).orElseThrow().access().orElseThrow();
        assertThat(access.token().base64()).doesNotContain(TOKEN);
        assertThat(
                        api.world.vault.open(
                                api.world.projects.find(api.world.project).orElseThrow(),
                                InstagramAccess.TOKEN_CONTEXT,
                                access.token()))
                .isEqualTo(TOKEN);
    }

    @Test
    void setting_the_account_again_without_a_token_keeps_the_token() {
        putToken(TOKEN);

        assertThat(put(ACCOUNT).json()).containsEntry("messages", "connected");
    }

    @Test
    void another_account_does_not_get_the_token_of_the_previous_one() {
        putToken(TOKEN);

        assertThat(put("17841405309211845").json()).containsEntry("messages", "no_token");
    }

    @Test
    void a_released_account_loses_its_token() {
        putToken(TOKEN);

        api.send(Call.delete(PATH, ApiWorld.PROJECT));

        assertThat(get().json()).containsEntry("messages", "no_token");
        assertThat(put(ACCOUNT).json()).containsEntry("messages", "no_token");
    }

    @Test
    void an_ended_authorization_is_shown_until_there_is_a_new_token() {
        putToken(TOKEN);
        InstagramAccount account = api.world.instagram.find(api.world.project).orElseThrow();
        api.world.instagram.replace(
                api.world.project,
                account,
                account.access().orElseThrow().ended(api.world.clock.instant()));
        assertThat(get().json()).containsEntry("messages", "disconnected");

        assertThat(putToken(TOKEN + "2").json()).containsEntry("messages", "connected");
    }

    @Test
    void a_token_wakes_the_runs_that_wait_for_one() {
        put(ACCOUNT);
        assertThat(api.world.wakeUps.take()).isEmpty();

        putToken(TOKEN);

        assertThat(api.world.wakeUps.take())
                .hasValueSatisfying(
                        wakeUp ->
                                assertThat(wakeUp.requirement())
                                        .isEqualTo(Requirement.instagramAccess()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "short", "with a space in the middle of it", "line\nbreak0123456789"})
    void an_invalid_token_is_rejected(String token) {
        assertThat(putToken(token).pointers()).containsExactly("/accessToken");
    }

    private Answer putToken(String token) {
        return api.send(
                Call.put(PATH, ApiWorld.PROJECT)
                        .key(ApiWorld.ADMINISTRATOR_KEY)
                        .body(Map.of("accountId", ACCOUNT, "accessToken", token)));
    }

    private Answer put(String accountId) {
        return api.send(
                Call.put(PATH, ApiWorld.PROJECT)
                        .key(ApiWorld.ADMINISTRATOR_KEY)
                        .body(Map.of("accountId", accountId)));
    }

    private Answer get() {
        return api.send(Call.get(PATH, ApiWorld.PROJECT));
    }

    private static Map<String, Object> shown(String accountId) {
        Map<String, Object> json = new HashMap<>();
        json.put("accountId", accountId);
        json.put("webhook", "https://flows.example.com/webhooks/instagram");
        json.put("messages", "no_token");
        json.put("tokenExpiresAt", null);
        return json;
    }
}
