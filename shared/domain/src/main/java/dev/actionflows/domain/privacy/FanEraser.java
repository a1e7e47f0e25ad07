package dev.actionflows.domain.privacy;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.id.ErasureId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Erases fans at the request of a project. The order is what makes it safe to crash anywhere: the
 * log first, then the message that completes the erasure, then the profile.
 */
public final class FanEraser {
    private final ErasureLog log;
    private final ErasureQueue queue;
    private final FanStore fans;
    private final ProfileEraser profiles;
    private final IdSource ids;
    private final InstantSource clock;

    public FanEraser(
            ErasureLog log,
            ErasureQueue queue,
            FanStore fans,
            FanDataStore data,
            IdSource ids,
            InstantSource clock) {
        this.log = log;
        this.queue = queue;
        this.fans = fans;
        this.profiles = new ProfileEraser(log, fans, data, clock);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Erases a fan under every id. When this returns, the profile is gone and no message to the fan
     * is permitted any more; messages to the queue remove the rest. Idempotent: repeating it
     * continues an interrupted request, and returns the same erasure, also when the fan is gone.
     *
     * @param named an id of the fan, current or former
     * @throws ProblemException NOT_FOUND; TRY_AGAIN if the fan is changed all the time
     */
    public Erasure erase(ProjectId project, FanId named) {
        Erasure begun = log.findByFan(project, named).orElseGet(() -> begin(project, named));
        if (begun.erasedAt().isPresent()) {
            return begun;
        }
        // also for a request that was interrupted before it sent the message
        queue.send(ErasureTask.Erase.first(project, begun.id()), Duration.ZERO);
        return profiles.erase(begun);
    }

    private Erasure begin(ProjectId project, FanId named) {
        Fan fan =
                fans.find(project, named)
                        .orElseThrow(() -> ProblemException.notFound("no such fan: " + named));
        // the addresses follow in the same change that precedes the removal
        return log.begin(
                Erasure.of(project, ErasureId.from(ids), fan.ids(), List.of(), clock.instant()));
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Erasure find(ProjectId project, ErasureId id) {
        Optional<Erasure> found = log.find(project, id);
        return found.orElseThrow(() -> ProblemException.notFound("no such erasure: " + id));
    }
}
