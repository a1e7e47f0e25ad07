package dev.actionflows.domain.page;

import dev.actionflows.domain.connect.FanSession;

/** What became of a code that a visitor entered. */
public sealed interface CodeResult {
    /** The fan is signed up, and known to the page for a while. */
    record Right(FanSession session) implements CodeResult {}

    /** Another one can be entered. */
    record Wrong() implements CodeResult {}

    /** There were too many wrong ones, or it is too old: the fan has to begin again. */
    record Ended() implements CodeResult {}
}
