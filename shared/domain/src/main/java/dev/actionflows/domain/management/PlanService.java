package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.PauseReason;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes projects' plans. */
public final class PlanService {
    private static final int PAGE = 100;

    private final ProjectStore projects;
    private final FlowStore store;
    private final FlowService flows;
    private final PlanLimits limits;

    public PlanService(
            ProjectStore projects, FlowStore store, FlowService flows, PlanLimits limits) {
        this.projects = projects;
        this.store = store;
        this.flows = flows;
        this.limits = limits;
    }

    /**
     * The result of a change of plan.
     *
     * @param paused the flows that the new plan does not allow
     */
    public record PlanChange(Project project, List<Flow> paused) {
        public PlanChange {
            paused = List.copyOf(paused);
        }
    }

    /**
     * Changes the plan of a project, and pauses the flows that the new plan does not allow: those
     * with excluded features and, beyond the maximum number of active flows, those whose last
     * activation is oldest. An upgrade activates nothing. Disallowed flows leave test mode.
     * Idempotent: an interrupted call is repeated.
     *
     * @throws ProblemException NOT_FOUND
     */
    public PlanChange change(ProjectId id, Plan plan) {
        if (projects.change(id, project -> withPlan(project, plan)).isEmpty()) {
            throw missing(id);
        }
        // after the plan, so that an activation either sees the plan or is seen here
        List<Flow> active =
                store.planChanged(id).flows().stream()
                        .flatMap(flow -> store.find(id, flow).stream())
                        .filter(flow -> flow.status() == FlowStatus.ACTIVE)
                        .sorted(
                                Comparator.comparing(PlanService::activeSince)
                                        .thenComparing(flow -> flow.id().value()))
                        .toList();
        // the plan may have been changed again in the meantime: the stored one counts
        Project now = projects.find(id).orElseThrow(() -> missing(id));
        List<Flow> paused = new ArrayList<>();
        for (Flow flow : disallowed(now.plan(), active)) {
            Flow after = flows.pauseForPlan(id, flow.id());
            if (after.pausedReason().filter(PauseReason.PLAN::equals).isPresent()) {
                paused.add(after);
            }
        }
        return new PlanChange(now, paused);
    }

    /**
     * The flow that was paused last because of a plan, if any is still paused for that reason; also
     * if the response to the call was lost.
     */
    public Optional<Flow> lastPaused(ProjectId id) {
        Optional<Flow> last = Optional.empty();
        Optional<String> cursor = Optional.empty();
        do {
            Page<Flow> page = store.list(id, cursor, PAGE);
            last =
                    Stream.concat(last.stream(), page.items().stream())
                            .filter(
                                    flow ->
                                            flow.pausedReason()
                                                    .filter(PauseReason.PLAN::equals)
                                                    .isPresent())
                            .max(Comparator.comparing(Flow::updatedAt));
            cursor = page.next();
        } while (cursor.isPresent());
        return last;
    }

    /** Test modes end with the plan under which they began. */
    private static Project withPlan(Project project, Plan plan) {
        return project.plan() == plan ? project : project.withPlan(plan).withTests(List.of());
    }

    private List<Flow> disallowed(Plan plan, List<Flow> active) {
        List<Flow> disallowed = new ArrayList<>();
        int room = limits.of(plan).activeFlows();
        for (Flow flow : active) {
            if (room > 0 && limits.violations(plan, flow.definition()).isEmpty()) {
                room--;
            } else {
                disallowed.add(flow);
            }
        }
        return disallowed;
    }

    private static Instant activeSince(Flow flow) {
        return flow.activatedAt().orElse(flow.createdAt());
    }

    private static ProblemException missing(ProjectId id) {
        return ProblemException.notFound("no such project: " + id);
    }
}
