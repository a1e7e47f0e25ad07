package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.time.ZoneId;

/** Fans of projects and their identities. */
public interface FanStore extends FanLookup {
    /**
     * Finds the fan with this identity, or creates one. Of many concurrent callers, one creates the
     * fan and all get it.
     *
     * @param newId the id of the fan if it has to be created
     * @return the stored record, which is never a merged one
     */
    Fan findOrCreate(ProjectId project, FanIdentity identity, FanId newId, Instant now);

    /** Stores a fan without identities. */
    void create(ProjectId project, Fan fan);

    /**
     * Adds an identity to a fan, unless another fan has it or the fan has changed since it was
     * read.
     *
     * @param expected the fan as it was read
     * @return whether it was stored
     */
    boolean attach(ProjectId project, Fan expected, FanIdentity identity);

    /**
     * Stores the fan's time zone, unless the fan has changed since it was read.
     *
     * @param expected the fan as it was read
     * @return whether it was stored
     */
    boolean setTimeZone(ProjectId project, Fan expected, ZoneId zone);

    /**
     * Stores the fan's first name, unless the fan has changed since it was read.
     *
     * @param expected the fan as it was read
     * @return whether it was stored
     */
    boolean setFirstName(ProjectId project, Fan expected, FirstName name);

    /**
     * Merges two records and reassigns all identities to the one that remains. Atomic.
     *
     * @return false if one of the records has changed since it was read
     */
    boolean merge(ProjectId project, Merge merge);

    /**
     * Two records of the same fan.
     *
     * @param kept the one that remains, as it was read
     * @param given the one that will refer to the other, as it was read
     */
    record Merge(Fan kept, Fan given) {
        /** The same merge in either order. */
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
