package dev.actionflows.domain.messaging;

/**
 * A direct message on Instagram, ready to send.
 *
 * @param account Meta's id of the account that sends it
 * @param text at most {@link #MAX_BYTES} in UTF-8
 */
public record DirectMessage(String account, Recipient to, String text) {
    /** In bytes of UTF-8: "Send a message" of the Instagram API with Instagram login. */
    public static final int MAX_BYTES = 1000;

    /** Whom Meta delivers it to. */
    public sealed interface Recipient {
        /**
         * A person who has written to the account.
         *
         * @param id the id by which Instagram identifies the person to this account
         */
        record Person(String id) implements Recipient {}

        /**
         * The author of a comment: a private reply, of which Meta delivers one for each comment.
         *
         * @param id Meta's id of the comment
         */
        record CommentAuthor(String id) implements Recipient {}
    }

    /** Omits the recipient and the text. */
    @Override
    public String toString() {
        return "DirectMessage[account=" + account + "]";
    }
}
