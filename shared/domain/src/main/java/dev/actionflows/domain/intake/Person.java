package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
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

    /** The same under the ids of before, where some of it may be remembered yet. */
    List<EntryGuards.Entry> formerEntries(FlowId flow) {
        return former.stream().map(id -> new EntryGuards.Entry(project, flow, id)).toList();
    }

    /** What is remembered of this person's ways into a flow. */
    EntryGuards.Entry entry(FlowId flow) {
        return new EntryGuards.Entry(project, flow, fan);
    }
}
