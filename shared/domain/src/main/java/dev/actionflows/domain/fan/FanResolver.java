package dev.actionflows.domain.fan;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Finds the fan of the proven identities of an event: creates a fan, adds new identities to one,
 * and merges records that turn out to be the same fan. Idempotent.
 *
 * <p>Identities must be proven: the number that sent a text, an account that its owner signed in
 * to, an address whose code was entered. Never what a page or a fan merely claims.
 */
public final class FanResolver {
    private static final int MAX_TRIES = 10;

    private final FanStore fans;
    private final BiConsumer<ProjectId, List<FanId>> merging;
    private final BiConsumer<ProjectId, List<FanId>> merged;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param merged notified of all ids of a fan that has several, each time it is resolved: what
     *     waits under one of them may be met under another. Notified again when an event is
     *     redelivered, so that a crash after the merge loses nothing
     */
    public FanResolver(
            FanStore fans,
            BiConsumer<ProjectId, List<FanId>> merged,
            IdSource ids,
            InstantSource clock) {
        this(fans, (_, _) -> {}, merged, ids, clock);
    }

    /**
     * As above.
     *
     * @param merging notified of all ids of the resulting fan just before two records are merged,
     *     so that a crash after the merge loses nothing, even if the event is not redelivered
     */
    public FanResolver(
            FanStore fans,
            BiConsumer<ProjectId, List<FanId>> merging,
            BiConsumer<ProjectId, List<FanId>> merged,
            IdSource ids,
            InstantSource clock) {
        this.fans = fans;
        this.merging = merging;
        this.merged = merged;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param bearer the fan in a token of ours, if any
     * @param proven further identities of the same fan
     * @return the fan; a new one without identities if there is neither a bearer nor a proven
     *     identity
     * @throws ProblemException NOT_FOUND if the bearer does not exist; STATE_CONFLICT if the fan
     *     would have too many identities, see {@link Fan#MAX_IDENTITIES}: the excess identity is
     *     not stored
     */
    public Fan resolve(ProjectId project, Optional<FanId> bearer, List<FanIdentity> proven) {
        return retryOnConflict(project, () -> resolve(project, named(project, bearer), proven, 0));
    }

    /**
     * As {@link #resolve}, for a bearer who is known from a token only. Tokens remain in browsers
     * and links are forwarded; so a bearer with another number, address or account than the proven
     * one is taken for another fan and ignored.
     */
    public Fan resolveBearer(
            ProjectId project, Optional<FanId> bearer, Optional<FanIdentity> proven) {
        return retryOnConflict(
                project,
                () -> {
                    Optional<Fan> known = named(project, bearer);
                    return known.isPresent() && proven.isPresent()
                            ? resolveBearer(project, known.get(), proven.get())
                            : resolve(project, known, proven.stream().toList(), 0);
                });
    }

    /** Decides on the same records whose revisions the write checks. */
    private Optional<Fan> resolveBearer(ProjectId project, Fan bearer, FanIdentity proven) {
        if (bearer.has(proven)) {
            return Optional.of(bearer);
        }
        Optional<Fan> owner = owner(project, proven);
        return isSame(bearer, owner, proven)
                ? joined(project, bearer, proven, owner)
                : resolve(project, Optional.empty(), List.of(proven), 0);
    }

    private static boolean isSame(Fan bearer, Optional<Fan> owner, FanIdentity proven) {
        return bearer.has(proven)
                || owner.filter(it -> it.id().equals(bearer.id())).isPresent()
                || bearer.mayBe(owner.map(Fan::identities).orElse(List.of(proven)));
    }

    private Fan retryOnConflict(ProjectId project, Supplier<Optional<Fan>> attempt) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Fan> resolved = attempt.get();
            if (resolved.isPresent()) {
                Fan fan = resolved.get();
                if (!fan.former().isEmpty()) {
                    notifyListener(merged, project, fan);
                }
                return fan;
            }
        }
        throw new ProblemException(
                ErrorCode.TRY_AGAIN, "the fan was changed concurrently; try again");
    }

    private static void notifyListener(
            BiConsumer<ProjectId, List<FanId>> listener, ProjectId project, Fan person) {
        listener.accept(project, person.ids());
    }

    private Optional<Fan> named(ProjectId project, Optional<FanId> bearer) {
        return bearer.map(
                id ->
                        fans.find(project, id)
                                .orElseThrow(
                                        () -> ProblemException.notFound("no such fan: " + id)));
    }

    /** The records that {@link #resolveBearer} would merge. Changes nothing. */
    public List<Fan> known(
            ProjectId project, Optional<FanId> bearer, Optional<FanIdentity> proven) {
        Optional<Fan> owner = proven.flatMap(it -> owner(project, it));
        Optional<Fan> same =
                bearer.flatMap(id -> fans.find(project, id))
                        .filter(
                                fan ->
                                        proven.isEmpty()
                                                || isSame(fan, owner, proven.orElseThrow()));
        return Stream.concat(same.stream(), owner.stream()).distinct().toList();
    }

    private Optional<Fan> owner(ProjectId project, FanIdentity identity) {
        return fans.findIdentity(project, identity.identity())
                .flatMap(KnownIdentity::fan)
                .flatMap(id -> fans.find(project, id));
    }

    /**
     * @param from index of the first identity that is not resolved yet
     * @return empty after a concurrent change, so that everything has to be read again
     */
    private Optional<Fan> resolve(
            ProjectId project, Optional<Fan> resolved, List<FanIdentity> proven, int from) {
        if (from == proven.size()) {
            return Optional.of(resolved.orElseGet(() -> createFan(project)));
        }
        FanIdentity identity = proven.get(from);
        Optional<Fan> after =
                resolved.isEmpty()
                        ? Optional.of(
                                fans.findOrCreate(
                                        project, identity, FanId.from(ids), clock.instant()))
                        : resolved.filter(fan -> fan.has(identity))
                                .or(
                                        () ->
                                                joined(
                                                        project,
                                                        resolved.get(),
                                                        identity,
                                                        owner(project, identity)));
        return after.flatMap(fan -> resolve(project, Optional.of(fan), proven, from + 1));
    }

    private static void requireWithinBounds(Fan fan) {
        if (!fan.isWithinBounds()) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "a fan can have at most %d identities, and this one would have more"
                            .formatted(Fan.MAX_IDENTITIES));
        }
    }

    private Fan createFan(ProjectId project) {
        Fan fan = Fan.first(FanId.from(ids), List.of(), clock.instant());
        fans.create(project, fan);
        return fan;
    }

    private Optional<Fan> joined(
            ProjectId project, Fan fan, FanIdentity identity, Optional<Fan> owner) {
        if (owner.isEmpty()) {
            requireWithinBounds(fan.with(identity));
            return fans.attach(project, fan, identity)
                    ? Optional.of(fan.with(identity))
                    : Optional.empty();
        }
        return owner.get().id().equals(fan.id())
                ? Optional.empty()
                : merge(project, FanStore.Merge.of(fan, owner.get()));
    }

    private Optional<Fan> merge(ProjectId project, FanStore.Merge merge) {
        requireWithinBounds(merge.keptAfter());
        notifyListener(merging, project, merge.keptAfter());
        return fans.merge(project, merge) ? Optional.of(merge.keptAfter()) : Optional.empty();
    }
}
