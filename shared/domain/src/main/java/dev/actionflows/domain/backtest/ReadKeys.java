package dev.actionflows.domain.backtest;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.WrappedKey;

/** The keys of production, whose failures are remembered. */
record ReadKeys(KeyRing real, ReadFailures failures) implements KeyRing {
    @Override
    public WrappedKey createDataKey(ProjectId project) {
        throw new UnsupportedOperationException("no step creates a key");
    }

    @Override
    public byte[] unwrap(ProjectId project, WrappedKey key) {
        return failures.read(() -> real.unwrap(project, key));
    }

    @Override
    public byte[] identityKey() {
        return failures.read(real::identityKey);
    }
}
