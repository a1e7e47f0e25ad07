package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The fan of an event.
 *
 * @param former former ids of the fan, from before merges
 */
public record EventFan(ProjectId project, FanId fan, Set<FanId> former) {
    public EventFan {
        former = Set.copyOf(former);
    }

    public static EventFan of(ProjectId project, Fan fan) {
        return new EventFan(project, fan.id(), fan.former());
    }

    /** The owner of an identity, if it has one. */
    static Optional<EventFan> of(ProjectId project, KnownIdentity known) {
        return known.fan().map(id -> new EventFan(project, id, known.former()));
    }

    /** Every current and former id of the fan. */
    public Set<FanId> ids() {
        return KnownIdentity.allOf(fan, former);
    }

    /** The entries under former ids, which may still be stored. */
    List<ReEntryStore.ReEntryKey> formerEntries(TriggerClaim claim) {
        return former.stream()
                .map(id -> new ReEntryStore.ReEntryKey(project, claim.flow(), id, claim.test()))
                .toList();
    }

    /** The key of the fan's entries into a flow. */
    ReEntryStore.ReEntryKey entry(TriggerClaim claim) {
        return new ReEntryStore.ReEntryKey(project, claim.flow(), fan, claim.test());
    }
}
