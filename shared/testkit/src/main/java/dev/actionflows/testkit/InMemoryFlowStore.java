package dev.actionflows.testkit;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.FlowVersion;
import dev.actionflows.domain.flow.Trigger;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.flow.TriggerType;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class InMemoryFlowStore implements FlowStore {
    private final Map<String, Flow> flows = new HashMap<>();
    private final Map<String, FlowVersion> versions = new HashMap<>();
    private final Map<String, TriggerClaim> claims = new HashMap<>();

    @Override
    public synchronized void create(ProjectId project, Flow flow) {
        flows.put(project + "/" + flow.id(), flow);
        versions.put(
                project + "/" + flow.id() + "/" + flow.version(),
                new FlowVersion(flow.id(), flow.version(), flow.definition()));
    }

    @Override
    public synchronized Optional<Flow> find(ProjectId project, FlowId id) {
        return Optional.ofNullable(flows.get(project + "/" + id));
    }

    /** The version; for {@link InMemoryFactReader}. */
    synchronized FlowVersion version(ProjectId project, FlowId id, int number) {
        FlowVersion version = versions.get(project + "/" + id + "/" + number);
        if (version == null) {
            throw new IllegalStateException("no version " + number + " of " + id);
        }
        return version;
    }

    /** Who owns a scope; for {@link InMemoryIntakeReader}. */
    synchronized Optional<TriggerClaim> claim(ProjectId project, TriggerType type, String scope) {
        return Optional.ofNullable(claims.get(project + "/" + type + "/" + scope));
    }

    @Override
    public synchronized Page<Flow> list(ProjectId project, Optional<String> cursor, int limit) {
        return Pages.of(
                flows.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(project + "/"))
                        .map(Map.Entry::getValue)
                        .sorted(
                                Comparator.comparing(Flow::createdAt)
                                        .thenComparing(flow -> flow.id().value()))
                        .toList(),
                flow -> flow.id().value(),
                cursor,
                limit);
    }

    @Override
    public synchronized SaveResult save(ProjectId project, Flow expected, Flow updated) {
        Flow current = flows.get(project + "/" + expected.id());
        if (current == null || current.revision() != expected.revision()) {
            return new SaveResult.Changed();
        }
        Trigger trigger = updated.definition().trigger();
        String claimKey = project + "/" + trigger.type() + "/" + trigger.scope();
        if (updated.status() == FlowStatus.ACTIVE) {
            TriggerClaim owner = claims.get(claimKey);
            if (owner != null && !owner.flow().equals(updated.id())) {
                return new SaveResult.ScopeTaken(owner.flow());
            }
            claims.put(claimKey, TriggerClaim.of(updated));
        } else {
            claims.remove(claimKey);
        }
        flows.put(project + "/" + updated.id(), updated);
        return new SaveResult.Saved();
    }
}
