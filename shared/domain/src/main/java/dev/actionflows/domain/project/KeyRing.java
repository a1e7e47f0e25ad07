package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;

/** The deployment's master key, which never leaves its service, and the keys wrapped by it. */
public interface KeyRing {
    /** Creates a 256-bit data key for a project; only the wrapped form is ever stored. */
    WrappedKey createDataKey(ProjectId project);

    /**
     * @return the 256-bit data key; implementations cache it for a few minutes
     */
    byte[] unwrap(ProjectId project, WrappedKey key);

    /**
     * The deployment's 256-bit key for identity hashes; created by the first call, and never
     * changed.
     */
    byte[] identityKey();
}
