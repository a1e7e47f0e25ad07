package dev.actionflows.domain.testing;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.Cause;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.messaging.permit.Assigned;
import dev.actionflows.domain.messaging.permit.SendPermit;
import dev.actionflows.domain.messaging.permit.SendingHours;
import dev.actionflows.domain.messaging.quiethours.QuietHoursEvidence;
import dev.actionflows.domain.messaging.quiethours.ZoneSource;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunLedger.ClaimRequest;
import dev.actionflows.domain.run.RunStatus;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.Stall;
import dev.actionflows.domain.run.StepClaim;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Runs in any state, including states that never occur, and claims on them. */
public final class AnyRun {
    private final Random random;

    public AnyRun(long seed) {
        this.random = new Random(seed);
    }

    public Run next() {
        Run begun = Samples.run();
        return new Run(
                begun.key(),
                begun.flow(),
                1 + random.nextInt(3),
                begun.fan(),
                event(begun),
                random.nextBoolean(),
                mostly(RunStatus.RUNNING, RunStatus.values()),
                1 + random.nextInt(3),
                1 + random.nextLong(1000),
                begun.startedAt(),
                maybe(this::time),
                maybe(this::time),
                random.nextInt(3),
                IntStream.range(0, 1 + random.nextInt(4)).mapToObj(_ -> step()).toList(),
                maybe(() -> new Stall(random.nextInt(3), maybe(this::time))));
    }

    private FanEvent event(Run begun) {
        FanEvent event = begun.event();
        return new FanEvent(
                event.id(), event.type(), event.scope(), event.receivedAt(), maybe(this::cause));
    }

    private Cause cause() {
        Run before = Samples.run();
        return new Cause(
                before.key().run(),
                random.nextInt(20),
                IntStream.range(0, 1 + random.nextInt(Cause.MAX_FLOWS))
                        .mapToObj(_ -> Samples.flowId())
                        .toList());
    }

    /** A claim that often fits. */
    public ClaimRequest claimOn(Run run) {
        return new ClaimRequest(
                random.nextInt(8) == 0 ? run.epoch() + 1 : run.epoch(),
                random.nextInt(8) == 0 ? run.steps().size() : random.nextInt(run.steps().size()),
                maybe(this::claim),
                random.nextBoolean(),
                time());
    }

    private RunStep step() {
        return new RunStep(
                any(StepType.values()),
                maybe(this::outcome),
                maybe(this::time),
                maybe(this::time),
                random.nextInt(3),
                maybe(this::claim),
                maybe(this::time),
                maybe(Samples::nonce),
                maybe(this::permit),
                random.nextBoolean());
    }

    private SendPermit permit() {
        QuietHoursEvidence evidence =
                new QuietHoursEvidence(
                        List.of("US", "US-TX"),
                        "2026-11-27",
                        List.of(ZoneId.of("America/Chicago"), ZoneId.of("UTC")),
                        any(ZoneSource.values()),
                        "libphonenumber 9");
        SendingHours[] hours = {
            new SendingHours.Unrestricted(),
            new SendingHours.Answer(),
            new SendingHours.Open(evidence)
        };
        SendPermit.Basis[] bases = {
            new SendPermit.Basis.Consent(Samples.nonce()),
            new SendPermit.Basis.LastMessage(time()),
            new SendPermit.Basis.Comment(Samples.nonce())
        };
        return new SendPermit(any(bases), any(hours))
                .assigned(new Assigned(maybe(() -> random.nextInt(4)), random.nextBoolean()));
    }

    private StepOutcome outcome() {
        Reason reason = any(Reason.values());
        return switch (random.nextInt(6)) {
            case 0 -> new StepOutcome.Completed(reason);
            case 5 -> new StepOutcome.HeldOut(reason);
            case 1 -> new StepOutcome.Skipped(reason);
            case 2 -> new StepOutcome.Unknown(reason);
            case 3 -> new StepOutcome.Failed(reason);
            default ->
                    new StepOutcome.Waiting(
                            reason, maybe(() -> any(requirements())), time(), random.nextBoolean());
        };
    }

    private static Requirement[] requirements() {
        return List.of(
                        Requirement.phoneNumber(),
                        Requirement.streamingApp(),
                        Requirement.streamingConnection(Samples.fanId()),
                        Requirement.activeFlow(Samples.flowId()))
                .toArray(Requirement[]::new);
    }

    private StepClaim claim() {
        return new StepClaim(Samples.nonce(), Samples.nonce(), time());
    }

    private Instant time() {
        return Samples.NOW.plusMillis(random.nextLong(10_000_000));
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextInt(3) == 0 ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }

    private <T> T mostly(T usual, T[] values) {
        return random.nextInt(4) == 0 ? any(values) : usual;
    }
}
