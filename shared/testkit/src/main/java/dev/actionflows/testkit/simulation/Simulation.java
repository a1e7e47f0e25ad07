package dev.actionflows.testkit.simulation;

import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.intake.EventOutcome;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.Run;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

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
    private final Verdict verdict;
    private final List<PhoneNumber> phones = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();
    private final Set<Taken> acknowledged = new LinkedHashSet<>();
    private final Map<PhoneNumber, List<Instant>> textedAt = new HashMap<>();
    private Duration chaos = Duration.ZERO;

    private Simulation(long seed, Consumer<String> trace) {
        this.kernel = new Kernel(seed, START, trace);
        this.faults = new Faults(kernel);
        this.deployment = new Deployment(kernel, faults);
        this.verdict = new Verdict(deployment);
    }

    /** A text that was answered 2xx, and that an active flow listened to. */
    record Taken(String messageId, PhoneNumber from, String keyword) {}

    /**
     * What came of one history.
     *
     * @param violations of guarantees; none, if all is well
     * @param history the same for the same seed and the same code, and no other
     * @param runs how many runs there were
     * @param faults how many faults were injected
     */
    public record Outcome(
            long seed, List<Violation> violations, long history, int runs, long faults) {
        public Outcome {
            violations = List.copyOf(violations);
        }
    }

    /** Plays the history of this seed. */
    public static Outcome run(long seed) {
        return run(seed, _ -> {});
    }

    /**
     * The same, told line by line.
     *
     * @param trace told what happens, in the order in which it happens
     */
    public static Outcome run(long seed, Consumer<String> trace) {
        return new Simulation(seed, trace).play(seed);
    }

    private Outcome play(long seed) {
        setUp();
        kernel.runUntil(START.plus(chaos));
        faults.end();
        flows.forEach(this::activate);
        Instant calm = kernel.instant();
        deployment.queue.redrive();
        for (Instant at = calm; at.isBefore(calm.plus(CALM)); at = at.plus(LOOK)) {
            kernel.runUntil(at.plus(LOOK));
            verdict.inCalm(calm);
        }
        verdict.afterCalm();
        acknowledged.forEach(verdict::checkKept);
        waitForAll();
        verdict.inTheEnd();
        return new Outcome(
                seed,
                deployment.violations,
                kernel.history(),
                deployment.runs.all().size(),
                faults.injected());
    }

    private void setUp() {
        chaos = kernel.between(60_000, 900_000);
        deployment.createProject(kernel.chance(0.7), kernel.chance(0.7));
        int fans = 1 + kernel.below(3);
        for (int fan = 0; fan < fans; fan++) {
            phones.add(new PhoneNumber("+1415555012" + fan));
        }
        int count = 1 + kernel.below(3);
        for (int flow = 0; flow < count; flow++) {
            flows.add(deployment.createFlow("keyword" + flow));
        }
        for (Flow flow : flows) {
            if (kernel.chance(0.3)) {
                Instant at = sometime();
                api(at, "pause", () -> deployment.flows.pause(deployment.project, flow.id()));
                api(
                        at.plus(kernel.between(0, 120_000)),
                        "activate",
                        () -> deployment.flows.activate(deployment.project, flow.id()));
            }
        }
        int texts = 2 + kernel.below(8);
        for (int text = 0; text < texts; text++) {
            text("SM" + text);
        }
        for (PhoneNumber phone : phones) {
            if (kernel.chance(0.7)) {
                api(whenAbout(phone), "connect", () -> deployment.connect(phone));
            }
        }
        if (phones.size() > 1 && kernel.chance(0.4)) {
            PhoneNumber one = phones.getFirst();
            PhoneNumber other = phones.getLast();
            api(whenAbout(other), "merge", () -> deployment.proveToBeOne(one, other));
            if (kernel.chance(0.5)) {
                api(whenAbout(one), "merge", () -> deployment.proveToBeOne(other, one));
            }
        }
        if (kernel.chance(0.5)) {
            api(whenAbout(kernel.anyOf(phones)), "use number", deployment::useNumber);
        }
        if (kernel.chance(0.5)) {
            api(whenAbout(kernel.anyOf(phones)), "use app", deployment::useApp);
        }
        sweepEachMinute(START.plus(kernel.between(0, 60_000)));
        if (kernel.chance(0.7)) {
            deployment.factsRead = this::meetSomething;
        }
    }

    /** Now and then, what the step may be about to wait for comes true at this very moment. */
    private void meetSomething(Run run) {
        if (!kernel.instant().isBefore(START.plus(chaos)) || !kernel.chance(0.4)) {
            return;
        }
        Instant at = kernel.instant().plus(kernel.between(0, 300));
        switch (kernel.below(4)) {
            case 0 -> api(at, "use number", deployment::useNumber);
            case 1 -> api(at, "use app", deployment::useApp);
            default ->
                    deployment
                            .phoneOf(run)
                            .ifPresent(
                                    phone -> api(at, "connect", () -> deployment.connect(phone)));
        }
    }

    /** At any time, or just while the fan's run is about to wait for it. */
    private Instant whenAbout(PhoneNumber phone) {
        List<Instant> texts = textedAt.getOrDefault(phone, List.of());
        return texts.isEmpty() || kernel.chance(0.3)
                ? sometime()
                : kernel.anyOf(texts).plus(kernel.between(0, kernel.chance(0.6) ? 300 : 3_000));
    }

    private Instant sometime() {
        return START.plus(kernel.between(0, chaos.toMillis()));
    }

    /** Calls the API until it is answered 2xx, as a careful client does. */
    private void api(Instant at, String name, Runnable call) {
        kernel.at(
                at,
                () ->
                        deployment.serve(
                                name,
                                call,
                                () -> {},
                                () ->
                                        api(
                                                kernel.instant().plus(kernel.between(500, 5_000)),
                                                name,
                                                call)));
    }

    /** Whatever was paused in the time of chaos listens again. */
    private void activate(Flow flow) {
        api(
                kernel.instant(),
                "activate",
                () -> deployment.flows.activate(deployment.project, flow.id()));
    }

    /** A fan texts; the provider delivers it until it is taken, and sometimes again. */
    private void text(String messageId) {
        PhoneNumber from = phones.get(kernel.below(phones.size()));
        String body =
                switch (kernel.below(8)) {
                    case 0 -> "STOP";
                    case 1 -> "START";
                    default -> "keyword" + kernel.below(flows.size());
                };
        Instant at = sometime();
        textedAt.computeIfAbsent(from, _ -> new ArrayList<>()).add(at);
        int copies = kernel.chance(0.3) ? 2 + kernel.below(2) : 1;
        for (int copy = 0; copy < copies; copy++) {
            deliver(
                    at.plus(copy == 0 ? Duration.ZERO : kernel.between(0, 3_000)),
                    messageId,
                    from,
                    body,
                    4);
        }
    }

    private void deliver(Instant at, String messageId, PhoneNumber from, String body, int tries) {
        EventOutcome[] receipt = new EventOutcome[1];
        kernel.at(
                at,
                () ->
                        deployment.serve(
                                "text " + messageId,
                                () -> receipt[0] = deployment.receive(messageId, from, body),
                                () -> {
                                    if (receipt[0] == EventOutcome.RUN_STARTED
                                            || receipt[0] == EventOutcome.NOT_ENTERED
                                            || (receipt[0] == EventOutcome.DUPLICATE
                                                    && body.startsWith("keyword"))) {
                                        acknowledged.add(new Taken(messageId, from, body));
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

    private void sweepEachMinute(Instant at) {
        if (at.isAfter(START.plus(chaos).plus(CALM))) {
            return;
        }
        kernel.at(
                at,
                () -> {
                    sweep();
                    sweepEachMinute(at.plusSeconds(60));
                });
    }

    private void sweep() {
        Kernel.Actor sweeper = kernel.start("sweeper", deployment::sweep, _ -> {});
        kernel.after(Duration.ofSeconds(55), sweeper::kill);
        if (faults.kills()) {
            kernel.after(kernel.between(0, 200), sweeper::kill);
        }
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
