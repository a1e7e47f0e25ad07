package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.management.InstagramChannelService;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.plan.PlanFeature;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

class InstagramResourceTest {
    private static final String PATH = "/v1/projects/{projectId}/instagram";
    private static final String ACCOUNT = "17841405309211844";

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
                new InstagramChannelService(world.projects, world.instagram, open);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> channel.use(world.project, new InstagramAccountId(ACCOUNT)))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_ALLOWED))
                .withMessage("Instagram is not in the plan PRO; it needs BASIC or ENTERPRISE");
        world.projects.change(world.project, project -> project.withPlan(Plan.BASIC));
        assertThat(channel.use(world.project, new InstagramAccountId(ACCOUNT)).account())
                .contains(new InstagramAccountId(ACCOUNT));
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
        return json;
    }
}
