package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.usage.Usage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.YearMonth;
import java.util.List;
import java.util.Map;

class UsageResourceTest {
    private static final YearMonth MONTH = YearMonth.of(2026, 11);

    private final ApiWorld api = new ApiWorld();

    private void use(YearMonth month, String flow, Channel channel, Usage usage) {
        api.world.ports.usage.add(api.world.project, month, new FlowId(flow), channel, usage);
    }

    @Test
    void the_messages_of_a_month_are_listed_by_flow_and_channel_with_totals() {
        use(MONTH, ApiWorld.FLOW, Channel.TEXT, new Usage(2, 14));
        use(MONTH, ApiWorld.FLOW, Channel.EMAIL, new Usage(5, 0));
        use(MONTH, ApiWorld.DRAFT, Channel.TEXT, new Usage(1, 3));
        use(MONTH.minusMonths(1), ApiWorld.DRAFT, Channel.TEXT, new Usage(100, 300));
        api.world.ports.usage.add(
                Samples.projectId(),
                MONTH,
                new FlowId(ApiWorld.FLOW),
                Channel.TEXT,
                new Usage(9, 9));

        Answer answer = api.send(Call.get("/v1/usage").query("month", "2026-11"));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.json())
                .containsEntry("month", "2026-11")
                .containsEntry("messages", 8L)
                .containsEntry("credits", 17L);
        assertThat(answer.list("channels"))
                .isEqualTo(
                        List.of(
                                Map.of("channel", "text", "messages", 3L, "credits", 17L),
                                Map.of("channel", "email", "messages", 5L, "credits", 0L)));
        assertThat(answer.list("flows"))
                .extracting(
                        it -> it.get("flowId") + " " + it.get("channel") + " " + it.get("credits"))
                .containsExactly(
                        ApiWorld.DRAFT + " text 3",
                        ApiWorld.FLOW + " text 14",
                        ApiWorld.FLOW + " email 0");
    }

    @Test
    void without_a_month_it_is_the_current_one_in_utc() {
        assertThat(api.send(Call.get("/v1/usage")).json())
                .containsEntry("month", "2026-11")
                .containsEntry("messages", 0L)
                .containsEntry("flows", List.of());
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-13", "2026-1", "11-2026", "+2026-11", "2026-11-02", "now", ""})
    void anything_but_a_month_is_rejected(String month) {
        Answer answer = api.send(Call.get("/v1/usage").query("month", month));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/month");
        assertThat(answer.text("detail")).contains("such as 2026-11");
    }
}
