package dev.actionflows.domain.replay;

/**
 * Numbers of runs; each run counts once, however often its page is processed.
 *
 * @param examined read, or found unreadable
 * @param unreadable not decodable, and left as they are
 * @param inProgress with selected steps, but running when their page was read, so that these cannot
 *     be tried again yet
 * @param matching with selected steps, and waiting or ended when their page was read
 * @param retried of those matching: tried again since then, by this job or by anyone else at the
 *     same moment; 0 in a preview
 * @param changed of those matching: cancelled, or running again for another reason, before they
 *     could be tried again; 0 in a preview
 * @param steps number of steps, not of runs: how many are to be done in the matching runs, the
 *     failed ones and those that were left out because of them
 */
public record ReplayCounts(
        long examined,
        long unreadable,
        long inProgress,
        long matching,
        long retried,
        long changed,
        long steps) {
    public static final ReplayCounts NONE = new ReplayCounts(0, 0, 0, 0, 0, 0, 0);

    static final ReplayCounts UNREADABLE = new ReplayCounts(1, 1, 0, 0, 0, 0, 0);
    static final ReplayCounts IN_PROGRESS = new ReplayCounts(1, 0, 1, 0, 0, 0, 0);
    static final ReplayCounts NOT_SELECTED = new ReplayCounts(1, 0, 0, 0, 0, 0, 0);
    static final ReplayCounts RETRIED = new ReplayCounts(0, 0, 0, 0, 1, 0, 0);
    static final ReplayCounts CHANGED = new ReplayCounts(0, 0, 0, 0, 0, 1, 0);

    static ReplayCounts matching(int steps) {
        return new ReplayCounts(1, 0, 0, 1, 0, 0, steps);
    }

    /** The sum of both. */
    public ReplayCounts plus(ReplayCounts other) {
        return new ReplayCounts(
                examined + other.examined,
                unreadable + other.unreadable,
                inProgress + other.inProgress,
                matching + other.matching,
                retried + other.retried,
                changed + other.changed,
                steps + other.steps);
    }
}
