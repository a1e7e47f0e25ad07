package dev.actionflows.domain.segment;

import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.segment.ImportResult.Outcome;
import dev.actionflows.domain.segment.ImportResult.Problem;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Adds the fans of a file to a segment. Starts no flows: an import is no event.
 *
 * <p>An import lifts no STOP, no unsubscription, no bounce and no complaint, and stores a consent
 * only with its evidence. It can be repeated at any time, wholly or in part: what is stored already
 * is not stored again. A line's membership is stored last, so that a line that is not reported as a
 * member yet is completed when it is repeated.
 */
public final class SegmentImport {
    private final SegmentMembers members;
    private final ImportedFans fans;
    private final ConsentStore consents;
    private final InstantSource clock;

    public SegmentImport(
            SegmentMembers members,
            FanStore fans,
            ConsentStore consents,
            IdentityHasher identities,
            IdSource ids,
            InstantSource clock) {
        this.members = members;
        this.fans = new ImportedFans(fans, identities, ids, clock);
        this.consents = consents;
        this.clock = clock;
    }

    /**
     * What was done.
     *
     * @param results one for each line that was handled, in order
     * @param continueAt the line at which to continue, if the time was over before
     */
    public record Report(List<ImportResult> results, OptionalInt continueAt) {
        public Report {
            results = List.copyOf(results);
        }
    }

    /**
     * Imports lines one after the other; at least one, even if the time is over.
     *
     * @param time after which no further line is begun
     */
    public Report run(ProjectId project, SegmentId segment, List<ImportLine> lines, Duration time) {
        Instant end = clock.instant().plus(time);
        List<ImportResult> results = new ArrayList<>();
        for (ImportLine line : lines) {
            if (!results.isEmpty() && clock.instant().isAfter(end)) {
                return new Report(results, OptionalInt.of(line.number()));
            }
            results.add(take(project, segment, line));
        }
        return new Report(results, OptionalInt.empty());
    }

    private ImportResult take(ProjectId project, SegmentId segment, ImportLine line) {
        if (line.problem().isPresent()) {
            return ImportResult.rejected(
                    line.number(), List.of(new Problem(Optional.empty(), line.problem().get())));
        }
        Instant now = clock.instant();
        ImportRowDecoder decoder = new ImportRowDecoder(line.cells(), now);
        ImportRow row = decoder.decode();
        if (!decoder.problems().isEmpty()) {
            return ImportResult.rejected(line.number(), decoder.problems());
        }
        return switch (fans.resolve(project, row)) {
            case ImportedFans.Resolved.Rejected(Problem problem) ->
                    ImportResult.rejected(line.number(), List.of(problem));
            case ImportedFans.Resolved.Found found ->
                    added(project, segment, line.number(), row, found, now);
        };
    }

    private ImportResult added(
            ProjectId project,
            SegmentId segment,
            int line,
            ImportRow row,
            ImportedFans.Resolved.Found found,
            Instant now) {
        Set<ImportColumn> stored = EnumSet.noneOf(ImportColumn.class);
        stored.addAll(found.stored());
        stored.addAll(storeConsents(project, row, now));
        boolean added = members.add(project, segment, found.fan(), now);
        return new ImportResult(
                line,
                added ? Outcome.ADDED : Outcome.ALREADY_MEMBER,
                Optional.of(found.fan().id()),
                found.created(),
                List.copyOf(stored),
                List.of());
    }

    /** Looks first: writing what is there already would cost more. */
    private Set<ImportColumn> storeConsents(ProjectId project, ImportRow row, Instant now) {
        Set<ImportColumn> stored = EnumSet.noneOf(ImportColumn.class);
        Map<ImportColumn, FanIdentity> addresses = fans.identities(project, row);
        for (ImportedConsent consent : row.consents()) {
            // the decoder requires it
            Identity address =
                    Objects.requireNonNull(addresses.get(consent.addressColumn())).identity();
            if (consents.recordedAs(project, address, consent.id()).isEmpty()
                    && consents.recordConsent(project, address, consent.change(now))) {
                stored.add(consent.column());
            }
        }
        return stored;
    }
}
