package dev.actionflows.simulator;

import dev.actionflows.domain.backtest.BacktestPage;
import dev.actionflows.domain.backtest.BacktestPlan;
import dev.actionflows.domain.backtest.BacktestService;
import dev.actionflows.domain.backtest.FanBacktest;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.InMemoryProjectEvents;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The backtests of a period, page by page, each of at most one fan, through ports that fail on
 * anything but a read. Each page must be complete and tell truly how far it has come.
 */
final class BacktestPages {
    private final InMemoryPorts memory;
    private final Instant from;
    private final Instant to;
    private final Consumer<String> wrong;

    /**
     * @param wrong takes what is wrong
     */
    BacktestPages(InMemoryPorts memory, Instant from, Instant to, Consumer<String> wrong) {
        this.memory = memory;
        this.from = from;
        this.to = to;
        this.wrong = wrong;
    }

    /** All pages of a backtest of a flow, or of a change of it. */
    List<BacktestPage> of(Flow played, Flow live) {
        BacktestService service =
                new BacktestService(
                        ReadOnlyPorts.over(memory), new InMemoryProjectEvents(memory.events));
        BacktestPlan plan =
                new BacktestPlan(
                        memory.projects.find(SampleProject.ID).orElseThrow(),
                        played,
                        live,
                        from,
                        to,
                        memory.clock.instant());
        Deadline deadline = new Deadline(memory.clock.instant().plusSeconds(20), memory.clock);
        List<BacktestPage> pages = new ArrayList<>();
        Set<FanId> fans = new HashSet<>();
        Optional<String> cursor = Optional.empty();
        do {
            BacktestPage page = service.play(plan, cursor, 1, deadline);
            pages.add(page);
            page.fans().forEach(it -> note(it, fans));
            checkProgress(pages, live, fans);
            cursor = page.next();
        } while (cursor.isPresent());
        return pages;
    }

    private void note(FanBacktest fan, Set<FanId> fans) {
        if (!fan.complete()) {
            wrong.accept("incomplete: " + fan);
        }
        if (!fans.add(fan.fan().id())) {
            wrong.accept("in two parts: " + fan);
        }
    }

    private void checkProgress(List<BacktestPage> pages, Flow live, Set<FanId> fans) {
        Instant reached = pages.getLast().playedBackTo();
        Instant before = pages.size() == 1 ? to : pages.get(pages.size() - 2).playedBackTo();
        boolean isRight =
                pages.getLast().next().isPresent()
                        ? !reached.isAfter(before) && !reached.isBefore(from)
                        : reached.equals(from);
        if (!isRight) {
            wrong.accept("played back to %s after %s".formatted(reached, before));
        }
        memory.ledger.all().stream()
                .filter(run -> run.flow().equals(live.id()))
                .filter(run -> run.startedAt().isBefore(to) && run.startedAt().isAfter(reached))
                .map(Run::fan)
                .filter(fan -> !fans.contains(fan))
                .forEach(fan -> wrong.accept("not played back to %s: %s".formatted(reached, fan)));
    }
}
