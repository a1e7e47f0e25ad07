package dev.actionflows.domain.messaging.budget;

import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.SentMessage;
import dev.actionflows.domain.id.ProjectId;

import java.util.List;
import java.util.Optional;

/**
 * What one message uses up.
 *
 * @param checked why the message is permitted: taken only if that state has not changed
 * @param sent the record of the messages to the recipient's address; empty if no cap needs it
 * @param link the claim of a link message; empty for other messages
 */
public record MessageTake(
        ProjectId project,
        ConsentStore.Checked checked,
        Optional<SentChange> sent,
        List<ShardTake> credits,
        Optional<LinkClaim> link) {
    public MessageTake {
        credits = List.copyOf(credits);
    }

    /** Of a message that is no link message. */
    public MessageTake(
            ProjectId project,
            ConsentStore.Checked checked,
            Optional<SentChange> sent,
            List<ShardTake> credits) {
        this(project, checked, sent, credits, Optional.empty());
    }

    /** Whether it used up any of the project's limits. */
    boolean isLimited() {
        return sent.isPresent() || !credits.isEmpty();
    }

    /**
     * @param address the recipient
     * @param before the record as it was read
     * @param after the record with the message, and without those that no cap counts any more
     * @param message the one that is added
     */
    public record SentChange(
            Identity address,
            List<SentMessage> before,
            List<SentMessage> after,
            SentMessage message) {
        public SentChange {
            before = List.copyOf(before);
            after = List.copyOf(after);
        }
    }
}
