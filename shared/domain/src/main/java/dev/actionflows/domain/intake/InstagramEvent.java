package dev.actionflows.domain.intake;

import dev.actionflows.domain.project.InstagramAccountId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An action of a fan on Instagram, from Meta's webhook with a verified signature. {@code toString}
 * omits the fan's id and text.
 */
public sealed interface InstagramEvent {
    /** The professional account that was written to. */
    InstagramAccountId account();

    /** The fan's Instagram-scoped id: equal for messages and comments to one account. */
    String sender();

    /** The fan's text; may be empty. */
    String text();

    /**
     * A direct message.
     *
     * @param text empty for a photo, a voice message or the like
     * @param id Meta's {@code mid}, equal for each delivery
     * @param sentAt when the fan sent it, by Meta's clock; empty if the notification does not say
     */
    record DirectMessage(
            InstagramAccountId account,
            String sender,
            String id,
            String text,
            Optional<Instant> sentAt)
            implements InstagramEvent {
        /** A message whose time is not known. */
        public DirectMessage(InstagramAccountId account, String sender, String id, String text) {
            this(account, sender, id, text, Optional.empty());
        }

        @Override
        public String toString() {
            return "DirectMessage[account=" + account + "]";
        }
    }

    /**
     * A comment, or a reply to one, on a post, a reel or a live broadcast of the account.
     *
     * @param id Meta's id of the comment, equal for each delivery
     * @param posts the post; for an advertisement made from a post, followed by this post; may be
     *     empty
     */
    record Comment(
            InstagramAccountId account, String sender, String id, List<String> posts, String text)
            implements InstagramEvent {
        public Comment {
            posts = List.copyOf(posts);
        }

        @Override
        public String toString() {
            return "Comment[account=" + account + "]";
        }
    }
}
