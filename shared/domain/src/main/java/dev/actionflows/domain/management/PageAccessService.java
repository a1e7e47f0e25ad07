package dev.actionflows.domain.management;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.Look;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SignUpOffer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a project's pages and servers need: origins, keys, a look and an offer. */
public final class PageAccessService {
    /** How long an old key remains valid in addition to its successor by default. */
    public static final Duration OVERLAP = Duration.ofHours(24);

    /** The longest overlap. */
    public static final Duration MAX_OVERLAP = Duration.ofDays(30);

    /** Per kind; retired keys are part of the project, which is read with every request. */
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
     * Replaces the origins of the project's pages.
     *
     * @param origins see {@link dev.actionflows.domain.project.Origins}
     * @throws ProblemException NOT_FOUND
     */
    public Project useOrigins(ProjectId id, List<String> origins) {
        return change(id, project -> project.withAllowedOrigins(origins));
    }

    /**
     * Replaces the look of the pages that the project's fans see.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Project useLook(ProjectId id, Look look) {
        return change(id, project -> project.withLook(look));
    }

    /**
     * Replaces what the page after connecting offers to the project's fans.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Project offerSignUp(ProjectId id, SignUpOffer offer) {
        return change(id, project -> project.withSignUpOffer(offer));
    }

    /** A new key, which is shown only once, and when the earlier ones expire. */
    public record Rotated(ApiKey key, Instant oldKeysEndAt) {}

    /**
     * Creates a new key of this kind.
     *
     * @param overlap how long the current key remains valid; zero to revoke it immediately
     * @throws ProblemException NOT_FOUND, STATE_CONFLICT if too many old keys of this kind are
     *     still valid
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
                            if (changed.keys().retiredValidAt(now, kind) > MAX_RETIRED) {
                                throw new ProblemException(
                                        ErrorCode.STATE_CONFLICT,
                                        "%d old %s keys are still valid, which is the maximum; end them with revokeOldAfter PT0S"
                                                .formatted(MAX_RETIRED, kind.wireName()));
                            }
                            return changed;
                        });
        return rotated(key, rotated, now);
    }

    /**
     * The result of an earlier {@link #rotate} with the same ids, for a repeated request. Changes
     * nothing.
     *
     * @return empty if it was not performed, or if its key is no longer valid
     */
    public Optional<Rotated> rotatedBefore(ProjectId id, ApiKey.Kind kind) {
        ApiKey key = ApiKey.create(kind, id, ids);
        Instant now = clock.instant();
        return store.find(id)
                .filter(project -> key.isAmong(project.keys(), now))
                .map(project -> rotated(key, project, now));
    }

    /** From the stored state, so that a repeated response equals the first one. */
    private static Rotated rotated(ApiKey key, Project project, Instant now) {
        return new Rotated(key, project.keys().predecessorEndsAt(key).orElse(now));
    }

    private Project change(ProjectId id, UnaryOperator<Project> change) {
        return store.change(id, change).orElseThrow(() -> missing(id));
    }

    private static ProblemException missing(ProjectId id) {
        return ProblemException.notFound("no such project: " + id);
    }
}
