package dev.actionflows.domain.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.testing.FailingLedger;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * A long list of waiting runs, woken page by page by a queue that delivers a failing message five
 * times. With any failure, there are as many messages as pages, and every run that can be woken is
 * woken.
 */
class WakeUpPagesTest {
    private static final int PAGE = 25;
    private static final int MAX_RECEIVES = 5;

    private final World world = new World();
    private final Requirement number = Requirement.phoneNumber();

    /** Whether the consumer knows the queue's id of the message. */
    private enum Known {
        BY_ID,
        NO
    }

    private record Message(String id, WakeUp.RequirementMet body, int receives) {}

    /** The result of a simulation. */
    private record Played(int sent, int received) {}

    private List<RunKey> waiting(int count) {
        return IntStream.range(0, count)
                .mapToObj(_ -> Samples.run(world.project, Samples.flowId(), Samples.NOW).key())
                .sorted(Comparator.comparing(key -> key.run().value()))
                .peek(key -> world.waitingRuns.add(key, number, Samples.nonce(), Instant.MAX))
                .toList();
    }

    private List<RunKey> stillWaiting() {
        return world
                .waitingRuns
                .find(world.project, number, Optional.empty(), Integer.MAX_VALUE - 1)
                .items()
                .stream()
                .map(WaitingRunStore.WaitingRun::run)
                .toList();
    }

    private Played play(Known known, WaitingRunStore waiting, Predicate<RunKey> fails) {
        Deque<Message> queue = new ArrayDeque<>();
        int[] sent = new int[1];
        WakeUpQueue wakeUps =
                new WakeUpQueue() {
                    @Override
                    public void send(WakeUp.RequirementMet wakeUp) {
                        sent[0]++;
                        queue.add(new Message(Samples.nonce(), wakeUp, 1));
                    }

                    @Override
                    public int sendDue(List<DueRunIndex.DueRun> due, Instant now) {
                        return due.size();
                    }

                    @Override
                    public int queued() {
                        return 0;
                    }
                };
        RunWaker waker =
                new RunWaker(
                        new FailingLedger(world.ledger, fails),
                        waiting,
                        world.executions,
                        wakeUps,
                        world.observer,
                        world.clock);
        wakeUps.requirementMet(world.project, number);
        int received = 0;
        while (!queue.isEmpty()) {
            Message message = queue.remove();
            received++;
            try {
                switch (known) {
                    case BY_ID -> waker.wake(message.body(), message.id());
                    case NO -> waker.wake(message.body());
                }
            } catch (RuntimeException | StackOverflowError e) {
                if (message.receives() < MAX_RECEIVES) {
                    queue.add(new Message(message.id(), message.body(), message.receives() + 1));
                }
            }
            assertThat(received).as("number of deliveries").isLessThan(100_000);
        }
        return new Played(sent[0], received);
    }

    @ParameterizedTest
    @EnumSource
    void unreadable_runs_cost_five_deliveries_per_page(Known known) {
        List<RunKey> runs = waiting(1000);

        Played played = play(known, world.waitingRuns, _ -> true);

        assertThat(played.sent()).isEqualTo(1000 / PAGE);
        assertThat(played.received()).isEqualTo(MAX_RECEIVES * 1000 / PAGE);
        assertThat(stillWaiting()).isEqualTo(runs);
    }

    @ParameterizedTest
    @EnumSource
    void a_page_whose_runs_cannot_be_woken_does_not_block_other_pages(Known known) {
        List<RunKey> runs = waiting(200);
        List<RunKey> poisoned = runs.subList(PAGE, 2 * PAGE);

        Played played = play(known, world.waitingRuns, poisoned::contains);

        assertThat(stillWaiting()).isEqualTo(poisoned);
        assertThat(played.sent()).isLessThanOrEqualTo(200 / PAGE);
    }

    @ParameterizedTest
    @EnumSource
    void a_page_that_crashes_every_function_does_not_block_other_pages(Known known) {
        List<RunKey> runs = waiting(200);
        RunKey deadly = runs.get(PAGE + 3);

        Played played =
                play(
                        known,
                        world.waitingRuns,
                        key -> {
                            if (key.equals(deadly)) {
                                throw new StackOverflowError("the function dies");
                            }
                            return false;
                        });

        assertThat(stillWaiting()).isEqualTo(runs.subList(PAGE + 3, 2 * PAGE));
        assertThat(played.sent()).isEqualTo(200 / PAGE);
    }

    @ParameterizedTest
    @EnumSource
    void a_later_pass_that_fails_again_still_reaches_all_pages_once(Known known) {
        waiting(200);
        play(known, world.waitingRuns, _ -> true);
        world.clock.advance(Duration.ofMinutes(15));

        Played played = play(known, world.waitingRuns, _ -> true);

        assertThat(played.sent()).isEqualTo(200 / PAGE);
        assertThat(played.received()).isEqualTo(MAX_RECEIVES * 200 / PAGE);
    }

    @ParameterizedTest
    @EnumSource
    void once_runs_are_readable_another_wake_up_processes_the_whole_list(Known known) {
        waiting(200);
        play(known, world.waitingRuns, _ -> true);

        play(known, world.waitingRuns, _ -> false);

        assertThat(stillWaiting()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void throttling_one_call_in_a_hundred_causes_no_additional_messages(Known known) {
        waiting(5000);
        Random random = new Random(1);

        Played played = play(known, world.waitingRuns, _ -> random.nextInt(100) == 0);

        assertThat(played.sent()).isLessThanOrEqualTo(5000 / PAGE);
        assertThat(stillWaiting()).isEmpty();
    }

    /** The list is ordered by id, so that some of the new runs are on the first page. */
    @ParameterizedTest
    @EnumSource
    void a_run_pushed_past_the_end_of_a_page_before_its_redelivery_is_woken(Known known) {
        List<RunKey> first = waiting(60);
        boolean[] isDelivered = new boolean[1];

        play(
                known,
                world.waitingRuns,
                key -> {
                    if (!isDelivered[0]) {
                        isDelivered[0] = true;
                        waiting(300);
                        throw new StackOverflowError("the function dies");
                    }
                    return false;
                });

        assertThat(stillWaiting()).doesNotContainAnyElementsOf(first);
    }

    /** Crashes at a call of the waiting-run store, on each page's first delivery. */
    @ParameterizedTest
    @ValueSource(strings = {"continuationOf", "addContinuation", "remove"})
    void a_crash_before_the_next_page_loses_no_run(String call) {
        waiting(200);
        Map<String, Integer> deaths = new HashMap<>();
        WaitingRunStore dying =
                (WaitingRunStore)
                        Proxy.newProxyInstance(
                                WaitingRunStore.class.getClassLoader(),
                                new Class<?>[] {WaitingRunStore.class},
                                (_, method, arguments) -> {
                                    if (method.getName().equals(call)
                                            && deaths.merge(
                                                            new ArrayList<>(List.of(arguments))
                                                                    .toString(),
                                                            1,
                                                            Integer::sum)
                                                    == 1) {
                                        throw new IllegalStateException("died at " + call);
                                    }
                                    return method.invoke(world.waitingRuns, arguments);
                                });

        Played played = play(Known.BY_ID, dying, _ -> false);

        assertThat(stillWaiting()).isEmpty();
        assertThat(played.sent()).isLessThanOrEqualTo(2 * 200 / PAGE);
    }
}
