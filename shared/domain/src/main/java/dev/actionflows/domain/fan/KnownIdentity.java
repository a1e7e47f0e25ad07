package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The stored state of an identity.
 *
 * @param fan the owner; empty if an unknown sender sent STOP
 * @param former former ids of the owner
 * @param stopped whether nothing may be sent to it
 * @param consent the id of the change by which its owner agreed to receive messages; of the latest
 *     one that lifts a STOP, otherwise of the first
 * @param stoppedAt when it last sent STOP, whether still in effect or not
 * @param returnedAt when its owner last began a change that lifts a STOP, see {@link
 *     ConsentChange.Kind#lifts}
 * @param wroteAt when its owner last sent the project a direct message
 * @param request the last request to confirm its consent
 */
public record KnownIdentity(
        Optional<FanId> fan,
        Set<FanId> former,
        boolean stopped,
        Optional<String> consent,
        Optional<Instant> stoppedAt,
        Optional<Instant> returnedAt,
        Optional<Instant> wroteAt,
        Optional<ConfirmationRequest> request) {
    public KnownIdentity {
        former = Set.copyOf(former);
    }

    /** An identity from which no direct message has come. */
    public KnownIdentity(
            Optional<FanId> fan,
            Set<FanId> former,
            boolean stopped,
            Optional<String> consent,
            Optional<Instant> stoppedAt,
            Optional<Instant> returnedAt) {
        this(
                fan,
                former,
                stopped,
                consent,
                stoppedAt,
                returnedAt,
                Optional.empty(),
                Optional.empty());
    }

    /** An identity without stored state. */
    public static KnownIdentity unknown() {
        return new KnownIdentity(
                Optional.empty(),
                Set.of(),
                false,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** Whether its owner has agreed to receive messages, at least once. */
    public boolean consented() {
        return consent.isPresent();
    }

    /**
     * Whether the address itself has agreed: by START, by a code or by an answer to a {@link
     * ConfirmationRequest}.
     */
    public boolean confirmed() {
        return consented() && returnedAt.isPresent();
    }

    /** Whether a request to confirm was answered, or something like it came since. */
    public boolean hasAnswered(ConfirmationRequest asked) {
        return returnedAt.filter(at -> !at.isBefore(asked.at())).isPresent();
    }

    /** The same state, owned by this fan. */
    public KnownIdentity of(Fan owner) {
        return new KnownIdentity(
                Optional.of(owner.id()),
                owner.former(),
                stopped,
                consent,
                stoppedAt,
                returnedAt,
                wroteAt,
                request);
    }

    /** The same after a direct message: the latest counts, in whatever order they arrive. */
    public KnownIdentity written(Instant at) {
        return wroteAt.filter(latest -> !latest.isBefore(at)).isPresent()
                ? this
                : new KnownIdentity(
                        fan,
                        former,
                        stopped,
                        consent,
                        stoppedAt,
                        returnedAt,
                        Optional.of(at),
                        request);
    }

    /** The same with another request to confirm. */
    public KnownIdentity asked(Optional<ConfirmationRequest> latest) {
        return new KnownIdentity(
                fan, former, stopped, consent, stoppedAt, returnedAt, wroteAt, latest);
    }

    /** Every current and former id of the fan; empty if there is none. */
    public Set<FanId> ids() {
        return fan.map(id -> allOf(id, former)).orElse(Set.of());
    }

    /** An id and further ones; optimized for the usual case without any. */
    public static Set<FanId> allOf(FanId id, Set<FanId> former) {
        if (former.isEmpty()) {
            return Set.of(id);
        }
        Set<FanId> all = new HashSet<>(former);
        all.add(id);
        return all;
    }
}
