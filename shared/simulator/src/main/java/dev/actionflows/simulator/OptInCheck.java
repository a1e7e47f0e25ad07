package dev.actionflows.simulator;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Double opt-in: checks each message to an address, and each question whether the address agrees.
 */
final class OptInCheck {
    /** A question is claimed at most this long before it is handed over. */
    private static final Duration CLAIMED_BEFORE = Duration.ofMinutes(1);

    private static final Duration DAY = Duration.ofDays(1);

    private static final Set<String> LAST_CALLS =
            Set.of("ConsentStore.check", "MessageBudgetStore.take");

    private final Kernel kernel;
    private final ViolationLog violations;
    private final InMemoryPorts memory;
    private final IdentityHasher hasher;
    private final HoursCheck hours;
    private final LimitsCheck limits;
    private final ConsentHistory consents;
    private final Supplier<StepKey> currentStep;

    /** When each address was asked, by the times at which the questions were handed over. */
    private final Map<Identity, List<Instant>> asked = new HashMap<>();

    /** The same for the questions that a provider accepted. */
    private final Map<Identity, List<Instant>> arrived = new HashMap<>();

    /** Since when each address has confirmed its consent itself. */
    private final Map<Identity, Instant> confirmedSince = new HashMap<>();

    /** The addresses where mail did not arrive, and which have not confirmed since. */
    private final Set<Identity> bounced = new HashSet<>();

    /** The sender of each START by text, by message id. */
    private final Map<String, Identity> starts = new HashMap<>();

    /**
     * @param currentStep the step of the current process
     */
    OptInCheck(
            Kernel kernel,
            ViolationLog violations,
            InMemoryPorts memory,
            HoursCheck hours,
            LimitsCheck limits,
            ConsentHistory consents,
            Supplier<StepKey> currentStep) {
        this.kernel = kernel;
        this.violations = violations;
        this.memory = memory;
        this.hasher = new IdentityHasher(memory.keyRing);
        this.hours = hours;
        this.limits = limits;
        this.consents = consents;
        this.currentStep = currentStep;
    }

    Identity addressOf(TextMessage text) {
        return hasher.of(SampleProject.ID, text.to()).identity();
    }

    Identity addressOf(Mail mail) {
        return hasher.of(SampleProject.ID, mail.to()).identity();
    }

    private boolean isRequired(Identity address) {
        return memory.projects
                .find(SampleProject.ID)
                .orElseThrow()
                .doubleOptIn()
                .contains(address.kind() == Identity.Kind.PHONE ? Channel.TEXT : Channel.EMAIL);
    }

    /** A consent change is stored that was not recorded before. */
    void changed(Identity address, ConsentChange change) {
        if (change.kind() == ConsentChange.Kind.BOUNCED) {
            bounced.add(address);
        }
        if (change.kind().confirms()) {
            if (bounced.remove(address)) {
                confirmedSince.put(address, kernel.instant());
            }
            confirmedSince.putIfAbsent(address, kernel.instant());
        }
        Identity sender = starts.getOrDefault(change.messageId(), address);
        if (change.kind() == ConsentChange.Kind.START && !sender.equals(address)) {
            violations.add(
                    Guarantee.CONFIRMED_FIRST,
                    change.messageId() + " was sent from another address than it confirmed");
        }
        boolean answers =
                change.evidence().containsKey("request")
                        || "page".equals(change.evidence().get("by"));
        if (change.kind() == ConsentChange.Kind.CONFIRMED
                && answers
                && asked.getOrDefault(address, List.of()).stream()
                        .noneMatch(at -> !change.begunAt().isAfter(at))) {
            violations.add(
                    Guarantee.CONFIRMED_FIRST,
                    "an answer counts from " + change.begunAt() + ", after the question");
        }
    }

    /** A fan sends START by text. */
    void starts(PhoneNumber from, String messageId) {
        starts.put(messageId, hasher.of(SampleProject.ID, from).identity());
    }

    /**
     * Since when the address has confirmed and is one of the fan's: it may have confirmed long
     * before, as that of another fan, with whom this one was merged.
     *
     * @return empty if it has not confirmed
     */
    Optional<Instant> confirmedSince(FanId fan, Identity address) {
        return Optional.ofNullable(confirmedSince.get(address))
                .map(at -> latest(at, consents.belongsSince(fan, address)));
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    /** Whether a question has reached the address. */
    boolean wasAsked(Identity address) {
        return arrived.containsKey(address);
    }

    /** Called by the process that sends a message of a step to the address. */
    void message(Identity address, String message) {
        if (isRequired(address) && !confirmedSince.containsKey(address)) {
            violations.add(
                    Guarantee.CONFIRMED_FIRST, message + " was sent to an unconfirmed address");
        }
    }

    /** Called by the process that asks the address. */
    void ask(Identity address) {
        Kernel.Actor sender = kernel.current();
        if (!LAST_CALLS.contains(sender.lastCall())) {
            violations.add(
                    Guarantee.CONFIRMED_FIRST,
                    "a question was sent after %s, and not after a check of the consent"
                            .formatted(sender.lastCall()));
        }
        if (consents.isStopped(address, sender.lastCallAt())
                || consents.wasBounced(address, sender.lastCallAt())) {
            violations.add(Guarantee.STOP_HONORED, "a stopped address was asked to confirm");
        }
        if (address.kind() == Identity.Kind.PHONE) {
            limits.asked();
            Run run = memory.ledger.find(currentStep.get().run()).orElseThrow();
            hours.sent(run, kernel.instant());
        }
        asked.computeIfAbsent(address, _ -> new ArrayList<>()).add(kernel.instant());
    }

    /**
     * A provider accepts a question.
     *
     * @param askedAt when it was handed over
     */
    void arrive(Identity address, Instant askedAt) {
        List<Instant> before = arrived.computeIfAbsent(address, _ -> new ArrayList<>());
        if (before.stream()
                .anyMatch(
                        at ->
                                Duration.between(at, askedAt)
                                                .abs()
                                                .plus(CLAIMED_BEFORE)
                                                .compareTo(DAY)
                                        < 0)) {
            violations.add(
                    Guarantee.CONFIRMED_FIRST, "an address was asked twice on one day: " + askedAt);
        }
        before.add(askedAt);
    }
}
