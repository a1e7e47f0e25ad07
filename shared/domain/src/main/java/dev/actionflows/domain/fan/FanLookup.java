package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads fans. Two records of one person are one fan: whichever id is asked for, it is found. */
public interface FanLookup {
    /** Longer than any chain of merges: a cycle ends here instead of never. */
    int MAX_MERGES = 50;

    /** The fan who has this id, or had it before two records were merged. */
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
     * @return by each id that was asked for, the fan who has or had it; unknown ids are absent
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

    /** The record stored under this very id, merged or not. */
    Optional<Fan> findRecord(ProjectId project, FanId id);

    /**
     * The records stored under these very ids, in no order; unknown ids are left out.
     *
     * @param ids at most 100
     */
    List<Fan> findRecords(ProjectId project, Collection<FanId> ids);

    /** Strongly consistent: what was stored before this call is seen. */
    Optional<KnownIdentity> findIdentity(ProjectId project, Identity identity);
}
