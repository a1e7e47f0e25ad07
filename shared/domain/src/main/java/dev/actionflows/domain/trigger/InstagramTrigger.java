package dev.actionflows.domain.trigger;

import dev.actionflows.domain.messaging.Keyword;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A fan writes on Instagram. */
public sealed interface InstagramTrigger extends Trigger {
    /** Instagram's ids are digits; letters, underscores and dashes do no harm. */
    Pattern POST_ID = Pattern.compile("[0-9A-Za-z_-]{1,64}");

    /**
     * Of the flows that could take a message or comment, the one with the highest gets it: a post
     * counts more than a word.
     */
    int specificity();

    /**
     * A fan sends a direct message on Instagram.
     *
     * @param word the whole message; empty: any message
     */
    record Dm(Optional<TriggerWord> word, Optional<Threshold> threshold)
            implements InstagramTrigger {
        @Override
        public TriggerType type() {
            return TriggerType.INSTAGRAM_DM;
        }

        @Override
        public String scope() {
            return TriggerScope.instagram(Optional.empty(), keyword());
        }

        @Override
        public int specificity() {
            return word.isPresent() ? 1 : 0;
        }

        /** Without a word every message fires it, and none is about anything. */
        @Override
        public Optional<String> eventScope(Optional<String> about) {
            return word.isPresent()
                    ? word.get().eventScope(about)
                    : Optional.of(TriggerScope.PROJECT);
        }

        @Override
        public Optional<Keyword> keyword() {
            return word.map(TriggerWord::folded);
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
     * @param word the whole comment or one of its words; empty: any comment
     */
    record Comment(Optional<String> post, Optional<TriggerWord> word, Optional<Threshold> threshold)
            implements InstagramTrigger {
        public Comment {
            if (post.filter(id -> !POST_ID.matcher(id).matches()).isPresent()) {
                throw new IllegalArgumentException(
                        "the id of a post on Instagram has 1 to 64 letters, digits, _ and -");
            }
        }

        @Override
        public TriggerType type() {
            return TriggerType.INSTAGRAM_COMMENT;
        }

        @Override
        public String scope() {
            return TriggerScope.instagram(post, keyword());
        }

        @Override
        public int specificity() {
            return (post.isPresent() ? 2 : 0) + (word.isPresent() ? 1 : 0);
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
            return word.map(TriggerWord::folded);
        }

        @Override
        public Map<String, Object> properties() {
            Map<String, Object> properties = new LinkedHashMap<>();
            post.ifPresent(id -> properties.put("postId", id));
            word.ifPresent(it -> properties.put("keyword", it.text()));
            return properties;
        }
    }
}
