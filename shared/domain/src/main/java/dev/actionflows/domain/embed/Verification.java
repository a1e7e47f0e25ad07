package dev.actionflows.domain.embed;

import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An address that a fan entered, and what happens once the code proves that it is theirs.
 *
 * @param value the address, sealed for {@link #context}
 * @param type the type of the waiting event
 * @param bearer the fan whose token came with it: the same fan, if the code proves it
 * @param evidence of consent, see {@link EventRequest}
 * @param codeHash see {@link VerificationCodes}
 * @param endsAt when the code expires
 * @param tries number of attempts that are in progress or were wrong
 * @param solved empty until the right code is entered
 * @param firstName as the fan entered it with the address
 */
public record Verification(
        VerificationId id,
        ProjectId project,
        Identity identity,
        Sealed value,
        TriggerType type,
        Optional<FanId> bearer,
        Map<String, String> evidence,
        String codeHash,
        Instant createdAt,
        Instant endsAt,
        int tries,
        Optional<Solved> solved,
        Optional<FirstName> firstName) {
    public static final int MAX_TRIES = 5;
    public static final Duration LENGTH = Duration.ofMinutes(10);

    /**
     * The result of the first time the right code was entered.
     *
     * @param fan the fan of the event, regardless of later merges
     */
    public record Solved(Instant at, FanId fan) {}

    /** Without a first name. */
    public Verification(
            VerificationId id,
            ProjectId project,
            Identity identity,
            Sealed value,
            TriggerType type,
            Optional<FanId> bearer,
            Map<String, String> evidence,
            String codeHash,
            Instant createdAt,
            Instant endsAt,
            int tries,
            Optional<Solved> solved) {
        this(
                id,
                project,
                identity,
                value,
                type,
                bearer,
                evidence,
                codeHash,
                createdAt,
                endsAt,
                tries,
                solved,
                Optional.empty());
    }

    public Verification {
        evidence = Map.copyOf(evidence);
    }

    /** The context for which the address is sealed. */
    static String context(VerificationId id) {
        return "verification/" + id;
    }

    public boolean hasEnded(Instant now) {
        return !endsAt.isAfter(now);
    }

    public int triesLeft() {
        return Math.max(0, MAX_TRIES - tries);
    }
}
