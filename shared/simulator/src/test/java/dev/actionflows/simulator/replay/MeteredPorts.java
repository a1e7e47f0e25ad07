package dev.actionflows.simulator.replay;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.replay.ShardProgress;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.FlowRunReader;
import dev.actionflows.domain.run.InMemoryFlowRunReader;
import dev.actionflows.domain.run.RequiredFacts;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.InMemoryPorts.Decorator;
import dev.actionflows.simulator.benchmark.Interruptions;

import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;

/**
 * In-memory ports that count their calls, and the capacity units that DynamoDB would charge for
 * them: one for each item that is read, which is smaller than four kilobytes and read strongly
 * consistently, and one for each item and each index entry that is written, which are smaller than
 * one kilobyte. Source: Amazon DynamoDB Developer Guide, "Read and write operations". Of the
 * indexes, only {@code due} has keys that change.
 */
final class MeteredPorts implements Decorator {
    /** Ports that are reached without a network. */
    private static final Set<Class<?>> LOCAL =
            Set.of(
                    InstantSource.class,
                    IdSource.class,
                    KeyRing.class,
                    List.class,
                    PlanLimits.class,
                    RateLimits.class);

    /** Of a flow's runs, as in the table. */
    static final int SHARDS = 8;

    /** Bytes of a failure in a stored plan: a run's id and the index and mark of a step. */
    private static final int PLANNED_BYTES = 45;

    private final InMemoryPorts memory;
    private final TextSender provider;
    private final Map<String, Long> calls = new TreeMap<>();
    private final Map<RunKey, Integer> reopened = new HashMap<>();
    private final Queue<Run> executions = new ArrayDeque<>();
    private final Queue<DueRunIndex.DueRun> due = new ArrayDeque<>();
    private Interruptions interruptions = Interruptions.none();
    private boolean metering;
    private long readUnits;
    private long writeUnits;
    private int largestPlan;

    MeteredPorts(InMemoryPorts memory, TextSender provider) {
        this.memory = memory;
        this.provider = provider;
    }

    /** From now on, calls are interrupted like this. */
    void interrupt(Interruptions by) {
        interruptions = by;
    }

    /** From now on, counts from zero. */
    void meter() {
        metering = true;
        calls.clear();
        readUnits = 0;
        writeUnits = 0;
        largestPlan = 0;
    }

    /** The number of calls of a method, as {@code Port.method}. */
    long calls(String method) {
        return calls.getOrDefault(method, 0L);
    }

    /** The number of all calls. */
    long calls() {
        return calls.values().stream().mapToLong(Long::longValue).sum();
    }

    long readUnits() {
        return readUnits;
    }

    long writeUnits() {
        return writeUnits;
    }

    /** The most retries that a stored plan contained. */
    int largestPlan() {
        return largestPlan;
    }

    /** How often failed steps of each run have been reopened, since the beginning. */
    Map<RunKey, Integer> reopened() {
        return reopened;
    }

    /** Removes and returns the oldest requested execution. */
    Optional<Run> takeExecution() {
        return Optional.ofNullable(executions.poll());
    }

    /** Removes and returns the oldest message about a due run. */
    Optional<RunKey> takeDue() {
        return Optional.ofNullable(due.poll()).map(DueRunIndex.DueRun::run);
    }

    @Override
    public <P> P decorate(Class<P> type, P port) {
        if (LOCAL.contains(type) || !type.isInterface()) {
            return port;
        }
        if (type.getSimpleName().endsWith("Observer")) {
            return type.cast(proxy(type, (_, _) -> null));
        }
        Object own =
                switch (port) {
                    case ExecutionStarter _ when type == ExecutionStarter.class ->
                            (ExecutionStarter) (run, _) -> executions.add(run);
                    case TextSender _ when type == TextSender.class -> provider;
                    case FlowRunReader _ when type == FlowRunReader.class ->
                            new InMemoryFlowRunReader(memory.ledger, _ -> false, SHARDS);
                    case WakeUpQueue _ when type == WakeUpQueue.class -> new DueQueue();
                    default -> port;
                };
        return type.cast(proxy(type, (method, arguments) -> call(type, own, method, arguments)));
    }

    private interface Call {
        @Nullable Object with(Method method, Object[] arguments) throws Throwable;
    }

