package dev.actionflows.testkit.simulation;

/** What is promised, whatever happens. */
public enum Guarantee {
    /** An event that was answered 2xx is never lost. */
    EVENT_KEPT,
    /** At most one run per flow, fan and re-entry key. */
    ONE_RUN,
    /** Steps run in order, one at a time, in the version that the run began with. */
    IN_ORDER,
    /** A message is handed to its provider at most once per run and step. */
    SENT_ONCE,
    /** A run that has ended has an outcome for every step; any other is looked at some time. */
    NOT_FORGOTTEN,
    /** Every step of every run has an outcome in the end, and no outcome is ever taken back. */
    NOTHING_DROPPED,
    /** What the ledger says was done was done, and nothing else. */
    TRUE_OUTCOME,
    /** No send is authorized after a STOP is stored. */
    STOP_HONOURED,
    /** Whatever can go on goes on within two minutes. */
    RECOVERED,
    /** What a run waits for is not there. */
    WOKEN,
    /** What is sent to a queue is bounded, whatever fails: no message multiplies. */
    BOUNDED,
    /** Whatever refuses work is counted. */
    COUNTED,
    /** Where nothing goes wrong, nothing is in doubt, fails or is begun anew. */
    UNDISTURBED
}
