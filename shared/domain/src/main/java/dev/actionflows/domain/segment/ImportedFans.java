package dev.actionflows.domain.segment;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.segment.ImportResult.Problem;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Finds the fans of imported rows by their identities, and creates unknown ones. Unlike {@link
 * dev.actionflows.domain.fan.FanResolver} it never merges: a file may contain mistakes, and a merge
 * cannot be undone.
 */
final class ImportedFans {
    private static final int MAX_TRIES = 10;

    private final FanStore fans;
    private final IdentityHasher identities;
    private final IdSource ids;
    private final InstantSource clock;

    ImportedFans(FanStore fans, IdentityHasher identities, IdSource ids, InstantSource clock) {
        this.fans = fans;
        this.identities = identities;
        this.ids = ids;
        this.clock = clock;
    }

    /** The fan of a row, or why there is none. */
    sealed interface Resolved {
        /**
         * @param created whether the row created the fan
         * @param stored the columns from which something was stored
         */
        record Found(Fan fan, boolean created, Set<ImportColumn> stored) implements Resolved {}

        /** Nothing was stored, unless the fan was changed concurrently. */
        record Rejected(Problem problem) implements Resolved {}
    }

    /** The row's identities, by column. */
    Map<ImportColumn, FanIdentity> identities(ProjectId project, ImportRow row) {
        Map<ImportColumn, FanIdentity> found = new TreeMap<>();
        row.phone().ifPresent(it -> found.put(ImportColumn.PHONE, identities.of(project, it)));
        row.email().ifPresent(it -> found.put(ImportColumn.EMAIL, identities.of(project, it)));
        return found;
    }

    /**
     * Finds or creates the fan and stores what the fan lacks. A known name or time zone is kept.
     *
     * @throws ProblemException TRY_AGAIN if others keep changing the fan
     */
    Resolved resolve(ProjectId project, ImportRow row) {
        Set<ImportColumn> stored = EnumSet.noneOf(ImportColumn.class);
        boolean created = false;
        for (int tries = 0; tries < MAX_TRIES; tries++) {
            Map<ImportColumn, FanIdentity> given = identities(project, row);
            Owners owners = owners(project, row, given);
            if (owners.problem().isPresent()) {
                return new Resolved.Rejected(owners.problem().get());
            }
            Fan fan;
            if (owners.fan().isPresent()) {
                fan = owners.fan().get();
            } else {
                Map.Entry<ImportColumn, FanIdentity> first = given.entrySet().iterator().next();
                FanId newId = FanId.from(ids);
                fan = fans.findOrCreate(project, first.getValue(), newId, clock.instant());
                if (fan.id().equals(newId)) {
                    created = true;
                    stored.add(first.getKey());
                }
            }
            Optional<Fan> completed = completed(project, fan, row, given, stored);
            if (completed.isPresent()) {
                return new Resolved.Found(completed.get(), created, stored);
            }
        }
        throw new ProblemException(
                ErrorCode.TRY_AGAIN, "a fan was changed concurrently; try again");
    }

    /**
     * The one fan whom a row identifies.
     *
     * @param fan empty if nobody has its identities
     */
    private record Owners(Optional<Fan> fan, Optional<Problem> problem) {
        static Owners rejected(ImportColumn column, String detail) {
            return new Owners(Optional.empty(), Optional.of(Problem.of(column, detail)));
        }
    }

    private Owners owners(ProjectId project, ImportRow row, Map<ImportColumn, FanIdentity> given) {
        Optional<Fan> found = row.fan().flatMap(id -> fans.find(project, id));
        if (row.fan().isPresent() && found.isEmpty()) {
            return Owners.rejected(ImportColumn.FAN_ID, "the project has no such fan");
        }
        for (Map.Entry<ImportColumn, FanIdentity> it : given.entrySet()) {
            Optional<Fan> owner = owner(project, it.getValue(), found);
            if (found.isPresent() && owner.isPresent() && !isSame(found.get(), owner.get())) {
                return Owners.rejected(
                        it.getKey(),
                        "belongs to the fan "
                                + owner.get().id()
                                + ", but the row also identifies "
                                + found.get().id()
                                + ": correct the row, or split it in two");
            }
            found = found.or(() -> owner);
        }
        return found.filter(fan -> lacks(fan, given).size() > room(fan)).isPresent()
                ? Owners.rejected(
                        lacks(found.get(), given).getFirst(),
                        "is one too many: a fan can have at most "
                                + Fan.MAX_IDENTITIES
                                + " identities")
                : new Owners(found, Optional.empty());
    }

    private static boolean isSame(Fan one, Fan other) {
        return one.id().equals(other.id());
    }

    private static List<ImportColumn> lacks(Fan fan, Map<ImportColumn, FanIdentity> given) {
        return given.entrySet().stream()
                .filter(it -> !fan.has(it.getValue()))
                .map(Map.Entry::getKey)
                .toList();
    }

    private static int room(Fan fan) {
        return Fan.MAX_IDENTITIES - fan.identities().size();
    }

    private Optional<Fan> owner(
            ProjectId project, FanIdentity identity, Optional<Fan> alreadyFound) {
        return alreadyFound
                .filter(fan -> fan.has(identity))
                .or(
                        () ->
                                fans.findIdentity(project, identity.identity())
                                        .flatMap(KnownIdentity::fan)
                                        .flatMap(id -> fans.find(project, id)));
    }

    /**
     * The fan with everything of the row that the fan lacked.
     *
     * @return empty after a concurrent change, so that everything has to be read again
     */
    private Optional<Fan> completed(
            ProjectId project,
            Fan found,
            ImportRow row,
            Map<ImportColumn, FanIdentity> given,
            Set<ImportColumn> stored) {
        List<Change> changes = new ArrayList<>();
        given.forEach(
                (column, identity) -> {
                    if (!found.has(identity)) {
                        changes.add(
                                new Change(
                                        column,
                                        fan -> fans.attach(project, fan, identity),
                                        fan -> fan.with(identity)));
                    }
                });
        row.firstName()
                .filter(_ -> found.firstName().isEmpty())
                .ifPresent(
                        name ->
                                changes.add(
                                        new Change(
                                                ImportColumn.FIRST_NAME,
                                                fan -> fans.setFirstName(project, fan, name),
                                                fan -> fan.named(name))));
        row.timeZone()
                .filter(_ -> found.timeZone().isEmpty())
                .ifPresent(
                        zone ->
                                changes.add(
                                        new Change(
                                                ImportColumn.TIME_ZONE,
                                                fan -> fans.setTimeZone(project, fan, zone),
                                                fan -> fan.in(zone))));
        Fan fan = found;
        for (Change change : changes) {
            if (!change.store().test(fan)) {
                return Optional.empty();
            }
            stored.add(change.column());
            fan = change.after().apply(fan);
        }
        return Optional.of(fan);
    }

    /**
     * Something that the fan lacks.
     *
     * @param store returns false if the fan has changed since it was read
     */
    private record Change(ImportColumn column, Predicate<Fan> store, UnaryOperator<Fan> after) {}
}
