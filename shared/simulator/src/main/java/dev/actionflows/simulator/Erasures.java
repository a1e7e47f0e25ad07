package dev.actionflows.simulator;

import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.privacy.DataCount;
import dev.actionflows.domain.privacy.Erasure;
import dev.actionflows.domain.privacy.ErasureQueue;
import dev.actionflows.domain.privacy.ErasureTask;
import dev.actionflows.domain.privacy.ErasureWorker;
import dev.actionflows.domain.privacy.FanEraser;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A fan of two records who takes part in no flow, and asks to be erased. Meanwhile the records are
 * merged, the fan sends STOP, and a step that read the fan before writes under a former id.
 */
final class Erasures implements ErasureQueue {
    private static final FanId OLDER = new FanId("fan_0000000000000001");
    private static final FanId YOUNGER = new FanId("fan_0000000000000002");
    private static final SegmentId SEGMENT = new SegmentId("seg_0000000000000001");

    /** Less than until the second pass. */
    private static final Duration IN_FLIGHT = Duration.ofMinutes(8);

    private final Deployment deployment;
    private final Kernel kernel;
    private final InMemoryPorts memory;
    private final Faults faults;
    private final Queue<ErasureTask> queue;
    private final FanIdentity phone;
    private boolean requested;
    private boolean stopped;

    Erasures(Deployment deployment) {
        this.deployment = deployment;
        this.kernel = deployment.kernel;
        this.memory = deployment.memory;
        this.faults = deployment.faults;
        this.queue =
                new Queue<>(
                        kernel,
                        faults,
                        new Queue.Names("Erasures", "ErasuresDead", "EraserSource", "eraser"),
                        Erasures::nameOf,
                        this::handle,
                        deployment.played::add);
        this.phone = memory.identities().of(SampleProject.ID, Identity.Kind.PHONE, "+14155559901");
    }

    private static String nameOf(ErasureTask task) {
        return switch (task) {
            case ErasureTask.Erase erase ->
                    "erase " + erase.pass() + " " + erase.cursor().orElse("");
            case ErasureTask.Reapply reapply -> "reapply to " + reapply.table();
        };
    }

    Queue<ErasureTask> queue() {
        return queue;
    }

    @Override
    public void send(ErasureTask task, Duration delay) {
        faults.call(
                "SendMessage",
                () -> {
                    queue.deliver(task, delay);
                    return Optional.empty();
                });
    }

    private void handle(Queue.Message<ErasureTask> message) {
        ErasureWorker worker = deployment.application.management().erasures();
        worker.work(
                (ErasureTask.Erase) message.body(),
                new Deadline(kernel.instant().plusSeconds(10), kernel));
    }

    /** Schedules a request in every other history. */
    void schedule(Instant start, Instant endOfFaults) {
        Chance chance = kernel.chance("erasure");
        if (chance.of("is requested").hits(0.5)) {
            return;
        }
        plant();
        long millis = Duration.between(start, endOfFaults).toMillis();
        Instant at = start.plusSeconds(2).plus(chance.of("at").between(0, millis));
        FanEraser eraser = deployment.application.management().fanEraser();
        new ApiClient(deployment)
                .call(
                        at,
                        "erase a fan",
                        () -> {
                            requested = true;
                            eraser.erase(SampleProject.ID, OLDER);
                        });
        kernel.at(at.plus(chance.of("merge").between(-2_000, 1_000)), this::merge);
        kernel.at(at.plus(chance.of("STOP").between(-2_000, 1_000)), this::stop);
        for (int write = 0; write < 3; write++) {
            Duration late = chance.of("write " + write).between(0, IN_FLIGHT.toMillis());
            kernel.at(at.plus(late), () -> join(OLDER));
        }
    }

    private void plant() {
        Instant now = kernel.instant();
        FanIdentity email =
                memory.identities()
                        .of(SampleProject.ID, Identity.Kind.EMAIL, "erased@fans.example");
        memory.fans.findOrCreate(SampleProject.ID, phone, OLDER, now);
        memory.fans.findOrCreate(SampleProject.ID, email, YOUNGER, now.plusMillis(1));
        for (FanId fan : List.of(OLDER, YOUNGER)) {
            join(fan);
            memory.fans.recordAgreement(
                    SampleProject.ID,
                    fan,
                    new Agreement(
                            "agreement",
                            StreamingProvider.SPOTIFY,
                            Set.of(),
                            "version",
                            "en",
                            now));
        }
    }

    private void join(FanId fan) {
        memory.catalog.addMember(SampleProject.ID, SEGMENT, fan, kernel.instant());
    }

    private void merge() {
        Optional<Fan> older = memory.fans.findRecord(SampleProject.ID, OLDER);
        Optional<Fan> younger = memory.fans.findRecord(SampleProject.ID, YOUNGER);
        if (older.isPresent() && younger.isPresent()) {
            memory.fans.merge(SampleProject.ID, FanStore.Merge.of(older.get(), younger.get()));
        }
    }

    private void stop() {
        stopped = true;
        memory.fans.recordConsent(
                SampleProject.ID,
                phone.identity(),
                new ConsentChange(ConsentChange.Kind.STOP, "stop", kernel.instant()));
    }

    /** Whether no erasure is in progress. */
    boolean areDone() {
        return !requested || erasure().filter(Erasure::isCompleted).isPresent();
    }

    private Optional<Erasure> erasure() {
        return memory.erasures.findByFan(SampleProject.ID, OLDER);
    }

    /** Called when every wait is over. */
    void check() {
        if (!requested) {
            return;
        }
        if (!areDone()) {
            violation("the erasure is not completed");
        }
        for (FanId fan : erasure().map(Erasure::fans).orElse(List.of())) {
            boolean clean =
                    memory.fanData.deleteFan(SampleProject.ID, fan).equals(DataCount.NONE)
                            && memory.fanData
                                    .listed(SampleProject.ID, List.of(fan), Optional.empty())
                                    .items()
                                    .isEmpty();
            if (!clean) {
                violation("something is left of " + fan);
            }
        }
        boolean closed =
                memory.fans
                        .findIdentity(SampleProject.ID, phone.identity())
                        .filter(KnownIdentity::stopped)
                        .isPresent();
        if (stopped && !closed) {
            violation("the STOP of an erased fan is gone");
        }
    }

    private void violation(String what) {
        deployment.violations.add(Guarantee.ERASED, what);
    }
}
