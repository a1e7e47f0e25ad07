package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.ReleaseId;

import java.util.Optional;

/**
 * The facts that a step needs, so that exactly these are read, and in one read.
 *
 * @param artist an artist of the project
 * @param fresh whether cached values are excluded, as for a second look
 * @param instagram the project's Instagram account
 */
public record RequiredFacts(
        boolean project,
        boolean fan,
        boolean connections,
        Optional<ReleaseId> release,
        Optional<ArtistId> artist,
        boolean fresh,
        boolean instagram) {
    public static RequiredFacts nothing() {
        return new RequiredFacts(
                false, false, false, Optional.empty(), Optional.empty(), false, false);
    }

    public RequiredFacts withProject() {
        return new RequiredFacts(true, fan, connections, release, artist, fresh, instagram);
    }

    public RequiredFacts withFan() {
        return new RequiredFacts(project, true, connections, release, artist, fresh, instagram);
    }

    public RequiredFacts withConnections() {
        return new RequiredFacts(project, fan, true, release, artist, fresh, instagram);
    }

    public RequiredFacts withRelease(ReleaseId id) {
        return new RequiredFacts(
                project, fan, connections, Optional.of(id), artist, fresh, instagram);
    }

    public RequiredFacts withArtist(ArtistId id) {
        return new RequiredFacts(
                project, fan, connections, release, Optional.of(id), fresh, instagram);
    }

    public RequiredFacts withInstagram() {
        return new RequiredFacts(project, fan, connections, release, artist, fresh, true);
    }

    /** The same facts, without cached values. */
    public RequiredFacts asOfNow() {
        return new RequiredFacts(project, fan, connections, release, artist, true, instagram);
    }
}
