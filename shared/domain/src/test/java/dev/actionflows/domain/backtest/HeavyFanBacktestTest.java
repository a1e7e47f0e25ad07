package dev.actionflows.domain.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.InMemoryProjectEvents;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.VirtualClock;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

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

    private BacktestService service() {
        return new BacktestService(world.ports, new InMemoryProjectEvents(world.ports.events));
    }

    /** All parts of a backtest, each of at most one fan. */
    private List<BacktestPage> pages(BacktestPlan plan) {
        Deadline deadline = new Deadline(world.clock.instant().plusSeconds(60), world.clock);
        List<BacktestPage> pages = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            pages.add(service().play(plan, cursor, 1, deadline));
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

    @Test
    void of_a_fan_with_very_many_runs_the_first_ones_are_played() {
        Flow flow = joining();
        texts(flow, 120);

        BacktestPage page = pages(plan(flow, world.clock.instant())).getFirst();

        assertThat(page.totals().runs()).isEqualTo(FanPlayer.MAX_RUNS);
        assertThat(page.totals().cut()).isOne();
        assertThat(page.fans().getFirst().runs())
                .extracting(it -> it.run().status())
                .containsOnly(RunStatus.COMPLETED);
        assertThat(page.difference().orElseThrow().lost()).isEmpty();
    }

    @Test
    void a_fan_who_takes_too_long_ends_with_the_time() {
        Flow flow = joining();
        texts(flow, 90);
        BacktestPlan plan = plan(flow, world.clock.instant());
        VirtualClock clock = new VirtualClock(world.clock.instant());
        // each look at it takes so long
        InstantSource passing =
                () -> {
                    clock.advance(Duration.ofMillis(100));
                    return clock.instant();
                };

        BacktestPage page =
                service()
                        .play(
                                plan,
                                Optional.empty(),
                                1,
                                new Deadline(clock.instant().plusSeconds(6), passing));

        assertThat(page.totals().runs()).isBetween(1, 89);
        assertThat(page.totals().cut()).isOne();
        assertThat(page.difference().orElseThrow().lost()).isEmpty();
    }

    @Test
    void a_fan_with_very_many_waits_is_incomplete() {
        world.projects.change(
                world.project,
                it ->
                        it.withLimits(
                                it.limits()
                                        .withCaps(
                                                List.of(
                                                        new FrequencyCap(
                                                                Channel.TEXT,
                                                                1,
                                                                TimeSpan.of("P30D"))))));
        Step.SendText text =
                new Step.SendText(new MessageTemplate("Hi"), OnUnmet.HOLD, false, List.of());
        Flow flow = world.activeFlow("presave", OnFailure.CONTINUE, text, text, text);
        texts(flow, FanPlayer.MAX_RUNS);
        Instant to = world.clock.instant();
        world.clock.advance(Duration.ofDays(91));

        BacktestPage page = pages(plan(flow, to)).getFirst();

        assertThat(page.totals().runs()).isEqualTo(FanPlayer.MAX_RUNS);
        assertThat(page.totals().cut()).isOne();
    }

    @Test
    void a_release_is_read_once_for_all_runs_of_a_part() {
        Flow flow =
                world.activeFlow(
                        "presave",
                        OnFailure.CONTINUE,
                        new Step.PreSave(world.release.id(), OnUnmet.SKIP));
        texts(flow, 20);
        AtomicInteger reads = new AtomicInteger();
        Catalog counting =
                (Catalog)
                        Proxy.newProxyInstance(
                                Catalog.class.getClassLoader(),
                                new Class<?>[] {Catalog.class},
                                (_, method, arguments) -> {
                                    reads.incrementAndGet();
                                    return method.invoke(world.catalog, arguments);
                                });

        BacktestPage page =
                new BacktestService(
                                InMemoryPorts.with(world.ports, Catalog.class, counting),
                                new InMemoryProjectEvents(world.ports.events))
                        .play(
                                plan(flow, world.clock.instant()),
                                Optional.empty(),
                                1,
                                new Deadline(world.clock.instant().plusSeconds(60), world.clock));

        assertThat(page.totals().runs()).isEqualTo(20);
        assertThat(reads).hasValue(1);
    }
}