    private static Object proxy(Class<?> type, Call call) {
        return Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (_, method, arguments) ->
                        call.with(method, arguments == null ? new Object[0] : arguments));
    }

    private @Nullable Object call(Class<?> type, Object port, Method method, Object[] arguments)
            throws Throwable {
        String name = type.getSimpleName() + '.' + method.getName();
        calls.merge(name, 1L, Long::sum);
        Interruptions.Fate fate = interruptions.next();
        Interruptions.before(fate);
        Optional<Run> before =
                type == RunLedger.class ? memory.ledger.find(runOf(arguments)) : Optional.empty();
        Object answer;
        try {
            answer = method.invoke(port, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        if (metering) {
            count(name, arguments, Optional.ofNullable(answer), before);
        }
        Interruptions.after(fate);
        return answer;
    }

    private static RunKey runOf(Object[] arguments) {
        return switch (arguments[0]) {
            case Run run -> run.key();
            case RunKey key -> key;
            default -> throw new IllegalStateException("no run: " + arguments[0]);
        };
    }

    private void count(
            String name, Object[] arguments, Optional<Object> answer, Optional<Run> before) {
        switch (name) {
            case "RunLedger.find", "FlowStore.find" -> readUnits++;
            case "RunLedger.claim", "RunLedger.replace", "RunLedger.putIfAbsent" ->
                    countWrite(before, memory.ledger.find(runOf(arguments)).orElseThrow());
            case "FlowRunReader.read" -> readUnits += pageSize(answer.orElseThrow());
            // entries of an index are small
            case "DueRunIndex.find" -> readUnits++;
            case "FactReader.read" -> readUnits += items((RequiredFacts) arguments[1]);
            case "FactReader.readWithRun" -> readUnits += 1 + items((RequiredFacts) arguments[2]);
            case "ReplayJobStore.find" -> readUnits += 2;
            case "ReplayJobStore.store" -> countProgress((ShardProgress) arguments[1]);
            case "ReplayJobStore.create", "ReplayJobStore.end" -> writeUnits++;
            // the fan and its addresses
            case "ConsentStore.check" -> readUnits += 1 + ((Fan) arguments[1]).channels().size();
            case "FlowRunReader.shards",
                    "DueRunIndex.shards",
                    "FactReader.flowVersion",
                    "FactReader.findFlowVersion",
                    "TextSender.send",
                    "ExecutionStarter.start",
                    "RunControlQueue.startReplay" -> {}
            default -> {
                if (!name.startsWith("WakeUpQueue.")) {
                    // an error, which no code under test handles
                    throw new AssertionError("add what DynamoDB charges for " + name);
                }
            }
        }
    }

    private static int pageSize(Object page) {
        return ((Page<?>) page).items().size();
    }

    /** As DynamoDbFactReader reads them, if nothing is cached. */
    private static int items(RequiredFacts required) {
        return 1
                + (required.project() ? 1 : 0)
                + (required.fan() || required.connections() ? 1 : 0)
                + (required.connections() ? 2 : 0)
                + (required.release().isPresent() ? 1 : 0)
                + (required.artist().isPresent() ? 1 : 0)
                + (required.instagram() ? 1 : 0);
    }

    private void countWrite(Optional<Run> before, Run after) {
        writeUnits++;
        Optional<Instant> dueBefore = before.flatMap(Run::dueAt);
        if (!dueBefore.equals(after.dueAt())) {
            writeUnits += (dueBefore.isPresent() ? 1 : 0) + (after.dueAt().isPresent() ? 1 : 0);
        }
        if (before.filter(run -> isReopened(run, after)).isPresent()) {
            reopened.merge(after.key(), 1, Integer::sum);
        }
    }

    private static boolean isReopened(Run before, Run after) {
        for (int index = 0; index < after.steps().size(); index++) {
            if (before.step(index).outcome().orElse(null) instanceof StepOutcome.Failed
                    && after.step(index).isOpen()) {
                return true;
            }
        }
        return false;
    }

    private void countProgress(ShardProgress progress) {
        int planned = progress.plan().map(plan -> plan.retries().size()).orElse(0);
        largestPlan = Math.max(largestPlan, planned);
        writeUnits += 1 + planned * PLANNED_BYTES / 1_024;
    }

    /** The queue of due runs. */
    private final class DueQueue implements WakeUpQueue {
        @Override
        public void send(WakeUp.RequirementMet wakeUp) {
            throw new IllegalStateException("no replay sends this");
        }

        @Override
        public int sendDue(List<DueRunIndex.DueRun> runs, Instant now) {
            due.addAll(runs);
            return runs.size();
        }

        @Override
        public int queued() {
            return due.size();
        }
    }
}
