package dev.actionflows.domain.messaging.permit;

import java.util.Optional;

/**
 * What the experiment of a flow made of a message that was sent, for the comparison with those of
 * other fans.
 *
 * @param variant the number of the message's variant, from 0; empty if it has only one
 * @param besideHoldout whether other fans of the flow get none
 */
public record Assigned(Optional<Integer> variant, boolean besideHoldout) {
    /** Of a message that is not compared. */
    public static final Assigned NONE = new Assigned(Optional.empty(), false);

    /** How people call a variant: A is the message's own. */
    public static String nameOf(int variant) {
        return Character.toString('A' + variant);
    }
}
