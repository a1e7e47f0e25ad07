package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Fans' consents and opt-outs, by the identity that gave them. */
public interface ConsentStore {
    /**
     * Stores a fan's opt-out, opt-in or return, once a message: a repeated delivery of an old START
     * must not undo a later STOP, and neither may what was begun before the STOP and is written
     * after it.
     *
     * @return false when this message was taken before, and nothing was changed
     */
    boolean recordConsent(ProjectId project, Identity identity, ConsentChange change);

    /** Whether this message about the address was stored, whatever its effect. */
    boolean isRecorded(ProjectId project, Identity identity, String messageId);

    /** Every word about an address, oldest first, at most 100: what proves a consent. */
    List<ConsentChange> consents(ProjectId project, Identity identity);

    /**
     * Whether a fan may be written to now, and where. One strongly consistent read of the record
     * and of every address at which they can say STOP, and to be asked last of all.
     *
     * @param fan as it was read
     */
    Permission permission(ProjectId project, Fan fan, Identity.Kind kind);

    /** Whether messages may be sent. */
    sealed interface Permission {
        /**
         * @param address the last one that has agreed
         */
        record Given(FanIdentity address) implements Permission {}

        /** The person said so, on this channel or another one. */
        record Stopped() implements Permission {}

        record NeverGiven() implements Permission {}

        /** The record has changed since it was read: read it again. */
        record FanChanged() implements Permission {}

        /**
         * A STOP holds for the person, on every channel, until each of them is taken up again by
         * its own word; a consent is one for the address that gave it.
         *
         * @param fan whose every channel is looked at
         * @param kind the channel that is asked for
         * @param known what is stored about their addresses
         */
        static Permission of(
                Fan fan, Identity.Kind kind, Function<Identity, Optional<KnownIdentity>> known) {
            List<FanIdentity> addresses = fan.of(kind);
            Optional<Instant> returnedAt =
                    words(addresses, known)
                            .flatMap(it -> it.returnedAt().stream())
                            .max(Comparator.naturalOrder());
            boolean stoppedHere = words(addresses, known).anyMatch(KnownIdentity::stopped);
            boolean stoppedElsewhere =
                    words(fan.channels().stream().filter(it -> it.kind() != kind).toList(), known)
                            .flatMap(it -> it.stoppedAt().stream())
                            .anyMatch(at -> returnedAt.filter(at::isBefore).isEmpty());
            if (stoppedHere || stoppedElsewhere) {
                return new Stopped();
            }
            return addresses.reversed().stream()
                    .filter(
                            it ->
                                    known.apply(it.identity())
                                            .filter(KnownIdentity::consented)
                                            .isPresent())
                    .findFirst()
                    .<Permission>map(Given::new)
                    .orElseGet(NeverGiven::new);
        }

        private static Stream<KnownIdentity> words(
                List<FanIdentity> addresses, Function<Identity, Optional<KnownIdentity>> known) {
            return addresses.stream().flatMap(it -> known.apply(it.identity()).stream());
        }
    }
}
