package dev.actionflows.domain.testing;

import dev.actionflows.domain.id.IdSource;

import java.util.Random;

/** The same bytes in every test run. */
public final class SeededIds implements IdSource {
    private final Random random;

    public SeededIds(long seed) {
        this.random = new Random(seed);
    }

    @Override
    public synchronized byte[] randomBytes(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
