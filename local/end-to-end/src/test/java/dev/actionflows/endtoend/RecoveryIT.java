package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.actionflows.endtoend.Deployment.Answer;
import dev.actionflows.endtoend.Label.RunView;
import dev.actionflows.endtoend.LocalCloud.FlowExecution;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Processes die and requests are rejected or lost while runs are in progress, and the runs end
 * anyway; docs/failures.md describes the expected behavior. The scenarios mostly wait, so they run
 * concurrently: one deployment is for killing processes, the other for everything else.
 */
class RecoveryIT {
    /** The documented bound, with a margin for a busy machine. */
    private static final Duration RECOVERY = Duration.ofMinutes(2).plusSeconds(45);

    private static final int FANS = 30;
    private static final int MIN_KILLS = 15;
    private static final Duration KILL_INTERVAL = Duration.ofSeconds(1);

    /** Prevents other scenarios from starting runs while executions are refused. */
    private static final ReentrantReadWriteLock STARTS = new ReentrantReadWriteLock();

    private final LocalCloud cloud = LocalCloud.standard();
    private final Label label = Label.ready(Deployment.standard());

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void killing_functions_while_thirty_fans_text_loses_no_run_and_resends_no_text()
            throws Exception {
        assumeTrue(System.getenv("EMULATOR_PID") != null, "functions run in containers");
        Label busy = Label.ready(Deployment.express());
        String flow = busy.activeFlow("PRESAVE", List.of(busy.addToSegment(), Label.sendText()));
        List<String> phones = Label.phoneNumbers(FANS);

        int kills;
        try (Outage _ =
                        Providers.answeringTexts(
                                busy.accountSid, Providers.taken(Duration.ofMillis(300)));
                var fans = Executors.newFixedThreadPool(FANS);
                Killer killer = new Killer(LocalCloud.express())) {
            List<Future<?>> texting =
                    phones.stream()
                            .<Future<?>>map(
                                    phone ->
                                            fans.submit(
                                                    () -> busy.textUntilAccepted(phone, "presave")))
                            .toList();
            kills = killer.stopAfter(MIN_KILLS);
            for (Future<?> text : texting) {
                text.get();
            }
        }

        List<RunView> runs = busy.runsWithin(RECOVERY, flow, FANS, RunView::hasEnded);
        Map<String, Long> texts =
                Providers.messages(busy.accountSid).stream()
                        .collect(
                                Collectors.groupingBy(
                                        message -> Label.text(message, "To"),
                                        Collectors.counting()));
        Map<String, RunView> runByFan =
                runs.stream().collect(Collectors.toMap(RunView::fanId, Function.identity()));
        for (String phone : phones) {
            RunView run = Objects.requireNonNull(runByFan.get(busy.fan(phone)), phone);
            long sent = texts.getOrDefault(phone, 0L);
            assertThat(sent).as(phone + " in " + run).isLessThanOrEqualTo(1);
            assertThat(run.steps().getFirst()).isEqualTo("add_to_segment COMPLETED added");
            assertThat(run.steps().get(1))
                    .isIn(
                            "send_text COMPLETED accepted",
                            "send_text UNKNOWN interrupted",
                            "send_text UNKNOWN no_answer");
            if (run.steps().get(1).equals("send_text COMPLETED accepted")) {
                assertThat(sent).as(phone + " in " + run).isEqualTo(1);
            }
        }
        long unknown = runs.stream().filter(run -> run.steps().get(1).contains("UNKNOWN")).count();
        assertThat(unknown).as("texts in doubt after " + kills + " kills").isLessThan(kills);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_event_is_accepted_and_its_run_started_later_if_executions_are_refused() {
        String flow = label.activeFlow("PRESAVE", List.of(Label.sendText()));
        String phone = Label.phoneNumber();

        STARTS.writeLock().lock();
        try (Outage _ = cloud.refuse("SmsWebhookFunction", "states:StartExecution")) {
            assertThat(label.text(phone, "presave").status()).isEqualTo(200);
        } finally {
            STARTS.writeLock().unlock();
        }

        RunView stored = label.runs(flow).getFirst();
        assertThat(stored.steps()).containsExactly("send_text null null");
        assertThat(cloud.executions()).noneMatch(it -> it.isOf(stored.id()));

        label.runsWithin(RECOVERY, flow, 1, RunView::isCompleted);
        assertThat(Providers.texts(label.accountSid, phone)).hasSize(1);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_run_whose_execution_vanishes_is_resumed() {
        int count = 4;
        String flow =
                label.activeFlow(
                        "PRESAVE",
                        List.of(label.addToSegment(), Label.sendText(), label.addToSegment()));

        try (Outage _ =
                Providers.answeringTexts(
                        label.accountSid, Providers.taken(Duration.ofSeconds(6)))) {
            Set<String> stopped = new HashSet<>();
            for (String phone : Label.phoneNumbers(count)) {
                text(phone);
                // one at a time: each has to be stopped while its text is being answered
                label.runs(flow).stream()
                        .map(RunView::id)
                        .filter(stopped::add)
                        .forEach(this::stopExecutionOf);
            }
            assertThat(stopped).hasSize(count);
        }

        List<RunView> runs = label.runsWithin(RECOVERY, flow, count, RunView::isCompleted);
        assertThat(Providers.messages(label.accountSid))
                .extracting(message -> message.get("To"))
                .hasSize(count)
                .doesNotHaveDuplicates();
        List<FlowExecution> executions = cloud.executions();
        for (RunView run : runs) {
            assertThat(executions)
                    .filteredOn(it -> it.isOf(run.id()))
                    .extracting(FlowExecution::status)
                    .contains("ABORTED", "SUCCEEDED");
        }
    }

    private void stopExecutionOf(String runId) {
        cloud.stop(
                Label.within(
                        RECOVERY,
                        "an execution for " + runId,
                        () ->
                                cloud.executions().stream()
                                        .filter(it -> it.isOf(runId))
                                        .findFirst()));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void runs_continue_once_a_steps_function_may_use_the_table_again() {
        int count = 3;
        String flow = label.activeFlow("PRESAVE", List.of(label.addToSegment(), Label.sendText()));

        try (Outage _ = cloud.refuse("AddToSegmentFunction", "dynamodb:*")) {
            for (String phone : Label.phoneNumbers(count)) {
                text(phone);
            }
            List<RunView> runs = label.runs(flow);
            Label.within(
                    RECOVERY,
                    "the executions have failed",
                    () ->
                            Optional.of(cloud.executions())
                                    .filter(
                                            executions ->
                                                    runs.stream()
                                                            .allMatch(
                                                                    run ->
                                                                            hasFailed(
                                                                                    run,
                                                                                    executions))));
            assertThat(label.runs(flow))
                    .allSatisfy(run -> assertThat(run.status()).isEqualTo("RUNNING"));
        }

        label.runsWithin(RECOVERY, flow, count, RunView::isCompleted);
        assertThat(Providers.messages(label.accountSid)).hasSize(count);
    }

    private static boolean hasFailed(RunView run, List<FlowExecution> executions) {
        return executions.stream()
                .anyMatch(it -> it.isOf(run.id()) && it.status().equals("FAILED"));
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_step_is_retried_after_an_outage_of_its_streaming_provider() {
        String token = "stub-outage-of-" + letters();
        String flow =
                label.activeFlow(
                        "PRESAVE",
                        List.of(label.missionSteps(label.pastRelease(), label.segment()).get(0)));
        String phone = Label.phoneNumber();
        label.connect(label.fan(phone), token);

        try (Outage _ = Providers.answeringSpotify(token, Map.of("status", 503))) {
            text(phone);
            RunView waiting = label.runsWithin(RECOVERY, flow, 1, RunView::isWaiting).getFirst();
            assertThat(waiting.steps()).containsExactly("pre_save WAITING provider_unavailable");
        }

        assertThat(label.runsWithin(RECOVERY, flow, 1, RunView::isCompleted).getFirst().steps())
                .containsExactly("pre_save COMPLETED saved");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_throttled_text_is_sent_after_the_pause() {
        String flow = label.activeFlow("PRESAVE", List.of(Label.sendText()));
        String phone = Label.phoneNumber();

        try (Outage _ =
                Providers.answeringTexts(
                        label.accountSid,
                        Map.of("status", 429, "headers", Map.of("Retry-After", "3")))) {
            text(phone);
            RunView waiting = label.runsWithin(RECOVERY, flow, 1, RunView::isWaiting).getFirst();
            assertThat(waiting.steps()).containsExactly("send_text WAITING rate_limited");
        }

        assertThat(label.runsWithin(RECOVERY, flow, 1, RunView::isCompleted).getFirst().steps())
                .containsExactly("send_text COMPLETED accepted");
        assertThat(Providers.texts(label.accountSid, phone))
                .as("one that was turned down, one that was taken")
                .hasSize(2);
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void a_text_in_doubt_is_settled_only_by_the_providers_own_report() {
        String flow = label.activeFlow("PRESAVE", List.of(Label.sendText()));
        text("+15005550599");
        RunView unknown = label.runsWithin(RECOVERY, flow, 1, RunView::hasEnded).getFirst();
        assertThat(unknown.steps()).containsExactly("send_text UNKNOWN no_answer");
        Map<String, String> message = Providers.messages(label.accountSid).getFirst();

        Answer forged = label.forgeStatus(message, "delivered", "");
        assertThat(forged.status()).isEqualTo(403);
        assertThat(label.runs(flow)).containsExactly(unknown);

        assertThat(label.reportStatus(message, "delivered", "").status()).isEqualTo(204);
        assertThat(label.runs(flow).getFirst().steps())
                .containsExactly("send_text COMPLETED delivered");

        assertThat(label.reportStatus(message, "undelivered", "30005").status()).isEqualTo(204);
        assertThat(label.runs(flow).getFirst().steps())
                .as("the first report that is final stands")
                .containsExactly("send_text COMPLETED delivered");
    }

    @Test
    @Execution(ExecutionMode.CONCURRENT)
    void an_accepted_text_that_never_arrives_fails_with_its_reason() {
        String flow = label.activeFlow("PRESAVE", List.of(Label.sendText()));
        text(Label.phoneNumber());
        label.runsWithin(RECOVERY, flow, 1, RunView::isCompleted);
        Map<String, String> message = Providers.messages(label.accountSid).getFirst();

        assertThat(label.reportStatus(message, "sent", "").status()).isEqualTo(204);
        assertThat(label.reportStatus(message, "undelivered", "30005").status()).isEqualTo(204);

        RunView failed = label.runs(flow).getFirst();
        assertThat(failed.steps()).containsExactly("send_text FAILED unreachable_number");
        assertThat(failed.status()).isEqualTo("FAILED");
    }

    /** The fan texts the keyword while executions can be started. */
    private void text(String phone) {
        STARTS.readLock().lock();
        try {
            assertThat(label.text(phone, "presave").status()).isEqualTo(200);
        } finally {
            STARTS.readLock().unlock();
        }
    }

    private static String letters() {
        return ThreadLocalRandom.current()
                .ints(12, 'a', 'z' + 1)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** Kills a deployment's function processes, one after the other, until it is closed. */
    private static final class Killer implements AutoCloseable {
        private final ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor();
        private final AtomicInteger kills = new AtomicInteger();
        private final LocalCloud cloud;

        Killer(LocalCloud cloud) {
            this.cloud = cloud;
            long pause = KILL_INTERVAL.toMillis();
            var _ = thread.scheduleAtFixedRate(this::kill, pause, pause, TimeUnit.MILLISECONDS);
        }

        /** Stops killing after this many, and returns the number killed. */
        int stopAfter(int enough) {
            Label.eventually(
                    enough + " processes are killed",
                    () -> Optional.of(kills).filter(it -> it.get() >= enough));
            close();
            return kills.get();
        }

        private void kill() {
            List<ProcessHandle> processes = cloud.functionProcesses();
            if (!processes.isEmpty()
                    && processes
                            .get(ThreadLocalRandom.current().nextInt(processes.size()))
                            .destroyForcibly()) {
                kills.incrementAndGet();
            }
        }

        @Override
        public void close() {
            thread.shutdownNow();
            thread.close();
        }
    }
}
