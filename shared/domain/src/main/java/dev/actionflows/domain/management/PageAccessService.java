package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a project's own pages and servers need: origins, an address for mail, keys. */
public final class PageAccessService {
    /** For how long an old key is good beside its successor, unless it is said otherwise. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    /** The longest overlap. */
    public static final Duration MAX_OVERLAP = Duration.ofDays(30);

    /** Of one kind; they are part of the project, which is read with every request. */
    private static final int MAX_RETIRED = 10;

    private final ProjectStore store;
    private final IdSource ids;
    private final InstantSource clock;

    public PageAccessService(ProjectStore store, IdSource ids, InstantSource clock) {
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Project get(ProjectId id) {
        return store.find(id).orElseThrow(() -> missing(id));
    }

    /**
     * The origins of the project's pages, in place of any before.
     *
     * @param origins see {@link dev.actionflows.domain.project.Origins}
     * @throws ProblemException NOT_FOUND
     */
    public Project useOrigins(ProjectId id, List<String> origins) {
        return change(id, project -> project.withAllowedOrigins(origins));
    }

    /**
     * From whom the project's mail comes.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Project useEmail(ProjectId id, MailFrom from) {
        return change(id, project -> project.withEmail(from));
    }

    /** A new key, which nobody can be shown again, and until when the ones before it are good. */
    public record Rotated(ApiKey key, Instant oldKeysEndAt) {}

    /**
     * Makes a new key of this kind.
     *
     * @param overlap for how long the one before is good yet; zero: not at all
     * @throws ProblemException NOT_FOUND, STATE_CONFLICT when too many old ones of this kind are
     *     good yet
     */
    public Rotated rotate(ProjectId id, ApiKey.Kind kind, Duration overlap) {
        ApiKey key = ApiKey.create(kind, id, ids);
        Instant now = clock.instant();
        Instant end = now.plus(overlap);
        Project rotated =
                change(
                        id,
                        project -> {
                            Project changed =
                                    project.withKeys(project.keys().rotated(key, now, end));
                            if (changed.keys().retiredGoodAt(now, kind) > MAX_RETIRED) {
                                throw new ProblemException(
                                        ErrorCode.STATE_CONFLICT,
                                        "%d old %s keys are good yet, and there are no more at a time; end them with revokeOldAfter PT0S"
                                                .formatted(MAX_RETIRED, kind.wireName()));
                            }
                            return changed;
                        });
        return told(key, rotated, now);
    }

    /**
     * What {@link #rotate} came to, for whoever carries it out again with the same ids. Changes
     * nothing.
     *
     * @return empty when it was not carried out, or its key is good no more
     */
    public Optional<Rotated> rotatedBefore(ProjectId id, ApiKey.Kind kind) {
        ApiKey key = ApiKey.create(kind, id, ids);
        Instant now = clock.instant();
        return store.find(id)
                .filter(project -> key.isAmong(project.keys(), now))
                .map(project -> told(key, project, now));
    }

    /** As it is stored, so that a repeated answer says what the first one said. */
    private static Rotated told(ApiKey key, Project project, Instant now) {
        return new Rotated(key, project.keys().predecessorEndsAt(key).orElse(now));
    }

    private Project change(ProjectId id, UnaryOperator<Project> change) {
        return store.change(id, change).orElseThrow(() -> missing(id));
    }

    private static ProblemException missing(ProjectId id) {
        return ProblemException.notFound("there is no project " + id);
    }
}
