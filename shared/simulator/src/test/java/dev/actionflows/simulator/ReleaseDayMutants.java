package dev.actionflows.simulator;

import java.util.List;
import java.util.stream.Stream;

/** Mistakes about the days on which releases come out. */
final class ReleaseDayMutants {
    private ReleaseDayMutants() {}

    static List<Mutant> all() {
        return Stream.of(announcements(), detections(), jobs()).flatMap(List::stream).toList();
    }

    private static List<Mutant> announcements() {
        return List.of(
                new Mutant(
                        "a date is stored and its day is not announced",
                        Guarantee.RELEASE_DAY_HELD,
                        "CatalogService",
                        "? days.announce(project, changed)",
                        "? () -> {}"),
                new Mutant(
                        "a day that has come is announced only after its date is stored",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDays",
                        "queue.get().releaseOut(out, longer(until, WakeUpQueue.IN_DOUBT));",
                        ""),
                new Mutant(
                        "a day that is too near for the scheduler is not announced",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDays",
                        "if (until.compareTo(NEAR) > 0) {",
                        "if (until.compareTo(NEAR) <= 0) { return () -> {}; }"
                                + " if (until.compareTo(NEAR) > 0) {"),
                new Mutant(
                        "a message that arrives a moment early starts nothing",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseOutReceiver",
                        "queue.get().releaseOut(message, until.compareTo(SOON) <= 0 ? until :"
                                + " SOON);",
                        ""));
    }

    private static List<Mutant> detections() {
        return List.of(
                new Mutant(
                        "a detected release is not saved for those who opted in",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseReceiver",
                        "private void take(Fan fan) {",
                        "private void take(Fan fan) { if (count > 0) {"
                                + " intake.takeIfAnyFlowListens("
                                + "event(detected, sender(detected, fan)), facts); return; }"),
                new Mutant(
                        "fans are registered for a detected release that has had its day",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseReceiver",
                        "if (page.next().isEmpty()) {",
                        "if (page.next().isEmpty() && taken.count < 0) {"));
    }

    private static List<Mutant> jobs() {
        return List.of(
                new Mutant(
                        "a fan is recorded before the service was asked",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDayPage",
                        "ActionResult result = ports.actions().save(project, fan, release,"
                                + " deadline);",
                        "record(preSaver, Reason.SAVED); ActionResult result ="
                                + " ports.actions().save(project, fan, release, deadline);"),
                new Mutant(
                        "a fan is recorded as saved although the service did not answer",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDayPage",
                        "if (result instanceof ActionResult.Done) {",
                        "if (!(result instanceof ActionResult.NotConnected)) {"),
                new Mutant(
                        "the event of a saved release is taken after the result is recorded",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDayPage",
                        "eventOf(preSaver, fan)",
                        "record(preSaver, Reason.SAVED);"
                                + " Optional.of(event(preSaver.fan(), fan))"),
                new Mutant(
                        "the event of a saved release is another one for each job",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDayPage",
                        ".formatted(key.release(), registered)",
                        ".formatted(key.job(), registered)"),
                new Mutant(
                        "the last pass does not record why a release is not saved",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDayPage",
                        "if (!isDone && isLastPass) {",
                        "if (!isDone && isLastPass && counts.fans() < 0) {"),
                new Mutant(
                        "a call that runs out of time leaves out the next fan",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDayPage",
                        "return past(last.get(), new ReleaseDayAnswer.More());",
                        "return past(preSaver.fan(), new ReleaseDayAnswer.More());"),
                new Mutant(
                        "a page is taken for the whole shard",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDayPage",
                        "return members.size() < SIZE",
                        "return members.size() <= SIZE"),
                new Mutant(
                        "a fan whose service is limited for a moment is left out",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDayPage",
                        "return last.map(it -> past(it, answer)).orElse(answer);",
                        "return past(preSaver.fan(), answer);"),
                new Mutant(
                        "a job goes on although its release was moved to a later date",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDaySaver",
                        "if (!release.get().isOut(now)) {",
                        "if (!release.get().isOut(now) && progress.pass() == 0) {"),
                new Mutant(
                        "a job goes on although its release was cancelled",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDaySaver",
                        "|| release.filter(it -> !it.isCancelled()).isEmpty()) {\n"
                                + "            return stored(ports.jobs(), key,"
                                + " progress.stopped(now));\n"
                                + "        }\n"
                                + "        if (!release.get().isOut(now)) {",
                        "|| release.isEmpty()) {\n"
                                + "            return stored(ports.jobs(), key,"
                                + " progress.stopped(now));\n"
                                + "        }\n"
                                + "        if (!release.get().releaseDate().isOut(now)) {"),
                new Mutant(
                        "a job takes the progress of an earlier one for its own",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDaySaver",
                        ".filter(it -> it.job().equals(key.job()))",
                        """
                        .map(
                                it ->
                                        it.job().equals(key.job())
                                                ? it
                                                : new ShardProgress(
                                                        shard,
                                                        key.job(),
                                                        it.revision(),
                                                        it.pass(),
                                                        it.after(),
                                                        Optional.empty(),
                                                        Optional.empty(),
                                                        false,
                                                        it.counts(),
                                                        Optional.empty(),
                                                        ports.clock().instant()))
                        """),
                new Mutant(
                        "a job leaves out whom an earlier one has given up",
                        Guarantee.RELEASE_DAY_HELD,
                        "PreSaver",
                        "return result.filter(it -> it.job().equals(job) && !it.isSaved())",
                        "return result.filter(it -> !it.isSaved())"),
                new Mutant(
                        "who pre-saves while the release comes out is left out",
                        Guarantee.RELEASE_DAY_HELD,
                        "ReleaseDayPage",
                        "progress.pass() > 0 && progress.counts()",
                        "progress.pass() >= 0 && progress.counts()"),
                new Mutant(
                        "the fans of a page count twice",
                        Guarantee.RELEASE_DAY_HELD,
                        "releaseday/ShardProgress",
                        "return end(counts.plus(more), now);",
                        "return end(counts.plus(more).plus(more), now);"));
    }
}
