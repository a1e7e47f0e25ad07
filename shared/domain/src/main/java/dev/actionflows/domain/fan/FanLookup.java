package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads fans. Merged records are one fan, found by any of its ids. */
public interface FanLookup {
    /** Longer than any chain of merges; bounds the search in case of a cycle. */
    int MAX_MERGES = 50;

    /** The fan that has this id, or had it before a merge. */
    default Optional<Fan> find(ProjectId project, FanId id) {
        Optional<Fan> found = findRecord(project, id);
        for (int merges = 0; merges < MAX_MERGES; merges++) {
            Optional<FanId> next = found.flatMap(Fan::mergedInto);
            if (next.isEmpty()) {
                return found;
            }
            found = findRecord(project, next.get());
        }
        throw new IllegalStateException("fans of " + project + " are merged in a cycle: " + id);
    }

    /**
     * Several fans at once.
     *
     * @param ids at most 100
     * @return the fans by each requested id, current or former; unknown ids are absent
     */
    default Map<FanId, Fan> findAll(ProjectId project, Collection<FanId> ids) {
        Map<FanId, Fan> found = new HashMap<>();
        for (Fan fan : findRecords(project, ids)) {
            FanId asked = fan.id();
            if (fan.mergedInto().isEmpty()) {
                found.put(asked, fan);
            } else {
                find(project, asked).ifPresent(it -> found.put(asked, it));
            }
        }
        return found;
    }

    /** The record stored under this exact id, merged or not. */
    Optional<Fan> findRecord(ProjectId project, FanId id);

    /**
     * The records stored under these exact ids, in no particular order; unknown ids are left out.
     *
     * @param ids at most 100
     */
    List<Fan> findRecords(ProjectId project, Collection<FanId> ids);

    /** Strongly consistent: sees everything stored before the call. */
    Optional<KnownIdentity> findIdentity(ProjectId project, Identity identity);

    /**
     * Several identities at once, each as by {@link #findIdentity}.
     *
     * @return by identity; those without stored state are absent
     */
    default Map<Identity, KnownIdentity> findIdentities(
            ProjectId project, Collection<Identity> identities) {
        Map<Identity, KnownIdentity> found = new HashMap<>();
        identities.forEach(
                it -> findIdentity(project, it).ifPresent(known -> found.put(it, known)));
        return found;
    }
}
