package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * One history of a small label: flows, fans who text, and everything that can go wrong while they
 * do. First comes a time of chaos, then some calm minutes, then the months until every wait is
 * over.
 */
public final class Simulation {
    private static final Instant START = Instant.parse("2026-11-02T12:00:00Z");

    /** Two minutes to be found, and what it takes to finish after that. */
    private static final Duration CALM = Duration.ofMinutes(6);

    /** How often it is looked whether runs go on. */
    private static final Duration LOOK = Duration.ofSeconds(10);

    private static final int MAX_SWEEPS = 400;

    private final Kernel kernel;
    private final Faults faults;
    private final Deployment deployment;
    private final Sources sources;
    private final Verdict verdict;
    private final List<PhoneNumber> phones = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private final Set<AcknowledgedText> acknowledged = new LinkedHashSet<>();
    private final Map<PhoneNumber, List<Instant>> textedAt = new HashMap<>();
    private Duration chaos = Duration.ZERO;

    private Simulation(Chance chances, Optional<Consumer<String>> trace) {
        this.kernel = new Kernel(chances, START, trace);
        this.faults = new Faults(kernel);
        this.deployment = new Deployment(kernel, faults);
        this.sources = new Sources(deployment);
        this.verdict = new Verdict(deployment);
    }

    /**
     * What came of one history.
     *
     * @param violations of guarantees; none, if all is well
     * @param history the same for the same seed and the same code, and no other
     * @param runs how many runs there were
     * @param faults how many faults were injected
     * @param played what of the product took part, by kind and name, and how often
     * @param delays how long it took until each run went on that could, in milliseconds
     */
    public record Outcome(
            long seed,
            List<Violation> violations,
            long history,
            int runs,
            long faults,
            List<Long> delays,
            Map<String, Integer> played) {
        public Outcome {
            violations = List.copyOf(violations);
            delays = List.copyOf(delays);
            played = Map.copyOf(played);
        }
    }

    /** Plays the history of this seed. */
    public static Outcome run(long seed) {
        return run(seed, new Chance(seed), Optional.empty());
    }

    /**
     * The same, told line by line.
     *
     * @param trace told what happens, in the order in which it happens
     */
    public static Outcome run(long seed, Consumer<String> trace) {
        return run(seed, new Chance(seed), Optional.of(trace));
    }

    /** In a thread like those of the processes, so that handing over to one costs little. */
    static Outcome run(long seed, Chance chances, Optional<Consumer<String>> trace) {
        FutureTask<Outcome> history =
                new FutureTask<>(() -> new Simulation(chances, trace).play(seed));
        Thread.ofVirtual().start(history);
        try {
            return history.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("seed " + seed, e.getCause());
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted at seed " + seed, e);
        }
    }

    private Outcome play(long seed) {
        setUp();
        kernel.runUntil(START.plus(chaos));
        faults.end();
        deployment.delays.measureFrom(kernel.instant());
        flows.forEach(this::activate);
        Instant calm = kernel.instant();
        deployment.queue.redrive();
        // what was under way in that very moment may have failed for the last time after it
        kernel.at(calm.plusSeconds(60), deployment.queue::redrive);
        for (Instant at = calm; at.isBefore(calm.plus(CALM)); at = at.plus(LOOK)) {
            kernel.runUntil(at.plus(LOOK));
            verdict.inCalm(calm);
        }
        deployment.delays.stop();
        verdict.afterCalm(acknowledged, sources);
        waitForAll();
        verdict.inTheEnd();
        return new Outcome(
                seed,
                deployment.violations.all(),
                kernel.history(),
                deployment.runs.all().size(),
                faults.injected(),
                deployment.delays.all(),
                deployment.played);
    }

