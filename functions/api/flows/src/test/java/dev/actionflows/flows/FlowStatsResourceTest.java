package dev.actionflows.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.analytics.MessageFigure;
import dev.actionflows.domain.id.FlowId;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class FlowStatsResourceTest {
    private static final String PATH = "/v1/flows/{flowId}/stats";
    private static final String FILE = "/v1/flows/{flowId}/stats.csv";
    private static final LocalDate MONDAY = LocalDate.of(2026, 11, 2);

    private final ApiWorld api = new ApiWorld();

    private void count(LocalDate day, int version, Map<Figure, Long> numbers) {
        FlowVersionKey flow =
                new FlowVersionKey(api.world.project, new FlowId(ApiWorld.FLOW), version);
        api.world.ports.usage.add(new Figures(Map.of(new FigureKey(flow, day), numbers)));
    }

    @BeforeEach
    void count() {
        count(
                MONDAY,
                1,
                Map.of(
                        new Figure.Runs(Figure.STARTED), 3L,
                        new Figure.Runs("WAITING"), 1L,
                        new Figure.Runs("COMPLETED"), 2L,
                        new Figure.Steps(0, "COMPLETED", "registered"), 2L,
                        new Figure.Steps(0, "WAITING", "not_connected"), 1L));
        count(
                MONDAY.minusDays(1),
                2,
                Map.of(
                        new Figure.Runs(Figure.STARTED), 1L,
                        new Figure.Steps(1, "COMPLETED", "delivered"), 1L,
                        new Figure.Messages(1, MessageFigure.SENT), 1L,
                        new Figure.Messages(1, MessageFigure.CLICKED), 1L,
                        new Figure.Messages(1, MessageFigure.CREDITS), 7L));
    }

    private static Map<String, @Nullable Object> runs(long started, long waiting, long completed) {
        return Map.of(
                "started",
                started,
                "running",
                0L,
                "waiting",
                waiting,
                "completed",
                completed,
                "failed",
                0L,
                "cancelled",
                0L);
    }

    private static Map<String, @Nullable Object> messages(long one, long credits) {
        return Map.of(
                "sent", one,
                "delivered", one,
                "opened", 0L,
                "clicked", one,
                "credits", credits);
    }

    @Test
    void it_shows_totals_versions_with_their_steps_and_days() {
        Answer answer = api.send(Call.get(PATH, ApiWorld.FLOW));

        assertThat(answer.json())
                .containsEntry("flowId", ApiWorld.FLOW)
                .containsEntry("from", null)
                .containsEntry("to", null)
                .containsEntry("runs", runs(4, 1, 2))
                .containsEntry("messages", messages(1, 7));
        assertThat(answer.list("versions"))
                .extracting(it -> it.get("version"), it -> it.get("runs"))
                .containsExactly(tuple(1L, runs(3, 1, 2)), tuple(2L, runs(1, 0, 0)));
        assertThat(answer.list("versions").getFirst().get("steps"))
                .isEqualTo(
                        List.of(
                                Map.of(
                                        "index", 0L,
                                        "type", "pre_save",
                                        "completed", 2L,
                                        "skipped", 0L,
                                        "heldOut", 0L,
                                        "waiting", 1L,
                                        "unknown", 0L,
                                        "failed", 0L,
                                        "outcomes",
                                                List.of(
                                                        Map.of(
                                                                "outcome", "COMPLETED",
                                                                "reason", "registered",
                                                                "count", 2L),
                                                        Map.of(
                                                                "outcome", "WAITING",
                                                                "reason", "not_connected",
                                                                "count", 1L)),
                                        "messages", messages(0, 0))));
        assertThat(answer.list("days"))
                .extracting(it -> it.get("day"))
                .containsExactly("2026-11-01", "2026-11-02");
    }

    @Test
    void of_a_period_it_shows_what_happened_on_its_days() {
        Answer answer =
                api.send(
                        Call.get(PATH, ApiWorld.FLOW)
                                .query("from", "2026-11-01")
                                .query("to", "2026-11-01"));

        assertThat(answer.json())
                .containsEntry("from", "2026-11-01")
                .containsEntry("to", "2026-11-01")
                .containsEntry("runs", runs(1, 0, 0));
        assertThat(answer.list("versions")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-31", "2026-13-01", "02.11.2026", "today", "", "+12026-11-02"})
    void anything_but_a_day_is_rejected(String day) {
        for (String parameter : List.of("from", "to")) {
            Answer answer = api.send(Call.get(PATH, ApiWorld.FLOW).query(parameter, day));

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.pointers()).containsExactly("/" + parameter);
            assertThat(answer.text("detail")).contains("such as 2026-12-04");
        }
    }

    @Test
    void the_file_has_a_line_for_each_figure() {
        Answer answer = api.send(Call.get(FILE, ApiWorld.FLOW));

        assertThat(answer.headers())
                .containsEntry("Content-Type", "text/csv; charset=utf-8; header=present");
        assertThat(answer.body().lines())
                .containsExactly(
                        "day,version,step,type,figure,outcome,reason,count",
                        "2026-11-01,2,,,runs,STARTED,,1",
                        "2026-11-01,2,1,,steps,COMPLETED,delivered,1",
                        "2026-11-01,2,1,,clicked,,,1",
                        "2026-11-01,2,1,,credits,,,7",
                        "2026-11-01,2,1,,sent,,,1",
                        "2026-11-02,1,,,runs,COMPLETED,,2",
                        "2026-11-02,1,,,runs,STARTED,,3",
                        "2026-11-02,1,,,runs,WAITING,,1",
                        "2026-11-02,1,0,pre_save,steps,COMPLETED,registered,2",
                        "2026-11-02,1,0,pre_save,steps,WAITING,not_connected,1");
    }

    @Test
    void the_flow_of_another_project_is_not_found() {
        assertThat(api.send(Call.get(PATH, ApiWorld.FLOW).key(api.otherProject())).status())
                .isEqualTo(404);
    }

    @Test
    void a_file_that_would_be_too_large_asks_for_a_shorter_period() {
        Map<Figure, Long> figures = new HashMap<>();
        for (int reason = 0; reason < 2_500; reason++) {
            figures.put(
                    new Figure.Steps(reason % 25, "SKIPPED", "a_rather_long_reason_" + reason), 1L);
        }
        for (int day = 0; day < 29; day++) {
            count(MONDAY.minusDays(day), 1, figures);
        }

        Answer answer = api.send(Call.get(FILE, ApiWorld.FLOW));

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.pointers()).containsExactly("/from");
        assertThat(api.send(Call.get(FILE, ApiWorld.FLOW).query("from", "2026-11-01")).status())
                .isEqualTo(200);
    }

    @Test
    void both_ends_of_a_period_are_checked_at_once() {
        assertThat(
                        api.send(
                                        Call.get(PATH, ApiWorld.FLOW)
                                                .query("from", "monday")
                                                .query("to", "sunday"))
                                .pointers())
                .containsExactly("/from", "/to");
    }
}
