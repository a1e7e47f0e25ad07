package dev.actionflows.domain.step;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.streaming.ProviderIdFields;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingOperation;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a flow does for a fan: one record per step type. How it is done is the type's {@code
 * StepAction}.
 */
public sealed interface Step
        permits Step.PreSave,
                Step.FollowArtist,
                Step.AddToLibrary,
                NextSaveStep,
                AddToSegmentStep,
                Step.Message,
                WaitStep {
    StepType type();

    /** What to do when the step's requirement is not met. */
    OnUnmet onUnmet();

    /** Whether authors can choose what to do then. The schema says the same. */
    default boolean hasOnUnmet() {
        return true;
    }

    /**
     * Whether the step is done only in place of the one before it. Only messages can be: together
     * with the messages, or the streaming step, before it, it is a ladder of which at most one
     * message is sent.
     */
    default boolean isFallback() {
        return false;
    }

    /** Sends the fan a message. */
    sealed interface Message extends Step {
        /** The most versions of a message, its own included. */
        int MAX_VARIANTS = 4;
    }

    /**
     * What other fans get instead, if the step is a message: complete messages of the same kind,
     * without variants of their own.
     */
    default List<? extends Message> variants() {
        return List.of();
    }

    /** The step's own properties in a flow document. */
    Map<String, Object> properties();

    /** The release of the project that the step is about. */
    default Optional<ReleaseId> referredRelease() {
        return Optional.empty();
    }

    /** The artist of the project that the step is about. */
    default Optional<ArtistId> referredArtist() {
        return Optional.empty();
    }

    /** The segment of the project that the step is about. */
    default Optional<SegmentId> referredSegment() {
        return Optional.empty();
    }

    /** What the fan must have allowed at a streaming service for it; empty: nothing. */
    default Optional<StreamingOperation> streamingOperation() {
        return Optional.empty();
    }

    /** Save the release for the fan: at once if it is out, on release day if not. */
    record PreSave(ReleaseId release, OnUnmet onUnmet) implements Step {
        @Override
        public StepType type() {
            return StepType.PRE_SAVE;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of("releaseId", release.value());
        }

        @Override
        public Optional<ReleaseId> referredRelease() {
            return Optional.of(release);
        }

        @Override
        public Optional<StreamingOperation> streamingOperation() {
            return Optional.of(StreamingOperation.SAVE_ALBUM);
        }

        static Optional<PreSave> decode(Fields fields) {
            Optional<ReleaseId> release =
                    fields.required(
                            "releaseId", ReleaseId::parse, "the id of a release, such as rel_…");
            OnUnmet onUnmet = StepDocuments.onUnmet(fields, OnUnmet.DEFER);
            return release.map(id -> new PreSave(id, onUnmet));
        }
    }

    /** Follow the artist for the fan. */
    record FollowArtist(ProviderIds artist, OnUnmet onUnmet) implements Step {
        @Override
        public StepType type() {
            return StepType.FOLLOW_ARTIST;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of("artist", ProviderIdFields.toDocument(artist));
        }

        @Override
        public Optional<StreamingOperation> streamingOperation() {
            return Optional.of(StreamingOperation.FOLLOW_ARTIST);
        }

        static Optional<FollowArtist> decode(Fields fields) {
            Optional<ProviderIds> artist =
                    fields.requiredObject("artist")
                            .flatMap(ids -> StepDocuments.providerIds(ids, "artist"));
            OnUnmet onUnmet = StepDocuments.onUnmet(fields, OnUnmet.DEFER);
            return artist.map(ids -> new FollowArtist(ids, onUnmet));
        }
    }

    /** Add the item to the fan's library; an album, once it is out. */
    record AddToLibrary(LibraryItem item, OnUnmet onUnmet) implements Step {
        @Override
        public StepType type() {
            return StepType.ADD_TO_LIBRARY;
        }

        @Override
        public Map<String, Object> properties() {
            return item.properties();
        }

        @Override
        public Optional<ReleaseId> referredRelease() {
            return item.referredRelease();
        }

        @Override
        public Optional<StreamingOperation> streamingOperation() {
            return Optional.of(item.operation());
        }

        static Optional<AddToLibrary> decode(Fields fields) {
            Optional<LibraryItem> item = LibraryItem.decode(fields);
            OnUnmet onUnmet = StepDocuments.onUnmet(fields, OnUnmet.DEFER);
            return item.map(it -> new AddToLibrary(it, onUnmet));
        }
    }

    /** Send the fan a text from the project's number. */
    record SendText(
            MessageTemplate text, OnUnmet onUnmet, boolean isFallback, List<SendText> variants)
            implements Message {
        public SendText {
            variants = List.copyOf(variants);
        }

        public SendText(MessageTemplate text, OnUnmet onUnmet) {
            this(text, onUnmet, false);
        }

        public SendText(MessageTemplate text, OnUnmet onUnmet, boolean isFallback) {
            this(text, onUnmet, isFallback, List.of());
        }

        @Override
        public StepType type() {
            return StepType.SEND_TEXT;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of("text", text.source());
        }
    }

    /** Send the fan an email from the project's sender. */
    record SendEmail(
            MessageTemplate subject,
            MessageTemplate body,
            OnUnmet onUnmet,
            boolean isFallback,
            List<SendEmail> variants)
            implements Message {
        static final int MAX_SUBJECT_LENGTH = 200;
        static final int MAX_BODY_LENGTH = 20_000;

        public SendEmail {
            variants = List.copyOf(variants);
        }

        public SendEmail(MessageTemplate subject, MessageTemplate body, OnUnmet onUnmet) {
            this(subject, body, onUnmet, false);
        }

        public SendEmail(
                MessageTemplate subject,
                MessageTemplate body,
                OnUnmet onUnmet,
                boolean isFallback) {
            this(subject, body, onUnmet, isFallback, List.of());
        }

        @Override
        public StepType type() {
            return StepType.SEND_EMAIL;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of("subject", subject.source(), "body", body.source());
        }
    }

    /** Send the fan a direct message from the project's Instagram account. */
    record SendInstagramDm(
            MessageTemplate text,
            OnUnmet onUnmet,
            boolean isFallback,
            List<SendInstagramDm> variants)
            implements Message {
        public SendInstagramDm {
            variants = List.copyOf(variants);
        }

        public SendInstagramDm(MessageTemplate text, OnUnmet onUnmet) {
            this(text, onUnmet, false);
        }

        public SendInstagramDm(MessageTemplate text, OnUnmet onUnmet, boolean isFallback) {
            this(text, onUnmet, isFallback, List.of());
        }

        @Override
        public StepType type() {
            return StepType.SEND_INSTAGRAM_DM;
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of("text", text.source());
        }
    }

    /** The step as part of a flow document. */
    default Map<String, Object> toDocument() {
        return StepDocuments.of(this);
    }

    /** Reads one step of a flow document. */
    static Optional<? extends Step> decode(Fields fields) {
        return StepDocuments.decode(fields);
    }
}