    private void setUp() {
        chaos = draw("chaos").between(60_000, 900_000);
        deployment.createProject(draw("number").hits(0.7), draw("app").hits(0.7));
        int fans = 1 + draw("fans").below(3);
        for (int fan = 0; fan < fans; fan++) {
            phones.add(new PhoneNumber("+1415555012" + fan));
        }
        int count = 1 + draw("flows").below(3);
        for (int flow = 0; flow < count; flow++) {
            flows.add(deployment.createFlow("keyword" + flow));
        }
        for (Flow flow : flows) {
            String name = flow.definition().name();
            Chance chance = draw("pause of " + name);
            if (chance.of("is paused").hits(0.3)) {
                Instant at = sometime(chance);
                api(
                        at,
                        "pause " + name,
                        () -> deployment.flows.pause(deployment.project, flow.id()));
                api(
                        at.plus(chance.of("for").between(0, 120_000)),
                        "activate " + name,
                        () -> deployment.flows.activate(deployment.project, flow.id()));
            }
        }
        int texts = 2 + draw("texts").below(8);
        for (int text = 0; text < texts; text++) {
            text("SM" + text);
        }
        otherSources(fans);
        for (PhoneNumber phone : phones) {
            Chance chance = draw("connection of " + phone.e164());
            if (chance.of("connects").hits(0.7)) {
                api(
                        whenAbout(phone, chance),
                        "connect " + phone.e164(),
                        () -> deployment.connect(phone));
            }
        }
        if (phones.size() > 1 && draw("merge").of("merges").hits(0.4)) {
            PhoneNumber one = phones.getFirst();
            PhoneNumber other = phones.getLast();
            api(
                    whenAbout(other, draw("merge")),
                    "merge " + one.e164(),
                    () -> deployment.proveToBeOne(one, other));
            if (draw("merge").of("both").hits(0.5)) {
                api(
                        whenAbout(one, draw("other merge")),
                        "merge " + other.e164(),
                        () -> deployment.proveToBeOne(other, one));
            }
        }
        if (draw("unreadable").of("are there").hits(0.1)) {
            deployment.letRunsBeUnreadable(4 + draw("unreadable").of("count").below(9));
        }
        for (int number = 0; number < 2; number++) {
            Chance chance = draw("run that becomes unreadable " + number);
            if (faults.hits(chance.of("is there"), 0.1)) {
                kernel.at(
                        sometime(chance),
                        () -> deployment.letARunBeUnreadable(chance, START.plus(chaos)));
            }
        }
        phones.forEach(this::mayUseInstagram);
        mayBeUsed("use number", deployment::useNumber);
        mayBeUsed("use app", deployment::useApp);
        sweepEachMinute(0);
        if (draw("meets").hits(0.7)) {
            deployment.factsRead = this::meetSomething;
        }
    }

    /** Some flows listen to other things than texts, and those things happen. */
    private void otherSources(int fans) {
        List<SimulatedFan> people = IntStream.range(0, fans).mapToObj(SimulatedFan::new).toList();
        for (TriggerType type : TriggerType.values()) {
            Chance chance = draw("source of " + type.wireName());
            if (type == TriggerType.SMS_KEYWORD || !chance.of("is there").hits(0.15)) {
                continue;
            }
            deployment.createFlow(type);
            if (type == TriggerType.RELEASE_DETECTED) {
                sources.optIn(people);
            }
            int events = 1 + chance.of("events").below(3);
            for (int event = 0; event < events; event++) {
                Chance one = chance.of("event " + event);
                String id = type.wireName().replace('.', '-') + "-" + event;
                SimulatedFan who = one.of("who").anyOf(people);
                kernel.at(sometime(one), () -> sources.emit(type, who, id, one));
            }
        }
    }

    /** Some fans are known there too, at some time, and say there what they want. */
    private void mayUseInstagram(PhoneNumber phone) {
        Chance chance = draw("instagram of " + phone.e164());
        if (!chance.of("has an account").hits(0.2)) {
            return;
        }
        String account = phone.e164().substring(1);
        api(
                whenAbout(phone, chance),
                "instagram of " + phone.e164(),
                () -> deployment.proveAccount(phone, account));
        int messages = 1 + chance.of("messages").below(3);
        for (int message = 0; message < messages; message++) {
            String id = "mid-%d-%s".formatted(message, account);
            Chance said = chance.of(id);
            String word = said.of("stops").hits(0.7) ? "STOP" : "START";
            api(
                    whenAbout(phone, said),
                    "message " + id,
                    () -> deployment.receiveMessage(account, id, word));
        }
    }

    private void mayBeUsed(String name, Runnable use) {
        Chance chance = draw(name);
        if (chance.of("is used").hits(0.5)) {
            api(whenAbout(chance.of("phone").anyOf(phones), chance), name, use);
        }
    }

    private Chance draw(String purpose) {
        return kernel.chance("history").of(purpose);
    }

    /** Now and then, what the step may be about to wait for comes true at this very moment. */
    private void meetSomething(Run run) {
        if (!kernel.instant().isBefore(START.plus(chaos)) || !kernel.chance("meets").hits(0.4)) {
            return;
        }
        Instant at = kernel.instant().plus(kernel.chance("meets at").between(0, 300));
        switch (kernel.chance("meets what").below(4)) {
            case 0 -> api(at, "use number", deployment::useNumber);
            case 1 -> api(at, "use app", deployment::useApp);
            default ->
                    deployment
                            .phoneOf(run)
                            .ifPresent(
                                    phone ->
                                            api(
                                                    at,
                                                    "connect " + phone.e164(),
                                                    () -> deployment.connect(phone)));
        }
    }

