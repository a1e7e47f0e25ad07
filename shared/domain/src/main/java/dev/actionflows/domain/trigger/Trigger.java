package dev.actionflows.domain.trigger;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.Keyword;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a flow listens to: a kind of event, the scope that distinguishes it from other events of
 * that kind, and how many of them it takes.
 */
public sealed interface Trigger
        permits Trigger.SmsKeyword,
                Trigger.OfRelease,
                Trigger.OfArtist,
                Trigger.OfSegment,
                Trigger.OfFlow,
                Trigger.Single,
                InstagramTrigger {
    TriggerType type();

    /** Two active flows of a project never have the same type and scope. */
    String scope();

    /** How many events it takes; empty: each is enough. */
    Optional<Threshold> threshold();

    /**
     * What an event of this trigger is about, as the intake records it.
     *
     * @param about what its sender says it is about; empty: the object that the trigger names
     * @return empty if an event about this object does not fire the trigger
     */
    default Optional<String> eventScope(Optional<String> about) {
        String scope = scope();
        return scope.equals(TriggerScope.ANY)
                ? Optional.of(about.orElse(scope))
                : Optional.of(scope).filter(it -> about.filter(text -> !text.equals(it)).isEmpty());
    }

    /** The word that it listens to; a project's active flows never share one. */
    default Optional<Keyword> keyword() {
        return Optional.empty();
    }

    /** The release of the project that it is about. */
    default Optional<ReleaseId> referredRelease() {
        return Optional.empty();
    }

    /** The artist of the project that it is about. */
    default Optional<ArtistId> referredArtist() {
        return Optional.empty();
    }

    /** The segment of the project that it is about. */
    default Optional<SegmentId> referredSegment() {
        return Optional.empty();
    }

    /** The flow of the project whose messages it is about. */
    default Optional<FlowId> referredFlow() {
        return Optional.empty();
    }

    /** Its own properties in a flow document. */
    Map<String, Object> properties();

    /** A fan texts a keyword. */
    record SmsKeyword(TriggerWord word, Optional<Threshold> threshold) implements Trigger {
        /** One that the first text starts. */
        public static SmsKeyword of(String keyword) {
            return new SmsKeyword(TriggerWord.of(keyword), Optional.empty());
        }

        @Override
        public TriggerType type() {
            return TriggerType.SMS_KEYWORD;
        }

        @Override
        public String scope() {
            return word.folded().folded();
        }

        @Override
        public Optional<String> eventScope(Optional<String> about) {
            return word.eventScope(about);
        }

        @Override
        public Optional<Keyword> keyword() {
            return Optional.of(word.folded());
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of("keyword", word.text());
        }
    }

    /**
     * A fan does something about a release.
     *
     * @param release empty: any of the project's, which takes a threshold
     */
    record OfRelease(TriggerType type, Optional<ReleaseId> release, Optional<Threshold> threshold)
            implements Trigger {
        private static final List<TriggerType> TYPES =
                List.of(
                        TriggerType.RELEASE_PRESAVED,
                        TriggerType.RELEASE_SAVED,
                        TriggerType.RELEASE_ADDED_TO_LIBRARY,
                        TriggerType.TRACK_LISTENED);

        public OfRelease {
            requireOneOf(TYPES, type);
            requireThresholdForAny(release, threshold);
        }

        @Override
        public String scope() {
            return release.map(ReleaseId::value).orElse(TriggerScope.ANY);
        }

        @Override
        public Optional<ReleaseId> referredRelease() {
            return release;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of("releaseId", scope());
        }
    }

    /**
     * A fan does something about an artist.
     *
     * @param artist empty: any of the project's, which takes a threshold
     */
    record OfArtist(TriggerType type, Optional<ArtistId> artist, Optional<Threshold> threshold)
            implements Trigger {
        private static final List<TriggerType> TYPES =
                List.of(TriggerType.ARTIST_FOLLOWED, TriggerType.NEXTSAVE_OPTED_IN);

        public OfArtist {
            requireOneOf(TYPES, type);
            requireThresholdForAny(artist, threshold);
        }

        @Override
        public String scope() {
            return artist.map(ArtistId::value).orElse(TriggerScope.ANY);
        }

        @Override
        public Optional<ArtistId> referredArtist() {
            return artist;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of("artistId", scope());
        }
    }

    /** A flow puts a fan into a segment. */
    record OfSegment(SegmentId segment, Optional<Threshold> threshold) implements Trigger {
        @Override
        public TriggerType type() {
            return TriggerType.SEGMENT_ENTERED;
        }

        @Override
        public String scope() {
            return segment.value();
        }

        @Override
        public Optional<SegmentId> referredSegment() {
            return Optional.of(segment);
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of("segmentId", scope());
        }
    }

    /**
     * A message of a flow reaches a fan, or the fan clicks a link in one.
     *
     * @param flow empty: any of the project's, which takes a threshold
     */
    record OfFlow(TriggerType type, Optional<FlowId> flow, Optional<Threshold> threshold)
            implements Trigger {
        private static final List<TriggerType> TYPES =
                List.of(TriggerType.MESSAGE_DELIVERED, TriggerType.LINK_CLICKED);

        public OfFlow {
            requireOneOf(TYPES, type);
            requireThresholdForAny(flow, threshold);
        }

        @Override
        public String scope() {
            return flow.map(FlowId::value).orElse(TriggerScope.ANY);
        }

        @Override
        public Optional<FlowId> referredFlow() {
            return flow;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of("flowId", scope());
        }
    }

    /** Something of which a project has one flow only. */
    record Single(TriggerType type, Optional<Threshold> threshold) implements Trigger {
        private static final List<TriggerType> TYPES =
                List.of(
                        TriggerType.SMS_OPTED_IN,
                        TriggerType.EMAIL_OPTED_IN,
                        TriggerType.RELEASE_DETECTED,
                        TriggerType.CONNECTION_EXPIRING);

        public Single {
            requireOneOf(TYPES, type);
        }

        @Override
        public String scope() {
            return TriggerScope.PROJECT;
        }

        /**
         * One flow of the project has all detected releases, and each is about its release; and one
         * has all expiring connections, and each is about its service.
         */
        @Override
        public Optional<String> eventScope(Optional<String> about) {
            return type == TriggerType.RELEASE_DETECTED || type == TriggerType.CONNECTION_EXPIRING
                    ? Optional.of(about.orElse(scope()))
                    : Trigger.super.eventScope(about);
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of();
        }
    }

    /** The trigger as part of a flow document. */
    default Map<String, Object> toDocument() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("type", type().wireName());
        document.putAll(properties());
        threshold().ifPresent(it -> document.put("threshold", it.toDocument()));
        return document;
    }

    /** Reads the trigger of a flow document. */
    static Optional<Trigger> decode(Fields fields) {
        return TriggerDecoder.decode(fields);
    }

    private static void requireOneOf(List<TriggerType> types, TriggerType type) {
        if (!types.contains(type)) {
            throw new IllegalArgumentException(
                    "the type of this trigger is one of %s, not %s".formatted(types, type));
        }
    }

    private static void requireThresholdForAny(Optional<?> subject, Optional<Threshold> threshold) {
        if (subject.isEmpty() && threshold.isEmpty()) {
            throw new IllegalArgumentException(
                    "a trigger is about any release, artist or flow only together with a"
                            + " threshold");
        }
    }
}
