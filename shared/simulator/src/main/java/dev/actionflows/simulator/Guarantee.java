package dev.actionflows.simulator;

/** The guarantees, which hold under all faults. */
public enum Guarantee {
    /** An event that was answered with 2xx is never lost. */
    EVENT_KEPT,
    /**
     * Flows hear of each connection that is about to expire, not before it is, and not if it is no
     * longer the fan's.
     */
    EXPIRY_ANNOUNCED,
    /** There is at most one run per flow, fan and re-entry key. */
    ONE_RUN,
    /** Steps run in order, one at a time, in the version that the run started with. */
    IN_ORDER,
    /** Nothing is sent once all sends are stopped, and cancelled runs have ended. */
    STOPPABLE,
    /**
     * A replay tries each failed run that it selects again, and none twice, and its counts add up.
     */
    REPLAYED,
    /** No wait ends early, and a step is done only if its condition was met at its turn. */
    TURN_KEPT,
    /**
     * What is done on release day is done by the date that the release has then: never before it,
     * not later because of a former date, and not at all for a cancelled release.
     */
    DATE_FOLLOWED,
    /**
     * A release that is out is saved for everyone who had pre-saved it, or it is recorded why not:
     * never too early, not for a cancelled one, and once for each fan, as are the flows that
     * listen.
     */
    RELEASE_DAY_HELD,
    /** A flow that stops on a reply does nothing after one, and does not stop without one. */
    REPLY_HEEDED,
    /** A message is handed to its provider at most once per run and step. */
    SENT_ONCE,
    /** A run that has ended has an outcome for every step; any other run has a due time. */
    NOT_FORGOTTEN,
    /** Every step of every run gets an outcome, and no final outcome is reverted. */
    NOTHING_DROPPED,
    /** The recorded outcomes match what was actually done. */
    TRUE_OUTCOME,
    /** No send is authorized after a STOP is stored. */
    STOP_HONORED,
    /** An imported consent has the evidence that came with it. */
    CONSENT_PROVEN,
    /** Who was added to a segment and not removed since is a member; who was removed is none. */
    MEMBERS_KEPT,
    /**
     * With double opt-in, nothing is sent to an address that has not confirmed its consent, and it
     * is asked at most once a day.
     */
    CONFIRMED_FIRST,
    /** No text is sent in the fan's quiet hours, and none waits longer than they last. */
    QUIET_HOURS_KEPT,
    /**
     * A fan gets what the experiment of a flow assigns, the same in each run, and nothing if held
     * out; and only a message that everything permits is held out.
     */
    EXPERIMENT_KEPT,
    /** No message exceeds the project's limits, and none is held back that they permit. */
    LIMITS_KEPT,
    /** Of a message and its fallbacks, one is sent if any can be, and never two. */
    LADDER_KEPT,
    /**
     * A fan gets one link message for a thing at most, none if the streaming step was done, and is
     * not left without one because of another that was not sent.
     */
    LINKED_ONCE,
    /** A link in a message opens as soon as the message has arrived. */
    LINKS_LEAD,
    /** A direct message answers a message of the last day, or is a comment's only reply. */
    WINDOW_KEPT,
    /**
     * A fan's access token is refreshed only when it is needed, by one process at a time, and a new
     * refresh token is stored before anything else and not replaced by the one before it.
     */
    REFRESHED_ONCE,
    /**
     * A streaming app that is rate limited for long is not called until the limit ends, and an
     * endpoint that does not serve it is not tried again.
     */
    APP_SPARED,
    /**
     * A message calls a fan by a first name that was given to this fan, as soon as there is one,
     * and an event renames nobody.
     */
    NAMED,
    /**
     * A missing id is searched until the search has ended, what is found is certain and does not
     * depend on which service was busy, and a given id is never replaced.
     */
    IDS_SEARCHED,
    /**
     * A new release of an artist whose releases fans want is detected, once for all its editions
     * and services; an old one is not.
     */
    RELEASES_DETECTED,
    /**
     * What a completed step leads to reaches every flow that listens, and nothing else does; no
     * chain of runs enters a flow twice, or is longer than it may be.
     */
    CHAINED,
    /** Nothing acts with a connection after it was deleted, and nothing brings it back. */
    DISCONNECTED,
    /** Nothing is left of a fan who was erased, except a STOP. */
    ERASED,
    /** A run that can continue continues within two minutes. */
    RECOVERED,
    /** No run waits for a requirement that is met. */
    WOKEN,
    /** The number of queued messages is bounded under all faults: no message multiplies. */
    BOUNDED,
    /** All refused work is counted. */
    COUNTED,
    /** The usage of a project is that of its runs: each message counts exactly once. */
    USAGE_EXACT,
    /**
     * The figures of flows and the funnels of fans are those of what is stored: each run, step,
     * message and action counts exactly once.
     */
    FIGURES_EXACT,
    /** When a project's credits are used up, there is an alert. */
    CREDITS_REPORTED,
    /**
     * Who subscribes to what happens gets it at least once, with a valid signature, or it stays in
     * the log as given up; and gets nothing else, nor more at once than its share.
     */
    REPORTED,
    /** Without faults, no outcome is in doubt, no step fails and no run is restarted. */
    UNDISTURBED
}
