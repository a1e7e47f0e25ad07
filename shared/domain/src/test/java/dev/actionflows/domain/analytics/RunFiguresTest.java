package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.AnyRun;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

class RunFiguresTest {
    private static final Instant START = Instant.parse("2026-11-02T23:59:59.999Z");
    private static final Instant NEXT_DAY = Instant.parse("2026-11-03T00:00:00Z");

    private final ProjectId project = Samples.projectId();
    private final FlowVersionKey flow = new FlowVersionKey(project, Samples.flowId(), 2);
    private final FigureKey day = new FigureKey(flow, LocalDate.of(2026, 11, 2));
    private final FigureKey nextDay = new FigureKey(flow, LocalDate.of(2026, 11, 3));

    private static RunFigures.Step step(
            int index, String outcome, String reason, Optional<Instant> endedAt) {
        return new RunFigures.Step(index, outcome, reason, endedAt, OptionalLong.empty());
    }

    private static RunFigures.Step sent(int index, Optional<Instant> endedAt, long credits) {
        return new RunFigures.Step(
                index, "COMPLETED", "accepted", endedAt, OptionalLong.of(credits));
    }

    @Test
    void what_happens_counts_on_its_day_in_utc() {
        Figures figures =
                new RunFigures(
                                flow,
                                "FAILED",
                                START,
                                Optional.of(NEXT_DAY),
                                List.of(
                                        sent(0, Optional.of(START), 7),
                                        step(1, "FAILED", "not_found", Optional.of(NEXT_DAY))))
                        .figures();

        assertThat(figures.counts())
                .isEqualTo(
                        Map.of(
                                day,
                                Map.of(
                                        new Figure.Runs("STARTED"), 1L,
                                        new Figure.Steps(0, "COMPLETED", "accepted"), 1L,
                                        new Figure.Messages(0, MessageFigure.SENT), 1L,
                                        new Figure.Messages(0, MessageFigure.CREDITS), 7L),
                                nextDay,
                                Map.of(
                                        new Figure.Runs("FAILED"), 1L,
                                        new Figure.Steps(1, "FAILED", "not_found"), 1L)));
    }

    @Test
    void what_has_not_ended_counts_on_the_day_the_run_started() {
        assertThat(
                        new RunFigures(
                                        flow,
                                        "WAITING",
                                        START,
                                        Optional.empty(),
                                        List.of(
                                                step(
                                                        0,
                                                        "WAITING",
                                                        "quiet_hours",
                                                        Optional.empty())))
                                .figures()
                                .counts())
                .isEqualTo(
                        Map.of(
                                day,
                                Map.of(
                                        new Figure.Runs("STARTED"), 1L,
                                        new Figure.Runs("WAITING"), 1L,
                                        new Figure.Steps(0, "WAITING", "quiet_hours"), 1L)));
    }

    @Test
    void a_message_without_credits_counts_and_none_without_an_outcome() {
        Figures figures =
                new RunFigures(
                                flow,
                                "RUNNING",
                                START,
                                Optional.empty(),
                                List.of(
                                        sent(0, Optional.of(START), 0),
                                        sent(1, Optional.empty(), 3)))
                        .figures();

        assertThat(figures.counts().get(day))
                .containsEntry(new Figure.Messages(0, MessageFigure.SENT), 1L)
                .doesNotContainKey(new Figure.Messages(0, MessageFigure.CREDITS))
                .doesNotContainKey(new Figure.Messages(1, MessageFigure.SENT));
    }

    @Test
    void a_run_of_a_test_does_not_count() {
        AnyRun any = new AnyRun(5);
        for (int i = 0; i < 50; i++) {
            Run run = any.next();

            assertThat(RunFigures.of(run).isEmpty()).isEqualTo(run.test());
        }
    }

    /** In whatever order: what the last change left is what counts. */
    @Test
    void the_changes_of_a_run_add_up_to_the_run() {
        AnyRun any = new AnyRun(6);
        List<Run> states = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            states.add(any.next());
        }
        Figures.Sum sum = new Figures.Sum();
        Figures before = Figures.NONE;
        for (Run state : states) {
            Figures now = RunFigures.of(state);
            sum.add(now.since(before), 1);
            before = now;
        }

        assertThat(sum.figures()).isEqualTo(RunFigures.of(states.getLast()));
    }
}
