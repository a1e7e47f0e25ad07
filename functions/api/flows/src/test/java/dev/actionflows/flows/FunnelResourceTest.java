package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.analytics.FanChange;
import dev.actionflows.domain.analytics.FunnelRollUp;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

class FunnelResourceTest {
    private static final String PROJECT = "/v1/projects/{projectId}/funnel";
    private static final String RELEASE = "/v1/releases/{releaseId}/stats";

    private final ApiWorld api = new ApiWorld();

    private FanChange acted(FanId fan, String event, TriggerType type, int day) {
        return new FanChange.Acted(
                api.world.project,
                fan,
                new EventId(event),
                type,
                Optional.of(new ReleaseId(ApiWorld.RELEASE))
                        .filter(_ -> type == TriggerType.RELEASE_PRESAVED),
                api.world.clock.instant().plus(Duration.ofDays(day)));
    }

    @BeforeEach
    void act() {
        FanId one = new FanId(ApiWorld.FAN);
        FanId other = api.world.fanByMail("other@example.com");
        new FunnelRollUp(api.world.ports.funnels, (_, _) -> {})
                .receive(
                        "shard",
                        List.of(
                                acted(one, "web:1", TriggerType.RELEASE_PRESAVED, 0),
                                acted(one, "web:2", TriggerType.SMS_OPTED_IN, 1),
                                acted(other, "web:3", TriggerType.SMS_OPTED_IN, 1)));
    }

    private static List<Map<String, Long>> actions(long... fans) {
        return IntStream.range(0, fans.length)
                .mapToObj(it -> Map.of("atLeast", it + 1L, "fans", fans[it]))
                .toList();
    }

    @Test
    void it_shows_how_many_fans_have_come_how_far() {
        Answer answer = api.send(Call.get(PROJECT, ApiWorld.PROJECT));

        assertThat(answer.json())
                .containsEntry("projectId", ApiWorld.PROJECT)
                .containsEntry("actions", actions(2, 1, 0, 0, 0))
                .containsEntry("returned", 1L)
                .containsEntry(
                        "did",
                        List.of(
                                Map.of("type", "release.presaved", "fans", 1L),
                                Map.of("type", "sms.opted_in", "fans", 2L)));
    }

    @Test
    void with_a_release_only_what_is_about_it_counts() {
        Answer answer = api.send(Call.get(RELEASE, ApiWorld.RELEASE));

        assertThat(answer.json())
                .containsEntry("releaseId", ApiWorld.RELEASE)
                .containsEntry("actions", actions(1, 0, 0, 0, 0))
                .containsEntry("returned", 0L)
                .containsEntry("did", List.of(Map.of("type", "release.presaved", "fans", 1L)));
    }

    @Test
    void the_files_have_a_line_for_each_stage() {
        assertThat(api.send(Call.get(PROJECT + ".csv", ApiWorld.PROJECT)).body().lines())
                .containsExactly(
                        "stage,fans",
                        "actions_1,2",
                        "actions_2,1",
                        "actions_3,0",
                        "actions_4,0",
                        "actions_5,0",
                        "returned,1",
                        "release.presaved,1",
                        "sms.opted_in,2");
        assertThat(api.send(Call.get(RELEASE + ".csv", ApiWorld.RELEASE)).body())
                .startsWith("stage,fans\r\nactions_1,1\r\n")
                .endsWith("release.presaved,1\r\n");
    }

    @Test
    void another_project_and_its_release_are_not_found() {
        String key = api.otherProject();

        assertThat(api.send(Call.get(PROJECT, ApiWorld.PROJECT).key(key)).status()).isEqualTo(404);
        assertThat(api.send(Call.get(RELEASE, ApiWorld.RELEASE).key(key)).status()).isEqualTo(404);
    }

    @Test
    void the_administrator_has_no_funnel() {
        assertThat(
                        api.send(
                                        Call.get(PROJECT, ApiWorld.PROJECT)
                                                .key(ApiWorld.ADMINISTRATOR_KEY))
                                .status())
                .isEqualTo(403);
    }
}
