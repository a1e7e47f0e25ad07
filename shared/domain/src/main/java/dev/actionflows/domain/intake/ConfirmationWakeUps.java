package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUpQueue;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;

/** Wakes the runs of fans who confirm a consent, in projects with double opt-in. */
public final class ConfirmationWakeUps {
    private final Optional<Supplier<WakeUpQueue>> wakeUps;

    private ConfirmationWakeUps(Optional<Supplier<WakeUpQueue>> wakeUps) {
        this.wakeUps = wakeUps;
    }

    /**
     * @param wakeUps requested only if there is something to announce
     */
    public static ConfirmationWakeUps through(Supplier<WakeUpQueue> wakeUps) {
        return new ConfirmationWakeUps(Optional.of(wakeUps));
    }

    /** For sources whose events never confirm a number or an email address. */
    public static ConfirmationWakeUps none() {
        return new ConfirmationWakeUps(Optional.empty());
    }

    /**
     * Stores what an event says about consents. If it may confirm one, that is announced before and
     * after.
     *
     * @param ids every id under which runs of the fan may wait
     */
    <T> T around(
            IncomingEvent event,
            Optional<Project> project,
            Collection<FanId> ids,
            Supplier<T> storing) {
        if (!areNeeded(event, project)) {
            return storing.get();
        }
        WakeUpQueue queue = wakeUps.orElseThrow().get();
        ids.forEach(
                id ->
                        queue.requirementAboutToBeMet(
                                event.project(), Requirement.confirmedConsent(id)));
        T stored = storing.get();
        ids.forEach(id -> queue.requirementMet(event.project(), Requirement.confirmedConsent(id)));
        return stored;
    }

    private boolean areNeeded(IncomingEvent event, Optional<Project> project) {
        return wakeUps.isPresent()
                && project.filter(it -> !it.doubleOptIn().isEmpty()).isPresent()
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
}
