package dev.actionflows.domain.intake;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;

import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A release of an artist that the system has found: an event of every fan who has opted in to all
 * of the artist's releases.
 *
 * @param id the detector's id, equal for each report of this release: 1 to 100 letters, digits,
 *     dots, colons, underscores and dashes
 * @param detectedAt it is an event of the fans who had opted in by then
 * @param fan the only fan whose event it is, if not of all fans
 * @param cursor where to continue in the list of fans
 * @param pass the message that began this pass through the list; empty if it is this message
 */
public record DetectedRelease(
        ProjectId project,
        ArtistId artist,
        ReleaseId release,
        String id,
        Instant detectedAt,
        Optional<FanId> fan,
        Optional<String> cursor,
        Optional<String> pass) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._:-]{1,100}");

    public DetectedRelease {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException("not an id of a detected release");
        }
    }

    /** Parses an id. */
    public static Optional<String> parseId(String text) {
        return Optional.of(text).filter(it -> ID.matcher(it).matches());
    }

    DetectedRelease ofFan(FanId only) {
        return new DetectedRelease(
                project,
                artist,
                release,
                id,
                detectedAt,
                Optional.of(only),
                Optional.empty(),
                Optional.empty());
    }

    DetectedRelease from(String place, String onPass) {
        return new DetectedRelease(
                project,
                artist,
                release,
                id,
                detectedAt,
                Optional.empty(),
                Optional.of(place),
                Optional.of(onPass));
    }
}
