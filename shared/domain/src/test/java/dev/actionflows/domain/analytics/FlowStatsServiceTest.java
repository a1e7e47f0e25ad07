package dev.actionflows.domain.analytics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.Samples;

import org.junit.jupiter.api.Test;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

class FlowStatsServiceTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 11, 2);
    private static final Figure STARTED = new Figure.Runs(Figure.STARTED);

    private final InMemoryPorts ports = new InMemoryPorts();
    private final FlowStatsService service =
            new FlowStatsService(ports.usage, ports.facts(), ports.clock());
    private final ProjectId project = Samples.projectId();
    private final FlowId flow = Samples.flowId();

    private void start(LocalDate day, int version, long runs) {
        Figures.Sum sum = new Figures.Sum();
        sum.add(new FigureKey(new FlowVersionKey(project, flow, version), day), STARTED, runs);
        ports.usage.add(sum.figures());
    }

    private FlowStats stats(Optional<LocalDate> from, Optional<LocalDate> to) {
        return service.stats(project, flow, from, to);
    }

    private static List<String> versions(FlowStats stats) {
        return stats.versions().stream()
                .map(it -> it.number() + ": " + it.figures().runs(Figure.STARTED))
                .toList();
    }

    @Test
    void without_a_period_totals_are_of_all_time_and_days_of_the_last_thirty() {
        start(TODAY.minusDays(30), 1, 5);
        start(TODAY.minusDays(29), 1, 3);
        start(TODAY, 1, 1);
        start(TODAY, 2, 2);

        FlowStats stats = stats(Optional.empty(), Optional.empty());

        assertThat(stats.period()).isEmpty();
        assertThat(versions(stats)).containsExactly("1: 9", "2: 2");
        assertThat(stats.total().runs(Figure.STARTED)).isEqualTo(11);
        assertThat(stats.byDay().keySet()).containsExactly(TODAY.minusDays(29), TODAY);
        assertThat(stats.byDay().getOrDefault(TODAY, FigureSummary.NONE).runs(Figure.STARTED))
                .isEqualTo(3);
        assertThat(stats.days())
                .extracting(it -> it.day() + " " + it.version())
                .containsExactly("2026-10-04 1", "2026-11-02 1", "2026-11-02 2");
    }

    @Test
    void of_a_period_everything_counts_that_happened_on_its_days() {
        start(TODAY.minusDays(10), 1, 5);
        start(TODAY.minusDays(9), 1, 3);
        start(TODAY.minusDays(8), 2, 2);
        start(TODAY.minusDays(7), 1, 9);

        FlowStats stats = stats(Optional.of(TODAY.minusDays(9)), Optional.of(TODAY.minusDays(8)));

        assertThat(stats.period()).contains(new Period(TODAY.minusDays(9), TODAY.minusDays(8)));
        assertThat(versions(stats)).containsExactly("1: 3", "2: 2");
        assertThat(stats.days()).hasSize(2);
    }

    @Test
    void a_period_with_one_end_reaches_until_today_or_has_thirty_days() {
        assertThat(stats(Optional.of(TODAY.minusDays(3)), Optional.empty()).period())
                .contains(new Period(TODAY.minusDays(3), TODAY));
        assertThat(stats(Optional.empty(), Optional.of(TODAY.minusDays(3))).period())
                .contains(new Period(TODAY.minusDays(32), TODAY.minusDays(3)));
    }

    @Test
    void a_period_has_at_most_92_days_and_does_not_end_before_it_begins() {
        assertThat(stats(Optional.of(TODAY.minusDays(91)), Optional.of(TODAY)).period())
                .isPresent();
        assertThatThrownBy(() -> stats(Optional.of(TODAY.minusDays(92)), Optional.of(TODAY)))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("92");
        assertThatThrownBy(() -> stats(Optional.of(TODAY), Optional.of(TODAY.minusDays(1))))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("must not be after");
        assertThatThrownBy(() -> stats(Optional.of(TODAY.plusDays(1)), Optional.empty()))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("future");
    }

    @Test
    void a_flow_that_did_nothing_has_no_versions_and_no_days() {
        FlowStats stats = stats(Optional.empty(), Optional.empty());

        assertThat(stats.versions()).isEmpty();
        assertThat(stats.days()).isEmpty();
        assertThat(stats.total()).isEqualTo(FigureSummary.NONE);
    }

    @Test
    void of_many_versions_the_latest_are_shown_and_all_count() {
        for (int version = 1; version <= FlowStatsService.MAX_VERSIONS + 5; version++) {
            start(TODAY, version, 1);
        }

        FlowStats stats = stats(Optional.empty(), Optional.empty());

        assertThat(stats.versions()).hasSize(FlowStatsService.MAX_VERSIONS);
        assertThat(stats.versions().getFirst().number()).isEqualTo(6);
        assertThat(stats.total().runs(Figure.STARTED)).isEqualTo(FlowStatsService.MAX_VERSIONS + 5);
    }
}
