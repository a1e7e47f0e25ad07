package dev.actionflows.domain.flow;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.InMemoryIntakeReader;
import dev.actionflows.domain.run.InMemoryFactReader;
import dev.actionflows.domain.testing.Pages;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

public final class InMemoryFlowStore implements FlowStore {
    private static final Pages<Flow> FLOWS =
            Pages.ascending(
                    flow -> "%013d#%s".formatted(flow.createdAt().toEpochMilli(), flow.id()),
                    "[0-9]{13}#flow_[0-9a-z]{16}");

    private final Map<String, Flow> flows = new HashMap<>();
    private final Map<String, FlowVersion> versions = new HashMap<>();
    private final Map<String, TriggerClaim> claims = new HashMap<>();
    private final Map<FlowId, ActiveFlows.Listening> listening = new HashMap<>();
    private final Map<ProjectId, Long> planChanges = new HashMap<>();

    @Override
    public synchronized void create(ProjectId project, Flow flow) {
        if (flows.containsKey(project + "/" + flow.id())) {
            throw new IllegalStateException("flow " + flow.id() + " already exists");
        }
        store(project, flow);
    }

    @Override
    public synchronized Optional<Flow> find(ProjectId project, FlowId id) {
        return Optional.ofNullable(flows.get(project + "/" + id));
    }

    /** A version of a flow, for {@link InMemoryFactReader}. */
    public synchronized Optional<FlowVersion> version(ProjectId project, FlowId id, int number) {
        return Optional.ofNullable(versions.get(project + "/" + id + "/" + number));
    }

    /** The owners of these scopes, for {@link InMemoryIntakeReader}. */
    public synchronized Map<String, TriggerClaim> claims(
            ProjectId project, TriggerType type, List<String> scopes) {
        Map<String, TriggerClaim> owned = new HashMap<>();
        for (String scope : scopes) {
            TriggerClaim claim = claims.get(project + "/" + type + "/" + scope);
            if (claim != null) {
                owned.put(scope, claim);
            }
        }
        return owned;
    }

    @Override
    public synchronized Page<Flow> list(ProjectId project, Optional<String> cursor, int limit) {
        return FLOWS.page(
                flows.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(project + "/"))
                        .map(Map.Entry::getValue)
                        .toList(),
                cursor,
                limit);
    }

    @Override
    public synchronized SaveResult save(
            ProjectId project, Flow expected, Flow updated, Optional<ActiveLimit> limit) {
        Flow current = flows.get(project + "/" + expected.id());
        if (current == null || current.revision() != expected.revision()) {
            return new SaveResult.Changed();
        }
        if (updated.status() == FlowStatus.ACTIVE) {
            for (String key : claimKeys(project, updated)) {
                TriggerClaim owner = claims.get(key);
                if (owner != null && !owner.flow().equals(updated.id())) {
                    return new SaveResult.ScopeTaken(owner.flow());
                }
            }
            Optional<SaveResult> refusal = limit.flatMap(it -> refusal(project, updated, it));
            if (refusal.isPresent()) {
                return refusal.get();
            }
        }
        if (expected.status() == FlowStatus.ACTIVE) {
            claimKeys(project, expected).forEach(claims::remove);
        }
        if (updated.status() == FlowStatus.ACTIVE) {
            claimKeys(project, updated).forEach(key -> claims.put(key, TriggerClaim.of(updated)));
            storeListening(updated.id(), ActiveFlows.Listening.of(updated.definition().trigger()));
        }
        store(project, updated);
        return new SaveResult.Saved();
    }

    /** Stores what a flow listens to, as an earlier version may have left it. */
    public synchronized void storeListening(FlowId flow, ActiveFlows.Listening to) {
        listening.put(flow, to);
    }

    /** As an earlier version, which did not store it. */
    public synchronized void forgetListening(FlowId flow) {
        listening.remove(flow);
    }

    private Optional<SaveResult> refusal(ProjectId project, Flow flow, ActiveLimit limit) {
        ActiveFlows active = activeFlows(project);
        if (limit.planChanges() != active.planChanges()) {
            return Optional.of(new SaveResult.Changed());
        }
        return active.flows().contains(flow.id()) || active.flows().size() < limit.most()
                ? Optional.empty()
                : Optional.of(new SaveResult.LimitReached(active.flows()));
    }

    @Override
    public synchronized boolean delete(ProjectId project, Flow expected) {
        return find(project, expected.id())
                        .filter(flow -> flow.revision() == expected.revision())
                        .isPresent()
                && flows.remove(project + "/" + expected.id()) != null;
    }

    @Override
    public synchronized Optional<FlowId> otherOwner(ProjectId project, Flow flow) {
        return claimKeys(project, flow).stream()
                .flatMap(key -> Optional.ofNullable(claims.get(key)).stream())
                .map(TriggerClaim::flow)
                .filter(owner -> !owner.equals(flow.id()))
                .findFirst();
    }

    @Override
    public synchronized ActiveFlows activeFlows(ProjectId project) {
        Set<FlowId> active =
                flows.entrySet().stream()
                        .filter(entry -> entry.getKey().startsWith(project + "/"))
                        .map(Map.Entry::getValue)
                        .filter(flow -> flow.status() == FlowStatus.ACTIVE)
                        .map(Flow::id)
                        .collect(Collectors.toSet());
        Map<FlowId, ActiveFlows.Listening> listed = new HashMap<>(listening);
        listed.keySet().retainAll(active);
        return new ActiveFlows(active, planChanges.getOrDefault(project, 0L), listed);
    }

    @Override
    public synchronized ActiveFlows planChanged(ProjectId project) {
        planChanges.merge(project, 1L, Long::sum);
        return activeFlows(project);
    }

    private void store(ProjectId project, Flow flow) {
        flows.put(project + "/" + flow.id(), flow);
        versions.putIfAbsent(
                project + "/" + flow.id() + "/" + flow.version(),
                new FlowVersion(flow.id(), flow.version(), flow.definition()));
    }

    /** The keys of the trigger's scope and of its keyword, if any. */
    private static List<String> claimKeys(ProjectId project, Flow flow) {
        Trigger trigger = flow.definition().trigger();
        return Stream.concat(
                        Stream.of(project + "/" + trigger.type() + "/" + trigger.scope()),
                        trigger.keyword().stream()
                                .map(word -> project + "/keyword/" + word.folded()))
                .toList();
    }
}
