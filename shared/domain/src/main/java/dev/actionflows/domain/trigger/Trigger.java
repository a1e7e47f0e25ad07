package dev.actionflows.domain.trigger;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.messaging.Keyword;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What a flow listens to: a kind of event, the scope that tells it from other events of that kind,
 * and how many of them it takes.
 */
public sealed interface Trigger {
    TriggerType type();

    /** Two active flows of a project never have the same type and scope. */
    String scope();

    /** How many events it takes; empty: each is enough. */
    Optional<Threshold> threshold();

    /**
     * What an event by this trigger is about, as the intake notes it.
     *
     * @param about what somebody says it is about; empty: whatever the trigger names
     * @return empty when an event that is about this does not fire the trigger
     */
    default Optional<String> eventScope(Optional<String> about) {
        String scope = scope();
        return scope.equals(TriggerScope.ANY)
                ? Optional.of(about.orElse(scope))
                : Optional.of(scope).filter(it -> about.filter(text -> !text.equals(it)).isEmpty());
    }

    /** As {@link #eventScope}, of a message whose text is the word. */
    private static Optional<String> wordScope(Word word, Optional<String> about) {
        return Optional.of(word.folded())
                .filter(it -> about.filter(text -> !Keyword.meantBy(text).contains(it)).isEmpty())
                .map(Keyword::folded);
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

    /** Its own properties in a flow document. */
    Map<String, Object> properties();

    /**
     * A word as its author wrote it.
     *
     * @param folded as it is compared
     */
    record Word(String text, Keyword folded) {
        private static final String FIELD = "keyword";

        /** The word of a text that is known to be one. */
        public static Word of(String text) {
            return new Word(text, Keyword.of(text).orElseThrow());
        }

        private static Optional<Word> required(Fields fields) {
            return fields.requiredText(FIELD, Keyword.MAX_LENGTH)
                    .flatMap(text -> usable(fields, text));
        }

        private static Optional<Word> optional(Fields fields) {
            return fields.optionalText(FIELD, Keyword.MAX_LENGTH)
                    .flatMap(text -> usable(fields, text));
        }

        private static Optional<Word> usable(Fields fields, String text) {
            if (Keyword.isReserved(text)) {
                fields.violation(
                        FIELD,
                        "is reserved: STOP, START, HELP and their kin always keep their meaning;"
                                + " choose another word");
            }
            Optional<Keyword> folded = Keyword.of(text);
            if (folded.isEmpty()) {
                fields.violation(FIELD, "must have a letter, a digit or an emoji");
            }
            return folded.map(keyword -> new Word(text.strip(), keyword));
        }
    }

    /** A fan texts a keyword. */
    record SmsKeyword(Word word, Optional<Threshold> threshold) implements Trigger {
        /** One that the first text starts. */
        public static SmsKeyword of(String keyword) {
            return new SmsKeyword(Word.of(keyword), Optional.empty());
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
            return wordScope(word, about);
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
     * @param release empty: any of the project's
     */
    record OfRelease(TriggerType type, Optional<ReleaseId> release, Optional<Threshold> threshold)
            implements Trigger {
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
     * @param artist empty: any of the project's
     */
    record OfArtist(TriggerType type, Optional<ArtistId> artist, Optional<Threshold> threshold)
            implements Trigger {
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

    /** Something of which a project has one flow only. */
    record Single(TriggerType type, Optional<Threshold> threshold) implements Trigger {
        @Override
        public String scope() {
            return TriggerScope.PROJECT;
        }

        /** One flow of the project has all detected releases, and each is about its release. */
        @Override
        public Optional<String> eventScope(Optional<String> about) {
            return type == TriggerType.RELEASE_DETECTED
                    ? Optional.of(about.orElse(scope()))
                    : Trigger.super.eventScope(about);
        }

        @Override
        public Map<String, Object> properties() {
            return Map.of();
        }
    }

    /**
     * A fan sends a direct message on Instagram.
     *
     * @param word the whole message; empty: whatever it says
     */
    record InstagramDm(Optional<Word> word, Optional<Threshold> threshold) implements Trigger {
        @Override
        public TriggerType type() {
            return TriggerType.INSTAGRAM_DM;
        }

        @Override
        public String scope() {
            return TriggerScope.instagram(Optional.empty(), keyword());
        }

        /** Without a word every message fires it, and none is about anything. */
        @Override
        public Optional<String> eventScope(Optional<String> about) {
            return word.isPresent()
                    ? wordScope(word.get(), about)
                    : Optional.of(TriggerScope.PROJECT);
        }

        @Override
        public Optional<Keyword> keyword() {
            return word.map(Word::folded);
        }

        @Override
        public Map<String, Object> properties() {
            Map<String, Object> properties = new LinkedHashMap<>();
            word.ifPresent(it -> properties.put("keyword", it.text()));
            return properties;
        }
    }

    /**
     * A fan comments on Instagram.
     *
     * @param post Instagram's id of the post; empty: any post of the account
     * @param word what the comment says, or one of its words; empty: whatever it says
     */
    record InstagramComment(
            Optional<String> post, Optional<Word> word, Optional<Threshold> threshold)
            implements Trigger {
        @Override
        public TriggerType type() {
            return TriggerType.INSTAGRAM_COMMENT;
        }

        @Override
        public String scope() {
            return TriggerScope.instagram(post, keyword());
        }

        /** A comment is about its post. */
        @Override
        public Optional<String> eventScope(Optional<String> about) {
            return post.isPresent()
                    ? post.filter(id -> about.filter(text -> !text.equals(id)).isEmpty())
                    : Optional.of(about.orElse(TriggerScope.PROJECT));
        }

        @Override
        public Optional<Keyword> keyword() {
            return word.map(Word::folded);
        }

        @Override
        public Map<String, Object> properties() {
            Map<String, Object> properties = new LinkedHashMap<>();
            post.ifPresent(id -> properties.put("postId", id));
            word.ifPresent(it -> properties.put("keyword", it.text()));
            return properties;
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

    /** Instagram's ids are digits; letters, underscores and dashes do no harm. */
    Pattern POST_ID = Pattern.compile("[0-9A-Za-z_-]{1,64}");

    /** Reads the trigger of a flow document. */
    static Optional<Trigger> decode(Fields fields) {
        Optional<TriggerType> type =
                fields.required("type", TriggerType::ofWireName, TriggerType.wireNames());
        if (type.isEmpty()) {
            return Optional.empty();
        }
        Optional<Threshold> threshold =
                fields.optionalObject("threshold").flatMap(Threshold::decode);
        Optional<Trigger> trigger = decode(type.get(), threshold, fields);
        fields.rejectUnknown();
        return trigger;
    }

    private static Optional<Trigger> decode(
            TriggerType type, Optional<Threshold> threshold, Fields fields) {
        return switch (type) {
            case SMS_KEYWORD -> Word.required(fields).map(word -> new SmsKeyword(word, threshold));
            case RELEASE_PRESAVED, RELEASE_ADDED_TO_LIBRARY ->
                    Choice.decode("releaseId", ReleaseId::parse, "a release, such as rel_…", fields)
                            .map(choice -> new OfRelease(type, choice.id(), threshold));
            case ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN ->
                    Choice.decode("artistId", ArtistId::parse, "an artist, such as art_…", fields)
                            .map(choice -> new OfArtist(type, choice.id(), threshold));
            case SMS_OPTED_IN, EMAIL_OPTED_IN, RELEASE_DETECTED ->
                    Optional.of(new Single(type, threshold));
            case INSTAGRAM_DM -> Optional.of(new InstagramDm(Word.optional(fields), threshold));
            case INSTAGRAM_COMMENT ->
                    Optional.of(
                            new InstagramComment(
                                    fields.optional(
                                            "postId",
                                            text ->
                                                    POST_ID.matcher(text).matches()
                                                            ? Optional.of(text)
                                                            : Optional.empty(),
                                            "the id of a post, as Instagram gives it"),
                                    Word.optional(fields),
                                    threshold));
        };
    }

    /**
     * An id, or the star for any.
     *
     * @param id empty: any
     */
    record Choice<T>(Optional<T> id) {
        private static <T> Optional<Choice<T>> decode(
                String name, Function<String, Optional<T>> parser, String what, Fields fields) {
            Optional<Choice<T>> choice =
                    fields.required(
                            name,
                            text ->
                                    text.equals(TriggerScope.ANY)
                                            ? Optional.of(new Choice<>(Optional.empty()))
                                            : parser.apply(text)
                                                    .map(id -> new Choice<>(Optional.of(id))),
                            "the id of %s, or * for any together with a threshold".formatted(what));
            if (choice.filter(it -> it.id().isEmpty()).isPresent() && !fields.has("threshold")) {
                fields.violation(
                        name,
                        "may be * only together with a threshold, such as 3 times within P30D");
            }
            return choice;
        }
    }
}
