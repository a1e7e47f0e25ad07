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
 * Finds the person behind what an event proves: makes a fan of somebody new, notes a new way in
 * which somebody is known, and merges records that turn out to be of one person. Repeating it gives
 * the same person.
 *
 * <p>Only what is proven belongs here: a number that signed a text, an account that its owner
 * signed in to, an address to which a code was sent and came back. Never what somebody typed.
 */
public final class FanResolver {
    private static final int MAX_TRIES = 10;

    private final FanStore fans;
    private final BiConsumer<ProjectId, List<FanId>> merging;
    private final BiConsumer<ProjectId, List<FanId>> merged;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param merged is told of all ids of a person who has several, whenever one is resolved: what
     *     waits for something of one of them may have it from another. It is told again when an
     *     event is, so that a death after the merge loses nothing
     */
    public FanResolver(
            FanStore fans,
            BiConsumer<ProjectId, List<FanId>> merged,
            IdSource ids,
            InstantSource clock) {
        this(fans, (_, _) -> {}, merged, ids, clock);
    }

    /**
     * As the other.
     *
     * @param merging is told of all ids of the person to be, just before two records become one: so
     *     that a death after that loses nothing, even if the event never comes again
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
     * @param bearer who acts, if a token of ours says so
     * @param proven other ways in which the same person is known by now
     * @return the person; without bearer and proofs somebody new, of whom nothing is known yet
     * @throws ProblemException NOT_FOUND when there is no such bearer; STATE_CONFLICT when the
     *     person would be known in too many ways, see {@link Fan#MAX_IDENTITIES}: nothing is stored
     *     then of the proof that was too much
     */
    public Fan resolve(ProjectId project, Optional<FanId> bearer, List<FanIdentity> proven) {
        return untilNobodyIsFaster(
                project, () -> resolve(project, named(project, bearer), proven, 0));
    }

    /**
     * As {@link #resolve}, of a bearer whom only a token names. Tokens are left behind in browsers
     * and links are passed on; so a bearer who is known by another number, address or account than
     * the one that is proven now is taken for somebody else, and does not count.
     */
    public Fan resolveBearer(
            ProjectId project, Optional<FanId> bearer, Optional<FanIdentity> proven) {
        return untilNobodyIsFaster(
                project,
                () -> {
                    Optional<Fan> person = named(project, bearer);
                    return person.isPresent() && proven.isPresent()
                            ? resolveBearer(project, person.get(), proven.get())
                            : resolve(project, person, proven.stream().toList(), 0);
                });
    }

    /** What is judged here are the records that must not have changed when they are written. */
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

    private Fan untilNobodyIsFaster(ProjectId project, Supplier<Optional<Fan>> attempt) {
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Optional<Fan> resolved = attempt.get();
            if (resolved.isPresent()) {
                Fan fan = resolved.get();
                if (!fan.former().isEmpty()) {
                    tell(merged, project, fan);
                }
                return fan;
            }
        }
        throw new ProblemException(
                ErrorCode.TRY_AGAIN, "the fan is being changed by others; try again");
    }

    private static void tell(
            BiConsumer<ProjectId, List<FanId>> listener, ProjectId project, Fan person) {
        listener.accept(project, person.ids());
    }

    private Optional<Fan> named(ProjectId project, Optional<FanId> bearer) {
        return bearer.map(
                id ->
                        fans.find(project, id)
                                .orElseThrow(
                                        () -> ProblemException.notFound("there is no fan " + id)));
    }

    /** The records that {@link #resolveBearer} makes one person. Nothing is changed. */
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
     * @param from index of the first proof that is not dealt with yet
     * @return empty when others were faster, so that everything is to be read again
     */
    private Optional<Fan> resolve(
            ProjectId project, Optional<Fan> person, List<FanIdentity> proven, int from) {
        if (from == proven.size()) {
            return Optional.of(person.orElseGet(() -> newcomer(project)));
        }
        FanIdentity identity = proven.get(from);
        Optional<Fan> after =
                person.isEmpty()
                        ? Optional.of(
                                fans.findOrCreate(
                                        project, identity, FanId.from(ids), clock.instant()))
                        : person.filter(fan -> fan.has(identity))
                                .or(
                                        () ->
                                                joined(
                                                        project,
                                                        person.get(),
                                                        identity,
                                                        owner(project, identity)));
        return after.flatMap(fan -> resolve(project, Optional.of(fan), proven, from + 1));
    }

    private static void requireWithinBounds(Fan fan) {
        if (!fan.isWithinBounds()) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "a fan is known in at most %d ways: this would be more of one person than there is"
                            .formatted(Fan.MAX_IDENTITIES));
        }
    }

    private Fan newcomer(ProjectId project) {
        Fan fan = Fan.first(FanId.from(ids), List.of(), clock.instant());
        fans.create(project, fan);
        return fan;
    }

    private Optional<Fan> joined(
            ProjectId project, Fan person, FanIdentity identity, Optional<Fan> owner) {
        if (owner.isEmpty()) {
            requireWithinBounds(person.with(identity));
            return fans.attach(project, person, identity)
                    ? Optional.of(person.with(identity))
                    : Optional.empty();
        }
        return owner.get().id().equals(person.id())
                ? Optional.empty()
                : merge(project, FanStore.Merge.of(person, owner.get()));
    }

    private Optional<Fan> merge(ProjectId project, FanStore.Merge merge) {
        requireWithinBounds(merge.keptAfter());
        tell(merging, project, merge.keptAfter());
        return fans.merge(project, merge) ? Optional.of(merge.keptAfter()) : Optional.empty();
    }
}
