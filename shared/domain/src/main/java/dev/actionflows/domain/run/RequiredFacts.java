package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ReleaseId;

import java.util.Optional;

/**
 * The facts that a step needs, so that exactly these are read, and in one read.
 *
 * @param fresh whether cached values are excluded, as for a second look
 */
public record RequiredFacts(
        boolean project,
        boolean fan,
        boolean connections,
        Optional<ReleaseId> release,
        boolean fresh) {
    public static RequiredFacts nothing() {
        return new RequiredFacts(false, false, false, Optional.empty(), false);
    }

    public RequiredFacts withProject() {
        return new RequiredFacts(true, fan, connections, release, fresh);
    }

    public RequiredFacts withFan() {
        return new RequiredFacts(project, true, connections, release, fresh);
    }

    public RequiredFacts withConnections() {
        return new RequiredFacts(project, fan, true, release, fresh);
    }

    public RequiredFacts withRelease(ReleaseId id) {
        return new RequiredFacts(project, fan, connections, Optional.of(id), fresh);
    }

    /** The same facts, without cached values. */
    public RequiredFacts asOfNow() {
        return new RequiredFacts(project, fan, connections, release, true);
    }
}
