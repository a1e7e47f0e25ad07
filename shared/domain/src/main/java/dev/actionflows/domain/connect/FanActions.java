package dev.actionflows.domain.connect;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;

/** Does what fans ask for, at the streaming service where they are connected. */
@FunctionalInterface
public interface FanActions {
    /**
     * Does it now, or registers it for its day. Safe to repeat. The caller fires the action's
     * trigger if it is done.
     *
     * @param deadline until when it has to be done
     */
    ActionResult perform(Project project, FanId fan, FanAction action, Deadline deadline);
}
