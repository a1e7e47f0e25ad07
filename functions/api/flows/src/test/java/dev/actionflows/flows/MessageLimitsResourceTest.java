package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.FrequencyCap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class MessageLimitsResourceTest {
    private static final String CAPS = "/v1/projects/{projectId}/frequency-caps";
    private static final String CREDITS = "/v1/projects/{projectId}/credits";
    private static final Map<String, Object> CAP =
            Map.of("channel", "text", "max", 2L, "period", "P7D");

    private final ApiWorld api = new ApiWorld();

    private Answer putCaps(List<?> caps) {
        return api.send(Call.put(CAPS, ApiWorld.PROJECT).body(Map.of("caps", caps)));
    }

    private Answer putCredits(Map<String, ?> body) {
        return api.send(
                Call.put(CREDITS, ApiWorld.PROJECT).key(ApiWorld.ADMINISTRATOR_KEY).body(body));
    }

    @Test
    void caps_come_back_as_they_were_written() {
        assertThat(putCaps(List.of(CAP)).json()).isEqualTo(Map.of("caps", List.of(CAP)));
        assertThat(api.send(Call.get(CAPS, ApiWorld.PROJECT)).json())
                .isEqualTo(Map.of("caps", List.of(CAP)));
        assertThat(
                        api.world
                                .projects
                                .find(api.world.project)
                                .orElseThrow()
                                .limits()
                                .capsOn(Channel.TEXT))
                .extracting(FrequencyCap::max)
                .containsExactly(2);

        assertThat(putCaps(List.of()).json()).isEqualTo(Map.of("caps", List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "channel, fax, /caps/0/channel",
        "max, 0, /caps/0/max",
        "max, 51, /caps/0/max",
        "period, P31D, /caps/0/period",
        "period, week, /caps/0/period",
        "per, P7D, /caps/0/per"
    })
    void an_invalid_cap_is_named(String name, String value, String pointer) {
        Map<String, Object> cap = new HashMap<>(CAP);
        cap.put(name, name.equals("max") ? (Object) Integer.valueOf(value) : value);

        assertThat(putCaps(List.of(cap)).pointers()).contains(pointer);
    }

    @Test
    void a_channel_has_at_most_three_caps() {
        assertThat(putCaps(Collections.nCopies(4, CAP)).pointers()).containsExactly("/caps");
    }

    @Test
    void a_project_has_no_limits_at_first() {
        assertThat(api.send(Call.get(CAPS, ApiWorld.PROJECT)).json())
                .isEqualTo(Map.of("caps", List.of()));
        assertThat(api.send(Call.get(CREDITS, ApiWorld.PROJECT)).json())
                .containsEntry("granted", null)
                .containsEntry("used", null)
                .containsEntry("balance", null)
                .containsEntry("monthlyLimit", null)
                .containsEntry("whenUsedUp", "stop");
    }

    @Test
    void the_administrator_grants_credits() {
        Answer answer =
                putCredits(
                        Map.of(
                                "granted",
                                1000,
                                "monthlyLimit",
                                300,
                                "whenUsedUp",
                                "wait",
                                "alertEmail",
                                "team@label.example"));

        assertThat(answer.json())
                .containsEntry("granted", 1000L)
                .containsEntry("used", 0L)
                .containsEntry("balance", 1000L)
                .containsEntry("monthlyLimit", 300L)
                .containsEntry("month", "2026-11")
                .containsEntry("usedInMonth", 0L)
                .containsEntry("whenUsedUp", "wait")
                .containsEntry("alertEmail", "team@label.example");
        assertThat(api.send(Call.get(CREDITS, ApiWorld.PROJECT)).json()).isEqualTo(answer.json());
    }

    @Test
    void a_project_cannot_grant_itself_credits() {
        assertThat(
                        api.send(Call.put(CREDITS, ApiWorld.PROJECT).body(Map.of("granted", 1000)))
                                .status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
        "granted, -1, /granted",
        "monthlyLimit, 2000000001, /monthlyLimit",
        "whenUsedUp, panic, /whenUsedUp",
        "alertEmail, team, /alertEmail",
        "limit, 3, /limit"
    })
    void an_invalid_setting_of_credits_is_named(String name, String value, String pointer) {
        boolean isNumber = value.matches("-?[0-9]+");

        assertThat(
                        putCredits(Map.of(name, isNumber ? (Object) Integer.valueOf(value) : value))
                                .pointers())
                .containsExactly(pointer);
    }
}
