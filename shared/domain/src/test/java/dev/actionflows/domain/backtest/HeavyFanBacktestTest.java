package dev.actionflows.domain.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.InMemoryProjectEvents;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Fans about whom more is stored than a backtest reads or plays. */
class HeavyFanBacktestTest {
    private final World world = new World();
    private final FanId fan = world.fan(World.FAN_NUMBER);
    private final Instant from = world.clock.instant();

    private Flow joining() {
        return world.activeFlow(
                "presave", OnFailure.CONTINUE, new AddToSegmentStep(world.segment.id()));
    }

    private void texts(Flow flow, int times) {
        for (int number = 0; number < times; number++) {
            world.startRunWithoutExecution(flow, fan, "text of " + world.clock.instant());
            world.clock.advance(Duration.ofSeconds(1));
        }
    }

    /** Texts to which no flow listens. */
    private void chats(int times) {
        for (int number = 0; number < times; number++) {
            world.intake.ignored(
                    world.project,
                    Optional.of(fan),
                    new FanEvent(
                            new EventId("sms:chat at " + world.clock.instant()),
                            TriggerType.SMS_KEYWORD,
                            "hello",
                            world.clock.instant()),
                    NotStartedReason.NO_FLOW);
            world.clock.advance(Duration.ofSeconds(1));
        }
    }

    private BacktestPlan plan(Flow flow, Instant to) {
        return new BacktestPlan(
                world.projects.find(world.project).orElseThrow(),
                flow,
                flow,
                from,
                to,
                world.clock.instant());
    }

    /** All parts of a backtest, each of at most one fan. */
    private List<BacktestPage> pages(BacktestPlan plan) {
        BacktestService service =
                new BacktestService(world.ports, new InMemoryProjectEvents(world.ports.events));
        Deadline deadline = new Deadline(world.clock.instant().plusSeconds(60), world.clock);
        List<BacktestPage> pages = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            pages.add(service.play(plan, cursor, 1, deadline));
            cursor = pages.getLast().next();
        } while (cursor.isPresent());
        return pages;
    }

    @Test
    void a_fan_with_very_much_after_the_period_is_in_one_part_only() {
        Flow flow = joining();
        texts(flow, 3);
        chats(120);
        Instant to = world.clock.instant();
        chats(FanPastReader.MAX_RESULTS);

        List<BacktestPage> pages = pages(plan(flow, to));

        assertThat(pages).hasSize(2);
        assertThat(pages.stream().flatMap(it -> it.fans().stream()))
                .extracting(FanBacktest::complete)
                .containsExactly(false);
    }
}
