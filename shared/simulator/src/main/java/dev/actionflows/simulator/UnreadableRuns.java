package dev.actionflows.simulator;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Stored runs that cannot be read, permanently or temporarily. */
final class UnreadableRuns {
    private final Kernel kernel;
    private final InMemoryPorts memory;
    private final IdSource ids;
    private final Set<RunKey> unreadable = new HashSet<>();
    private final Set<RunKey> onceUnreadable = new HashSet<>();

    UnreadableRuns(Kernel kernel, InMemoryPorts memory, IdSource ids) {
        this.kernel = kernel;
        this.memory = memory;
        this.ids = ids;
    }

    boolean contains(RunKey run) {
        return unreadable.contains(run);
    }

    /** Whether the run cannot be read, or could not be for a while. */
    boolean everContained(RunKey run) {
        return unreadable.contains(run) || onceUnreadable.contains(run);
    }

    /** Adds runs that wait for a number and an app and can never be read. */
    void addWaiting(int count) {
        FlowId flow = FlowId.from(ids);
        for (int number = 0; number < count; number++) {
            RunKey run =
                    new RunKey(
                            SampleProject.ID,
                            RunId.of(SampleProject.ID, flow, FanId.from(ids), "unreadable"));
            unreadable.add(run);
            memory.waitingRuns.add(run, Requirement.phoneNumber(), "unreadable", kernel.now());
            memory.waitingRuns.add(run, Requirement.streamingApp(), "unreadable", kernel.now());
        }
    }

    /** Makes a stored run temporarily unreadable, as after a faulty deployment. */
    void addForAWhile(Chance chance, Instant atLatestUntil) {
        List<RunKey> open =
                memory.ledger.all().stream()
                        .filter(run -> !run.hasEnded())
                        .map(Run::key)
                        .sorted(Comparator.comparing(key -> key.run().value()))
                        .toList();
        if (open.isEmpty()) {
            return;
        }
        RunKey run = chance.of("which").anyOf(open);
        unreadable.add(run);
        onceUnreadable.add(run);
        Instant until = kernel.now().plus(chance.of("for").between(30_000, 150_000));
        kernel.at(
                until.isBefore(atLatestUntil) ? until : atLatestUntil,
                () -> unreadable.remove(run));
    }

    /** Until when a run may stay unchanged because it was temporarily unreadable. */
    Optional<Instant> excusedUntil(Run run) {
        return onceUnreadable.contains(run.key())
                ? memory.ledger.asideUntil(run)
                : Optional.empty();
    }

    /**
     * Sometimes there are such runs from the start, and sometimes others become unreadable.
     *
     * @param draw a source of chance by its name
     * @param times draws a time
     * @param end when faults end
     */
    void schedule(
            Faults faults,
            Function<String, Chance> draw,
            Function<Chance, Instant> times,
            Instant end) {
        Chance some = draw.apply("unreadable");
        if (some.of("are there").hits(0.1)) {
            addWaiting(4 + some.of("count").below(9));
        }
        for (int number = 0; number < 2; number++) {
            Chance chance = draw.apply("run that becomes unreadable " + number);
            if (faults.hits(chance.of("is there"), 0.1)) {
                kernel.at(times.apply(chance), () -> addForAWhile(chance, end));
            }
        }
    }
}
