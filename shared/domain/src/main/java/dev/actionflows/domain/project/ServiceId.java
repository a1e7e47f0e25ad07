package dev.actionflows.domain.project;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What is known of a release's or artist's id at one streaming service. */
public sealed interface ServiceId {
    /** The maximum number of candidates that are kept. */
    int MAX_CANDIDATES = 5;

    /** The id, if it is known. */
    default Optional<String> id() {
        return switch (this) {
            case Given(String given) -> Optional.of(given);
            case Matched(String matched) -> Optional.of(matched);
            case Pending(), NotFound _, Ambiguous _, NoAccess _, Absent() -> Optional.empty();
        };
    }

    /** Stated by the project's developer; a search never changes it. */
    record Given(String value) implements ServiceId {}

    /** Found by a search. */
    record Matched(String value) implements ServiceId {}

    /** A search has been requested. */
    record Pending() implements ServiceId {}

    /**
     * The search has not found it.
     *
     * @param candidates albums with another UPC or none, which contain a recording of the release;
     *     none of them is it, unless a developer knows better
     */
    record NotFound(NotFoundReason reason, List<Candidate> candidates) implements ServiceId {
        public NotFound {
            candidates = candidates.stream().limit(MAX_CANDIDATES).toList();
        }

        /** Without candidates. */
        public NotFound(NotFoundReason reason) {
            this(reason, List.of());
        }
    }

    /** It is not certain which of these it is; a developer has to choose one. */
    record Ambiguous(List<Candidate> candidates) implements ServiceId {
        public Ambiguous {
            candidates = candidates.stream().limit(MAX_CANDIDATES).toList();
        }
    }

    /** The service could not be asked. */
    record NoAccess(NoAccessReason reason) implements ServiceId {}

    /** Stated by the project's developer: not at this service, and not to be searched there. */
    record Absent() implements ServiceId {}

    /**
     * An album or artist that may be the one.
     *
     * @param title the album's title; for an artist, the title of an album
     */
    record Candidate(String id, String title, String artistName) {}

    /** Why a search has found nothing. */
    enum NotFoundReason {
        /** The release has no UPC and no ISRC, and no service where it has an id shows a UPC. */
        NO_UPC,
        /** The service has no album with the release's UPC. */
        UPC_NOT_IN_CATALOG,
        /** The release's UPC is unknown, and the service has no album with its recording. */
        ISRC_NOT_IN_CATALOG,
        /** The given id does not exist at its service, so its UPC could not be read. */
        UNKNOWN_ID,
        /** No album of the artist was found at both services. */
        NO_COMMON_ALBUM,
        /** A service did not answer for so long that the search was given up. */
        NO_ANSWER;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<NotFoundReason> ofWireName(String wireName) {
            return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
        }
    }

    /** Why a service could not be asked. */
    enum NoAccessReason {
        /** The project has no app at the service. */
        NO_APP,
        /** The service rejects the project's app or key. */
        APP_REJECTED;

        public String wireName() {
            return name().toLowerCase(Locale.ROOT);
        }

        public static Optional<NoAccessReason> ofWireName(String wireName) {
            return Arrays.stream(values()).filter(it -> it.wireName().equals(wireName)).findFirst();
        }
    }
}
