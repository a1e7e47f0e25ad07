package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ReleaseId;

import java.util.Optional;

/**
 * Which facts a step needs, so that they are read together and no others are.
 *
 * @param fresh whether nothing may be remembered: what whoever looks a second time wants to know
 */
public record Needs(
        boolean project,
        boolean fan,
        boolean connections,
        Optional<ReleaseId> release,
        boolean fresh) {
    public static Needs nothing() {
        return new Needs(false, false, false, Optional.empty(), false);
    }

    public Needs withProject() {
        return new Needs(true, fan, connections, release, fresh);
    }

    public Needs withFan() {
        return new Needs(project, true, connections, release, fresh);
    }

    public Needs withConnections() {
        return new Needs(project, fan, true, release, fresh);
    }

    public Needs withRelease(ReleaseId id) {
        return new Needs(project, fan, connections, Optional.of(id), fresh);
    }

    /** The same as they are now. */
    public Needs asOfNow() {
        return new Needs(project, fan, connections, release, true);
    }
}
