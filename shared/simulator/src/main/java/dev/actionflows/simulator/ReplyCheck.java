package dev.actionflows.simulator;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.OnReply;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunStep;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.StepType;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Checks that a run of a flow that stops on a reply does nothing after a reply was answered with
 * 2xx, and that none stops without a reply.
 */
final class ReplyCheck {
    /** Two functions' clocks may differ by this. */
    private static final Duration SKEW = Faults.MAX_CLOCK_ERROR.multipliedBy(2);

    private final Kernel kernel;
    private final ViolationLog violations;
    private final StoredData stored;
    private final Map<EventId, Message> messages = new LinkedHashMap<>();
    private final Map<EventId, Instant> acknowledged = new HashMap<>();
    private final Set<EventId> counted = new HashSet<>();
    private final Set<EventId> taken = new HashSet<>();

    /** Whether the fan had replied when the facts for a step were last read. */
    private final Map<Turn, Boolean> lastLooks = new HashMap<>();

    private record Turn(RunKey run, int step) {}

    /**
     * What a fan wrote.
     *
     * @param address as in {@link FanIdentity#value}
     * @param first the earliest time at which it can have been received
     * @param last the latest one so far
     * @param isReply whether it is certainly a reply; otherwise it may be one
     */
    private record Message(
            Identity.Kind kind, String address, Instant first, Instant last, boolean isReply) {
        Message and(Message other) {
            return new Message(
                    kind,
                    address,
                    first,
                    other.last.isAfter(last) ? other.last : last,
                    isReply || other.isReply);
        }
    }

    ReplyCheck(Kernel kernel, ViolationLog violations, StoredData stored) {
        this.kernel = kernel;
        this.violations = violations;
        this.stored = stored;
    }

    /** A message that certainly is a reply to what the fan got before, or may be one. */
    void written(Identity.Kind kind, String address, EventId id, Instant at, boolean isReply) {
        messages.merge(id, new Message(kind, address, at, at, isReply), Message::and);
    }

    /** A run was stored: unless the message that started it was a reply before, it is none. */
    void started(Run run) {
        if (stored.project().recordsReplies() && !counted.contains(run.event().id())) {
            taken.add(run.event().id());
        }
    }

    /** A message was stored as a reply: it was received by now. */
    void stored(EventId id) {
        counted.add(id);
        messages.computeIfPresent(
                id,
                (_, it) ->
                        it.and(
                                new Message(
                                        it.kind(),
                                        it.address(),
                                        it.first(),
                                        kernel.now(),
                                        it.isReply())));
    }

    /** A message was answered with 2xx, or removed from its queue. */
    void acknowledged(EventId id) {
        acknowledged.putIfAbsent(id, kernel.now());
    }

    /** Called when the facts for a step of the run are read, whose turn it is. */
    void looked(Run run, OptionalInt step) {
        step.ifPresent(
                index ->
                        lastLooks.put(
                                new Turn(run.key(), index),
                                of(run, true)
                                        .anyMatch(it -> acknowledged.containsKey(it.getKey()))));
    }

    /** Called when the run was stored. */
    void changed(Run before, Run after) {
        if (stored.flowOf(after).definition().onReply() != OnReply.STOP) {
            checkNoneStopped(before, after);
            return;
        }
        for (int index = 0; index < after.steps().size(); index++) {
            RunStep step = after.step(index);
            if (step.outcome().equals(before.step(index).outcome())
                    || step.type() == StepType.WAIT) {
                continue;
            }
            boolean late =
                    isOpen(before.step(index))
                            && lastLooks.getOrDefault(new Turn(after.key(), index), false);
            switch (step.outcome().orElse(null)) {
                case StepOutcome.Completed _ when late ->
                        broken(after, index, "was done although the fan had replied");
                case StepOutcome outcome when outcome.reason() == Reason.FAN_REPLIED -> {
                    if (of(after, false).findAny().isEmpty()) {
                        broken(after, index, "was skipped although the fan had not replied");
                    }
                    if (!after.hasEnded()) {
                        broken(after, index, "was skipped, and the run goes on");
                    }
                }
                case null, default -> {}
            }
        }
    }

    /** A report may still correct an outcome. */
    private static boolean isOpen(RunStep step) {
        return step.outcome().filter(it -> !(it instanceof StepOutcome.Waiting)).isEmpty();
    }

    private void checkNoneStopped(Run before, Run after) {
        for (int index = 0; index < after.steps().size(); index++) {
            if (!after.step(index).outcome().equals(before.step(index).outcome())
                    && after.step(index)
                            .outcome()
                            .filter(it -> it.reason() == Reason.FAN_REPLIED)
                            .isPresent()) {
                broken(after, index, "was skipped although a reply changes nothing in its flow");
            }
        }
    }

    /** Called when a message is handed to its provider. */
    void sent(Run run, int index) {
        if (stored.flowOf(run).definition().onReply() == OnReply.STOP
                && lastLooks.getOrDefault(new Turn(run.key(), index), false)) {
            broken(run, index, "was sent although the fan had replied");
        }
    }

    /** The first delivery that is stored counts: none after the message was acknowledged. */
    private boolean mayCountAfter(EventId id, Message message, Instant at) {
        return message.last().isAfter(at) && acknowledged.getOrDefault(id, Instant.MAX).isAfter(at);
    }

    private static Instant max(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private void broken(Run run, int index, String what) {
        violations.add(Guarantee.REPLY_HEEDED, run, "step " + index + " " + what);
    }

    /**
     * The replies to a run.
     *
     * @param certain whether only those that certainly are
     */
    private Stream<Map.Entry<EventId, Message>> of(Run run, boolean certain) {
        List<FanIdentity> addresses =
                stored.fanOf(run).stream().flatMap(fan -> fan.channels().stream()).toList();
        Instant startedBy = max(run.event().receivedAt(), run.startedAt());
        return messages.entrySet().stream()
                .filter(it -> !it.getKey().equals(run.event().id()))
                .filter(it -> !taken.contains(it.getKey()))
                .filter(
                        it ->
                                certain
                                        ? it.getValue().isReply()
                                                && it.getValue()
                                                        .first()
                                                        .isAfter(startedBy.plus(SKEW))
                                        : mayCountAfter(
                                                it.getKey(), it.getValue(), startedBy.minus(SKEW)))
                .filter(
                        it ->
                                addresses.stream()
                                        .anyMatch(
                                                address ->
                                                        address.kind() == it.getValue().kind()
                                                                && address.value()
                                                                        .equals(
                                                                                it.getValue()
                                                                                        .address())))
                .filter(it -> !it.getValue().first().isAfter(kernel.now()));
    }
}
