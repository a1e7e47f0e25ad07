package dev.actionflows.domain.fan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the changes of an address's consent had led to at a time in the past. */
public final class PastConsents {
    private PastConsents() {}

    /**
     * The state of an address at a time, as far as it follows from the changes of its consent.
     *
     * @param changes of the address, oldest first
     * @param owner to whom the address belongs
     */
    public static KnownIdentity at(Instant time, List<ConsentChange> changes, Fan owner) {
        KnownIdentity known = KnownIdentity.unknown().of(owner);
        for (ConsentChange change : changes) {
            if (!change.at().isAfter(time)) {
                known = after(known, change);
            }
        }
        return known;
    }

    /** The state of an address after one more change. */
    public static KnownIdentity after(KnownIdentity known, ConsentChange change) {
        return switch (change.kind()) {
            case STOP, UNSUBSCRIBED ->
                    known.stoppedAt().filter(it -> !it.isBefore(change.at())).isPresent()
                            ? known
                            : new KnownIdentity(
                                    known.fan(),
                                    known.former(),
                                    true,
                                    known.consent(),
                                    Optional.of(change.at()),
                                    known.returnedAt(),
                                    known.wroteAt(),
                                    known.repliedAt(),
                                    known.mail().after(change.kind(), change.at()),
                                    known.sent(),
                                    known.request());
            case RESUMED ->
                    known.stoppedAt().filter(it -> !it.isBefore(change.begunAt())).isPresent()
                            ? known
                            : new KnownIdentity(
                                    known.fan(),
                                    known.former(),
                                    false,
                                    known.consent(),
                                    known.stoppedAt(),
                                    known.returnedAt(),
                                    known.wroteAt(),
                                    known.repliedAt(),
                                    known.mail(),
                                    known.sent(),
                                    known.request());
            case START, CONFIRMED ->
                    Stream.concat(known.stoppedAt().stream(), known.returnedAt().stream())
                                    .anyMatch(it -> !it.isBefore(change.begunAt()))
                            ? known
                            : new KnownIdentity(
                                    known.fan(),
                                    known.former(),
                                    false,
                                    Optional.of(change.messageId()),
                                    known.stoppedAt(),
                                    Optional.of(change.begunAt()),
                                    known.wroteAt(),
                                    known.repliedAt(),
                                    known.mail().after(change.kind(), change.begunAt()),
                                    known.sent(),
                                    known.request());
            case BOUNCED, COMPLAINED ->
                    new KnownIdentity(
                            known.fan(),
                            known.former(),
                            known.stopped(),
                            known.consent(),
                            known.stoppedAt(),
                            known.returnedAt(),
                            known.wroteAt(),
                            known.repliedAt(),
                            known.mail().after(change.kind(), change.at()),
                            known.sent(),
                            known.request());
            case SOFT_BOUNCE, CONFIRMATION_REQUESTED -> known;
            case KEYWORD, OPT_IN ->
                    new KnownIdentity(
                            known.fan(),
                            known.former(),
                            known.stopped(),
                            known.consent().or(() -> Optional.of(change.messageId())),
                            known.stoppedAt(),
                            known.returnedAt(),
                            known.wroteAt(),
                            known.repliedAt(),
                            known.mail(),
                            known.sent(),
                            known.request());
        };
    }
}