    /** At any time, or just while the fan's run is about to wait for it. */
    private Instant whenAbout(PhoneNumber phone, Chance chance) {
        List<Instant> texts = textedAt.getOrDefault(phone, List.of());
        return texts.isEmpty() || chance.of("any time").hits(0.3)
                ? sometime(chance)
                : chance.of("text")
                        .anyOf(texts)
                        .plus(
                                chance.of("after")
                                        .between(0, chance.of("soon").hits(0.6) ? 300 : 3_000));
    }

    private Instant sometime(Chance chance) {
        return START.plus(chance.of("time").between(0, chaos.toMillis()));
    }

    /** Calls the API until it is answered 2xx, as a careful client does. */
    private void api(Instant at, String name, Runnable call) {
        kernel.at(
                at,
                () ->
                        deployment.serve(
                                "flows",
                                name,
                                call,
                                () -> {},
                                () ->
                                        api(
                                                kernel.instant()
                                                        .plus(
                                                                draw("retry " + name)
                                                                        .between(500, 5_000)),
                                                name,
                                                call)));
    }

    /** Whatever was paused in the time of chaos listens again. */
    private void activate(Flow flow) {
        api(
                kernel.instant(),
                "activate " + flow.definition().name(),
                () -> deployment.flows.activate(deployment.project, flow.id()));
    }

    /** A fan texts; the provider delivers it until it is taken, and sometimes again. */
    private void text(String messageId) {
        PhoneNumber from = draw(messageId).of("from").anyOf(phones);
        String body =
                switch (draw(messageId).of("body").below(8)) {
                    case 0 -> "STOP";
                    case 1 -> "START";
                    default -> "keyword" + draw(messageId).of("flow").below(flows.size());
                };
        Instant at = sometime(draw(messageId));
        textedAt.computeIfAbsent(from, _ -> new ArrayList<>()).add(at);
        int copies =
                draw(messageId).of("repeats").hits(0.3)
                        ? 2 + draw(messageId).of("copies").below(2)
                        : 1;
        for (int copy = 0; copy < copies; copy++) {
            deliver(
                    at.plus(
                            copy == 0
                                    ? Duration.ZERO
                                    : draw(messageId).of("again").between(0, 3_000)),
                    messageId,
                    from,
                    body,
                    4);
        }
    }

    private void deliver(Instant at, String messageId, PhoneNumber from, String body, int tries) {
        EventOutcome[] result = new EventOutcome[1];
        kernel.at(
                at,
                () ->
                        deployment.serve(
                                "sms-webhook",
                                messageId,
                                () -> result[0] = deployment.receive(messageId, from, body),
                                () -> {
                                    deployment.played("receiver TextReceiver");
                                    if (result[0] == EventOutcome.RUN_STARTED
                                            || result[0] == EventOutcome.NOT_ENTERED
                                            || (result[0] == EventOutcome.DUPLICATE
                                                    && body.startsWith("keyword"))) {
                                        acknowledged.add(
                                                new AcknowledgedText(messageId, from, body));
                                    }
                                },
                                () -> {
                                    if (tries > 1) {
                                        deliver(
                                                kernel.instant().plusSeconds(5),
                                                messageId,
                                                from,
                                                body,
                                                tries - 1);
                                    }
                                }));
    }

    /**
     * The scheduler's precision is a minute: it fires at some time within each.
     *
     * @see <a
     *     href="https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html">Schedule
     *     types in EventBridge Scheduler</a>
     */
    private void sweepEachMinute(int minute) {
        Instant begin = START.plusSeconds(60L * minute);
        if (begin.isAfter(START.plus(chaos).plus(CALM))) {
            return;
        }
        kernel.at(begin.plus(draw("sweep " + minute).between(0, 60_000)), this::sweep);
        kernel.at(begin.plusSeconds(60), () -> sweepEachMinute(minute + 1));
    }

    private void sweep() {
        Kernel.Actor sweeper = kernel.start("sweeper", deployment::sweep, _ -> {});
        kernel.after(Duration.ofSeconds(55), sweeper::kill);
        faults.mayKill(sweeper, 200);
    }

    /** Leaps from due time to due time, instead of sweeping each minute of a month. */
    private void waitForAll() {
        for (int sweep = 0; sweep < MAX_SWEEPS; sweep++) {
            Optional<Instant> due =
                    deployment.runs.all().stream()
                            .flatMap(run -> run.dueAt().stream())
                            .min(Instant::compareTo);
            if (due.isEmpty()) {
                return;
            }
            Instant next = due.get().isAfter(kernel.instant()) ? due.get() : kernel.instant();
            kernel.at(next, this::sweep);
            kernel.runUntil(next.plusSeconds(60));
        }
    }
}
