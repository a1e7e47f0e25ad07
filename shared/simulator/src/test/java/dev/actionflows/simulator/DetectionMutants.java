package dev.actionflows.simulator;

import java.util.List;

/** Mistakes about finding new releases, and connections that are about to expire. */
final class DetectionMutants {
    private DetectionMutants() {}

    static List<Mutant> all() {
        return List.of(
                new Mutant(
                        "what is judged is stored as done before fans hear of it",
                        Guarantee.RELEASES_DETECTED,
                        "ReleaseDetector",
                        "discographies.store(watched.project(), watched.artist(), next);",
                        "discographies.store(watched.project(), watched.artist(),"
                                + " changed.withOpen(List.of()).next());"),
                new Mutant(
                        "an album whose code cannot be read is taken for a known one",
                        Guarantee.RELEASES_DETECTED,
                        "AlbumJudging",
                        "Optional<ListedAlbum> identified = withUpc(listed);",
                        "Optional<ListedAlbum> identified = withUpc(listed);"
                                + " if (identified.isEmpty()) {"
                                + " remember(listed, Optional.empty()); return true; }"),
                new Mutant(
                        "an old album is new",
                        Guarantee.RELEASES_DETECTED,
                        "AlbumJudging",
                        "|| !album.date().first().isBefore(newFrom);",
                        "|| newFrom != null;"),
                new Mutant(
                        "only the first page of albums is read",
                        Guarantee.RELEASES_DETECTED,
                        "AlbumListReader",
                        "atEnd = next.isEmpty();",
                        "atEnd = true;"),
                new Mutant(
                        "an edition is a release of its own",
                        Guarantee.RELEASES_DETECTED,
                        "AlbumTitle",
                        "String withoutMarks = EDITION.matcher(plain).replaceAll(\"\");",
                        "String withoutMarks = plain;"),
                new Mutant(
                        "albums of two services are not compared",
                        Guarantee.RELEASES_DETECTED,
                        "AlbumJudge",
                        ".filter(same)",
                        ".filter(same.and(it -> it.provider() == provider))"),
                new Mutant(
                        "an album at another service is known, and its id is not stored",
                        Guarantee.RELEASES_DETECTED,
                        "DetectedReleases",
                        "|| writer.replace(project, changed, before.get().serviceIds().revision())",
                        "|| changed != null"),
                new Mutant(
                        "a connection is stored as announced before it is",
                        Guarantee.EXPIRY_ANNOUNCED,
                        "ConnectionWatcher",
                        "queue.send(connection.event(deadline.clock().instant()));",
                        "connections.announced(connection);"
                                + " queue.send(connection.event(deadline.clock().instant()));"),
                new Mutant(
                        "a connection is announced long before it expires",
                        Guarantee.EXPIRY_ANNOUNCED,
                        "ConnectionWatcher",
                        "Instant now = deadline.clock().instant();",
                        "Instant now = deadline.clock().instant()"
                                + ".plus(java.time.Duration.ofDays(200));"),
                new Mutant(
                        "a fan who has renewed a connection is asked to",
                        Guarantee.EXPIRY_ANNOUNCED,
                        "OutcomeReceiver",
                        ".anyMatch(outcome.id()::equals)",
                        ".anyMatch(_ -> true)"));
    }
}
