package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.run.Run;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Lists the events of an {@link InMemoryEventLog}. */
public final class InMemoryProjectEvents implements ProjectEvents {
    private final InMemoryEventLog events;

    public InMemoryProjectEvents(InMemoryEventLog events) {
        this.events = events;
    }

    @Override
    public Latest latest(ProjectId project, Collection<FlowId> flows, Range range, int limit) {
        List<EventResult> found =
                events.all(project).stream()
                        .filter(
                                it ->
                                        switch (it) {
                                            case EventResult.RunStarted(Run run) ->
                                                    flows.contains(run.flow());
                                            case EventResult.NotStarted _ -> true;
                                        })
                        .filter(it -> it.place().compareTo(range.start()) >= 0)
                        .filter(it -> it.place().compareTo(range.before()) < 0)
                        .sorted(Comparator.comparing(EventResult::place).reversed())
                        .limit(limit + 1L)
                        .toList();
        return found.size() <= limit
                ? new Latest(found, Optional.empty())
                : new Latest(found.subList(0, limit), Optional.of(found.get(limit - 1).place()));
    }
}
