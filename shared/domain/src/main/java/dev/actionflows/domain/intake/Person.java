package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.List;
import java.util.Set;

/**
 * Whose an event is.
 *
 * @param former ids under which the fan was known before
 */
public record Person(ProjectId project, FanId fan, Set<FanId> former) {
    public Person {
        former = Set.copyOf(former);
    }

    public static Person of(ProjectId project, Fan fan) {
        return new Person(project, fan.id(), fan.former());
    }

    /** Every id under which this person is known, or was. */
    public Set<FanId> ids() {
        return KnownIdentity.allOf(fan, former);
    }

    /** The same under the ids of before, where some of it may be remembered yet. */
    List<EntryGuards.Entry> formerEntries(TriggerClaim claim) {
        return former.stream()
                .map(id -> new EntryGuards.Entry(project, claim.flow(), id, claim.test()))
                .toList();
    }

    /** What is remembered of this person's ways into a flow. */
    EntryGuards.Entry entry(TriggerClaim claim) {
        return new EntryGuards.Entry(project, claim.flow(), fan, claim.test());
    }
}
