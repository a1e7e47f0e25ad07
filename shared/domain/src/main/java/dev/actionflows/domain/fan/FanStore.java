package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;

/** Fans of projects, and the identities by which they are known. */
public interface FanStore extends FanLookup {
    /**
     * The fan with this identity, made now if there is none. Of many callers at once, one makes the
     * fan and all get it.
     *
     * @param newId the id of the fan if it has to be made
     * @return the record as it is stored, which is never one that was merged into another
     */
    Fan findOrCreate(ProjectId project, FanIdentity identity, FanId newId, Instant now);

    /** Stores a fan of whom nothing is known but what is stored next. */
    void create(ProjectId project, Fan fan);

    /**
     * Makes a fan known in one more way, unless somebody else is, or the fan has changed since it
     * was read.
     *
     * @param expected as it was read
     * @return whether it was stored
     */
    boolean attach(ProjectId project, Fan expected, FanIdentity identity);

    /**
     * Stores that two records are one person, with all their identities pointing to the one that
     * stands for both. All of it happens, or nothing.
     *
     * @return false when one of them has changed since it was read
     */
    boolean merge(ProjectId project, Merge merge);

    /**
     * Two records of one person.
     *
     * @param kept as it was read: the one that will stand for both
     * @param given as it was read: the one that will point to the other
     */
    record Merge(Fan kept, Fan given) {
        /** Either way round, the same merge. */
        public static Merge of(Fan one, Fan other) {
            return one.isOlderThan(other) ? new Merge(one, other) : new Merge(other, one);
        }

        public Fan keptAfter() {
            return kept.absorbing(given);
        }

        public Fan givenAfter() {
            return given.absorbedBy(kept);
        }
    }
}
