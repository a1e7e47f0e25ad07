package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUpQueue;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Wakes the runs of fans who confirm a consent, in projects with double opt-in. */
final class ConfirmationWakeUps {
    private final Supplier<WakeUpQueue> wakeUps;

    /**
     * @param wakeUps requested only if there is something to announce
     */
    ConfirmationWakeUps(Supplier<WakeUpQueue> wakeUps) {
        this.wakeUps = wakeUps;
    }

    /** Whether the event confirms an address and the project has runs that may wait for that. */
    static boolean isNeeded(IncomingEvent event, Optional<Project> project) {
        return project.filter(it -> !it.doubleOptIn().isEmpty()).isPresent()
                && switch (event.consent()) {
                    case EventConsent.Start _, EventConsent.Yes _ -> true;
                    case EventConsent.Given given -> given.kind() == ConsentChange.Kind.CONFIRMED;
                    case EventConsent.None _,
                            EventConsent.Stop _,
                            EventConsent.Help _,
                            EventConsent.ByKeyword _ ->
                            false;
                };
    }

    /**
     * Stores a confirmation and announces it, before and after.
     *
     * @param ids every id under which runs of the fan may wait
     */
    <T> T announcing(ProjectId project, Collection<FanId> ids, Supplier<T> storing) {
        ids.forEach(
                id ->
                        wakeUps.get()
                                .requirementAboutToBeMet(
                                        project, Requirement.confirmedConsent(id)));
        T stored = storing.get();
        ids.forEach(id -> wakeUps.get().requirementMet(project, Requirement.confirmedConsent(id)));
        return stored;
    }
}
