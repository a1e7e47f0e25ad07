package dev.actionflows.domain.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.EventResult;
import dev.actionflows.domain.intake.InMemoryProjectEvents;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.intake.ProjectEvents;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.WaitStep;
import dev.actionflows.domain.step.WaitTime;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.VirtualClock;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Fans about whom more is stored than a backtest reads or plays. */
class HeavyFanBacktestTest {
    private static final Step TEXT =
            new Step.SendText(new MessageTemplate("Hi"), OnUnmet.HOLD, false, List.of());

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
        chats(fan, times);
    }

    private void chats(FanId who, int times) {
        for (int number = 0; number < times; number++) {
            world.intake.ignored(
                    world.project,
                    Optional.of(who),
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
        return plan(flow, from, to);
    }

    private BacktestPlan plan(Flow flow, Instant from, Instant to) {
        return plan(flow, flow, from, to);
    }

    private BacktestPlan plan(Flow played, Flow live, Instant from, Instant to) {
        return new BacktestPlan(
                world.projects.find(world.project).orElseThrow(),
                played,
                live,
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
    void a_part_goes_on_after_a_fan_with_too_much_to_know_whether_the_fan_was_played() {
        Flow flow = joining();
        texts(flow, 1);
        FanId other = world.fan(new PhoneNumber("+14155550199"));
        world.startRunWithoutExecution(flow, other, "text of another fan");
        world.clock.advance(Duration.ofSeconds(1));
        texts(flow, 1);
        chats((FanPastReader.MAX_LISTS + 5) * FanPastReader.PAGE);

        List<FanBacktest> fans =
                pages(plan(flow, world.clock.instant())).stream()
                        .flatMap(it -> it.fans().stream())
                        .toList();

        assertThat(fans)
                .filteredOn(it -> it.fan().id().equals(fan))
                // with each text again, since the number of lists is bounded
                .hasSize(2)
                .noneMatch(FanBacktest::complete)
                .allSatisfy(it -> assertThat(it.runs()).isEmpty());
        assertThat(fans)
                .filteredOn(it -> it.fan().id().equals(other))
                .singleElement()
                .matches(FanBacktest::complete);
    }

    @Test
    void what_is_read_to_know_whether_a_fan_was_played_ends_with_the_time() {
        chats(2 * FanPastReader.PAGE);
        AtomicInteger lists = new AtomicInteger();
        FanPastReader reader = new FanPastReader(counting(lists));
        BacktestPlan plan = plan(joining(), world.clock.instant());

        assertThat(anyFrom(reader, plan, passing(60))).contains(false);
        assertThat(lists.getAndSet(0)).isEqualTo(3);
        assertThat(anyFrom(reader, plan, new Deadline(world.clock.instant(), world.clock)))
                .isEmpty();
        assertThat(lists).hasValue(0);
    }

    private Optional<Boolean> anyFrom(FanPastReader reader, BacktestPlan plan, Deadline deadline) {
        return reader.anyFrom(
                ProjectEvents.Range.at(from),
                plan,
                world.fans.find(world.project, fan).orElseThrow(),
                _ -> false,
                deadline);
    }

    /** Counts the lists of events that are read. */
    private Ports counting(AtomicInteger lists) {
        return InMemoryPorts.with(
                world.ports, EventLog.class, counted(EventLog.class, world.events, lists));
    }

    private static <P> P counted(Class<P> type, P port, AtomicInteger calls) {
        return decorated(
                type,
                port,
                result -> {
                    calls.incrementAndGet();
                    return result;
                });
    }

    @Test
    void of_a_fan_who_was_played_in_an_earlier_part_one_list_is_read_and_no_consents() {
        Flow flow = joining();
        texts(flow, 2);
        FanId other = world.fan(new PhoneNumber("+14155550199"));
        world.startRunWithoutExecution(flow, other, "text of another fan");
        world.clock.advance(Duration.ofSeconds(1));
        texts(flow, 2);
        BacktestPlan plan = plan(flow, world.clock.instant());
        AtomicInteger lists = new AtomicInteger();
        AtomicInteger consents = new AtomicInteger();
        BacktestService service =
                new BacktestService(
                        InMemoryPorts.with(
                                counting(lists),
                                ConsentStore.class,
                                counted(ConsentStore.class, world.fans, consents)),
                        new InMemoryProjectEvents(world.events));

        BacktestPage first = service.play(plan, Optional.empty(), 1, passing(60));
        BacktestPage second = service.play(plan, first.next(), 1, passing(60));
        lists.set(0);
        consents.set(0);
        BacktestPage third = service.play(plan, second.next(), 1, passing(60));

        assertThat(first.fans()).extracting(it -> it.fan().id()).containsExactly(fan);
        assertThat(second.fans()).extracting(it -> it.fan().id()).containsExactly(other);
        assertThat(third.fans()).isEmpty();
        assertThat(third.next()).isEmpty();
        assertThat(lists).hasValue(1);
        assertThat(consents).hasValue(0);
    }

    @Test
    void a_fan_whose_events_are_not_all_read_is_not_compared() {
        Flow flow = world.activeFlow(onceIn(1));
        texts(flow, 1);
        execute(world.executions.started().getLast());
        chats(FanPastReader.MAX_RESULTS);
        texts(flow, 1);

        BacktestPage page = pages(plan(flow, world.clock.instant())).getFirst();

        assertThat(page.totals().cut()).isOne();
        BacktestDifference difference = page.difference().orElseThrow();
        assertThat(difference.gained()).isEmpty();
        assertThat(difference.lost()).isEmpty();
        assertThat(difference.unchanged()).isZero();
    }

    /** How many fans are incomplete, of one with so much two days before the period. */
    private int cutWithVeryMuchTwoDaysBefore(Duration cap) {
        cap(cap);
        Flow flow = joining();
        chats(FanPastReader.MAX_RESULTS);
        world.clock.advance(Duration.ofDays(2));
        Instant start = world.clock.instant();
        texts(flow, 1);
        return pages(plan(flow, start, world.clock.instant())).getFirst().totals().cut();
    }

    @Test
    void a_fan_with_a_cap_and_very_much_long_before_the_period_is_complete() {
        assertThat(cutWithVeryMuchTwoDaysBefore(Duration.ofDays(1))).isZero();
    }

    @Test
    void a_fan_with_a_cap_and_very_much_just_before_the_period_is_incomplete() {
        assertThat(cutWithVeryMuchTwoDaysBefore(Duration.ofDays(5))).isOne();
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

        BacktestPage page = service().play(plan, Optional.empty(), 1, passing(6));

        assertThat(page.totals().runs()).isBetween(1, 89);
        assertThat(page.totals().cut()).isOne();
        assertThat(page.difference().orElseThrow().lost()).isEmpty();
    }

    @Test
    void a_fan_who_begins_late_and_takes_too_long_is_played_in_the_next_part() {
        Flow flow = joining();
        texts(flow, 90);
        FanId other = world.fan(new PhoneNumber("+14155550199"));
        world.startRunWithoutExecution(flow, other, "text of another fan");
        world.clock.advance(Duration.ofSeconds(1));
        BacktestPlan plan = plan(flow, world.clock.instant());

        BacktestPage first = service().play(plan, Optional.empty(), 10, passing(6));
        BacktestPage second = service().play(plan, first.next(), 10, passing(60));

        assertThat(first.fans()).extracting(it -> it.fan().id()).containsExactly(other);
        assertThat(second.fans()).extracting(it -> it.fan().id()).containsExactly(fan);
        assertThat(second.fans().getFirst().complete()).isTrue();
        assertThat(second.totals().runs()).isEqualTo(90);
        assertThat(service().play(plan, second.next(), 10, passing(60)).fans()).isEmpty();
    }

    @Test
    void a_fan_who_takes_too_long_after_events_of_others_is_played_in_the_next_part() {
        Flow flow = joining();
        texts(flow, 90);
        chats(world.fan(new PhoneNumber("+14155550199")), 3);
        BacktestPlan plan = plan(flow, world.clock.instant());

        BacktestPage first = service().play(plan, Optional.empty(), 10, passing(6));
        BacktestPage second = service().play(plan, first.next(), 10, passing(60));

        assertThat(first.fans()).isEmpty();
        assertThat(first.ignored()).isEqualTo(3);
        assertThat(second.fans()).extracting(FanBacktest::complete).containsExactly(true);
        assertThat(second.totals().runs()).isEqualTo(90);
    }

    @Test
    void a_fan_who_cannot_be_compared_in_time_is_incomplete() {
        chats(90);

        BacktestPage page = service().play(changed("hello"), Optional.empty(), 1, passing(12));

        assertThat(page.totals().runs()).isEqualTo(90);
        assertThat(page.totals().cut()).isOne();
        assertThat(page.difference().orElseThrow().gained()).isEmpty();
    }

    @Test
    void a_fan_who_cannot_be_compared_in_the_rest_of_a_part_is_compared_in_the_next_one() {
        chats(90);
        FanId other = world.fan(new PhoneNumber("+14155550199"));
        chats(other, 1);
        BacktestPlan plan = changed("hello");

        BacktestPage first = service().play(plan, Optional.empty(), 10, passing(12));
        BacktestPage second = service().play(plan, first.next(), 10, passing(60));

        assertThat(first.fans()).extracting(it -> it.fan().id()).containsExactly(other);
        assertThat(first.totals().cut()).isZero();
        assertThat(second.fans()).extracting(it -> it.fan().id()).containsExactly(fan);
        assertThat(second.totals().cut()).isZero();
        assertThat(second.difference().orElseThrow().lost())
                .extracting(it -> it.step())
                .containsExactly(new AddToSegmentStep(world.segment.id()));
    }

    @Test
    void an_event_whose_fan_is_played_in_the_next_part_is_ignored_there() {
        chats(90);
        FanId other = world.fan(new PhoneNumber("+14155550199"));
        chats(other, 1);
        BacktestPlan plan = changed("tour");

        BacktestPage first = service().play(plan, Optional.empty(), 10, passing(7));
        BacktestPage second = service().play(plan, first.next(), 10, passing(60));

        assertThat(first.fans()).extracting(it -> it.fan().id()).containsExactly(other);
        assertThat(first.ignored()).isOne();
        assertThat(second.ignored()).isEqualTo(90);
    }

    /** A change of a draft that joins a segment at each chat. */
    private BacktestPlan changed(String keyword) {
        Flow draft =
                world.flows.create(
                        world.project,
                        world.definition(
                                "hello",
                                OnFailure.CONTINUE,
                                new AddToSegmentStep(world.segment.id())));
        Flow change =
                draft.withDefinition(world.definition(keyword, OnFailure.CONTINUE, TEXT), from);
        return plan(change, draft, from, world.clock.instant());
    }

    /** Each look at the clock takes a tenth of a second. */
    private Deadline passing(int seconds) {
        VirtualClock clock = new VirtualClock(world.clock.instant());
        return new Deadline(
                clock.instant().plusSeconds(seconds),
                () -> {
                    clock.advance(Duration.ofMillis(100));
                    return clock.instant();
                });
    }

    @Test
    void a_fan_with_very_many_waits_is_incomplete() {
        cap(Duration.ofDays(30));
        Flow flow = world.activeFlow("presave", OnFailure.CONTINUE, TEXT, TEXT, TEXT);
        texts(flow, FanPlayer.MAX_RUNS);
        Instant to = world.clock.instant();
        world.clock.advance(Duration.ofDays(91));

        BacktestPage page = pages(plan(flow, to)).getFirst();

        assertThat(page.totals().runs()).isEqualTo(FanPlayer.MAX_RUNS);
        assertThat(page.totals().cut()).isOne();
    }

    /** Lets a fan get one text in this time. */
    private void cap(Duration period) {
        FrequencyCap cap = new FrequencyCap(Channel.TEXT, 1, TimeSpan.of(period));
        world.projects.change(
                world.project, it -> it.withLimits(it.limits().withCaps(List.of(cap))));
    }

    @Test
    void a_list_with_less_than_was_asked_for_is_not_the_last_one() {
        Flow flow = world.activeFlow(onceIn(1));
        texts(flow, 1);
        chats(150);
        Instant start = world.clock.instant();
        texts(flow, 1);

        BacktestPage page =
                play(plan(flow, start, world.clock.instant()), EventLog.class, withDeleted());

        assertThat(page.totals().refusals())
                .containsExactly(Map.entry(NotStartedReason.COOLING_DOWN, 1));
    }

    private FlowDefinition onceIn(int days) {
        return joining(ReEntry.cooldown(Duration.ofDays(days)));
    }

    private FlowDefinition joining(ReEntry reEntry) {
        return new FlowDefinition(
                "Not too often",
                Trigger.SmsKeyword.of("presave"),
                List.of(new AddToSegmentStep(world.segment.id())),
                reEntry,
                OnFailure.CONTINUE);
    }

    private void execute(Run run) {
        new StateMachine(world.clock)
                .with(
                        StepType.ADD_TO_SEGMENT,
                        world.application.steps().runner(StepType.ADD_TO_SEGMENT))
                .execute(run);
    }

    /** The index of this log still lists what has been deleted. */
    private EventLog withDeleted() {
        EventId deleted = world.events.records().get(100).event().id();
        return decorated(
                EventLog.class,
                world.events,
                listed -> {
                    List<Object> left = new ArrayList<>((List<?>) listed);
                    left.removeIf(it -> ((EventResult) it).event().id().equals(deleted));
                    return left;
                });
    }

    @Test
    void a_message_of_a_run_that_had_waited_counts_for_caps() {
        cap(Duration.ofDays(1));
        Flow other =
                world.activeFlow(
                        "later",
                        OnFailure.CONTINUE,
                        new WaitStep(new WaitTime.For(TimeSpan.of(Duration.ofDays(20)))),
                        TEXT);
        Flow flow = world.activeFlow("presave", OnFailure.CONTINUE, TEXT);
        texts(other, 1);
        chats(150);
        // by day, where the fan is
        world.clock.advance(Duration.ofDays(20).plusHours(8));
        world.sweepAndResume();
        new StateMachine(world.clock)
                .with(StepType.SEND_TEXT, world.application.steps().runner(StepType.SEND_TEXT))
                .execute(world.executions.started().getLast());
        assertThat(world.ports.texts.handedOver()).hasSize(1);
        world.clock.advance(Duration.ofHours(1));
        Instant start = world.clock.instant();
        texts(flow, 1);

        BacktestPage page = pages(plan(flow, start, world.clock.instant())).getFirst();

        assertThat(page.fans().getFirst().runs().getFirst().run().step(0).waiting())
                .get()
                .extracting(it -> it.reason())
                .isEqualTo(Reason.FREQUENCY_CAP);
    }

    @Test
    void what_decides_about_direct_messages_is_read() {
        assertThat(plan(joining(), from).lookBackTo()).isEqualTo(from.minus(Duration.ofHours(24)));
    }

    @Test
    void what_decides_about_the_stored_document_is_read() {
        Flow draft = world.flows.create(world.project, onceIn(10));
        Flow change = draft.withDefinition(onceIn(1), from);

        assertThat(plan(change, draft, from, from).lookBackTo())
                .isEqualTo(from.minus(Duration.ofDays(10)));
    }

    @Test
    void the_ledger_is_not_asked_for_each_event() {
        Flow flow = joining();
        texts(flow, 20);

        assertThat(ledgerReads(flow, from)).isZero();
    }

    @Test
    void the_ledger_is_asked_for_an_entry_from_long_before() {
        Flow flow = world.activeFlow(joining(ReEntry.ONCE));
        texts(flow, 1);
        chats(FanPastReader.MAX_RESULTS + 1);
        world.clock.advance(Duration.ofDays(2));
        Instant start = world.clock.instant();
        texts(flow, 3);

        assertThat(ledgerReads(flow, start)).isEqualTo(3);
        assertThat(pages(plan(flow, start, world.clock.instant())).getFirst().totals().refusals())
                .containsExactly(Map.entry(NotStartedReason.ENTERED_BEFORE, 3));
    }

    private int ledgerReads(Flow flow, Instant start) {
        AtomicInteger reads = new AtomicInteger();
        play(
                plan(flow, start, world.clock.instant()),
                RunLedger.class,
                counted(RunLedger.class, world.ledger, reads));
        return reads.get();
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
        Catalog counting = counted(Catalog.class, world.catalog, reads);

        BacktestPage page = play(plan(flow, world.clock.instant()), Catalog.class, counting);

        assertThat(page.totals().runs()).isEqualTo(20);
        assertThat(reads).hasValue(1);
    }

    /** A port whose results are changed. */
    private static <P> P decorated(Class<P> type, P port, UnaryOperator<Object> change) {
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, method, arguments) -> change.apply(method.invoke(port, arguments))));
    }

    private <P> BacktestPage play(BacktestPlan plan, Class<P> type, P port) {
        return new BacktestService(
                        InMemoryPorts.with(world.ports, type, port),
                        new InMemoryProjectEvents(world.events))
                .play(
                        plan,
                        Optional.empty(),
                        1,
                        new Deadline(world.clock.instant().plusSeconds(60), world.clock));
    }
}
