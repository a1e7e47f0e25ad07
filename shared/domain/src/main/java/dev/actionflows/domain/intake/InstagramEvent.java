package dev.actionflows.domain.intake;

import dev.actionflows.domain.project.InstagramAccountId;

import java.util.List;

/**
 * What a fan did on Instagram, as Meta's webhook tells it, with Meta's signature proven. As text
 * each says nothing of what the fan wrote or who they are.
 */
public sealed interface InstagramEvent {
    /** The professional account that was written to. */
    InstagramAccountId account();

    /** The fan's Instagram-scoped id: the same for messages and comments to one account. */
    String sender();

    /** What the fan wrote; may be empty for a comment. */
    String text();

    /**
     * A direct message with text.
     *
     * @param id Meta's {@code mid}, the same in each delivery
     */
    record DirectMessage(InstagramAccountId account, String sender, String id, String text)
            implements InstagramEvent {
        @Override
        public String toString() {
            return "DirectMessage[account=" + account + "]";
        }
    }

    /**
     * A comment, or a reply to one, under a post, a reel or a live broadcast of the account.
     *
     * @param id Meta's id of the comment, the same in each delivery
     * @param posts where it was written: the post itself, then, for an advertisement made of a
     *     post, that post too; may be empty
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
