package dev.actionflows.simulator;

import java.util.List;

/** Mistakes about releases whose date changes, or that are cancelled. */
final class ReleaseMutants {
    private ReleaseMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "nobody is woken when a release comes out sooner or is cancelled",
                        Guarantee.DATE_FOLLOWED,
                        "CatalogService",
                        "changed.isHastened() ? Requirement.releaseChanges(id) : List.of();",
                        "List.of();"),
                new Mutant(
                        "a repeated request to move a release wakes nobody",
                        Guarantee.DATE_FOLLOWED,
                        "CatalogService",
                        "changed.isHastened() ? Requirement.releaseChanges(id) : List.of();",
                        "changed.isHastened() && !changed.equals(before)"
                                + " ? Requirement.releaseChanges(id) : List.of();"),
                new Mutant(
                        "a day in place of a month wakes who waits although it is later",
                        Guarantee.DATE_FOLLOWED,
                        "ReleaseDate",
                        "|| certainDay().isBefore(before.certainDay());",
                        "|| certainDay().isBefore(before.certainDay())"
                                + " || (isExact() && !before.isExact());"),
                new Mutant(
                        "a wait for release day is not announced",
                        Guarantee.DATE_FOLLOWED,
                        "ReleaseWaits",
                        "while (wait.isPresent() && wait.get().until().isAfter(expiresAt)) {",
                        "while (wait.isPresent() && expiresAt.isAfter(Instant.MIN)) {"),
                new Mutant(
                        "an album is waited for until the date that it had",
                        Guarantee.DATE_FOLLOWED,
                        "StreamingAction",
                        "Optional.of(Requirement.releaseChange(release.id(), fan.id())),",
                        "Optional.empty(),"),
                new Mutant(
                        "a month counts as its first day",
                        Guarantee.DATE_FOLLOWED,
                        "ReleaseDate",
                        "case MONTH -> first.plusMonths(1);",
                        "case MONTH -> first;"),
                new Mutant(
                        "a wait for release day ends when it is judged again",
                        Guarantee.DATE_FOLLOWED,
                        "WaitOutcomes",
                        "return end.isAfter(now)",
                        "return end.isAfter(now) && (orOnceMet.isEmpty() ||"
                                + " startedAt.equals(now))"),
                new Mutant(
                        "a wait that has begun is given up because of a mistyped date",
                        Guarantee.DATE_FOLLOWED,
                        "WaitOutcomes",
                        "(hasWaited || !release.releaseDate().isExact())",
                        "!release.releaseDate().isExact()"),
                new Mutant(
                        "the steps after a wait for a cancelled release are done",
                        Guarantee.DATE_FOLLOWED,
                        "RunSteps",
                        "leaveOut(after, index, reason, outcomeRecord.at());",
                        ""));
    }
}
