package dev.actionflows.domain.run;

import dev.actionflows.domain.id.ReleaseId;

import java.util.Optional;

/** Which facts a step needs, so that they are read together and no others are. */
public record Needs(
        boolean project, boolean fan, boolean connections, Optional<ReleaseId> release) {
    public static Needs nothing() {
        return new Needs(false, false, false, Optional.empty());
    }

    public Needs withProject() {
        return new Needs(true, fan, connections, release);
    }

    public Needs withFan() {
        return new Needs(project, true, connections, release);
    }

    public Needs withConnections() {
        return new Needs(project, fan, true, release);
    }

    public Needs withRelease(ReleaseId id) {
        return new Needs(project, fan, connections, Optional.of(id));
    }
}
