package dev.actionflows.domain.embed;

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
 * An address that somebody typed, and what is to happen once they show that it is theirs.
 *
 * @param value the address, sealed for {@link #context}
 * @param type of the event that waits
 * @param bearer whose token came with it: the same person, if the code proves it
 * @param evidence of consent, see {@link EventRequest}
 * @param codeHash see {@link VerificationCodes}
 * @param endsAt until when the code can be given
 * @param tries under way or wrong
 * @param solved empty: the right code has not come yet
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
        Optional<Solved> solved) {
    public static final int MAX_TRIES = 5;
    public static final Duration LENGTH = Duration.ofMinutes(10);

    /**
     * What the right code came to when it came for the first time.
     *
     * @param fan as whom the event counts, whatever is found out about that person later
     */
    public record Solved(Instant at, FanId fan) {}

    public Verification {
        evidence = Map.copyOf(evidence);
    }

    /** What the address is sealed for. */
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
