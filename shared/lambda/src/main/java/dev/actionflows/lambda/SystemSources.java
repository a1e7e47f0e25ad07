package dev.actionflows.lambda;

import dev.actionflows.domain.id.IdSource;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Real time and real randomness. */
public final class SystemSources {
    private SystemSources() {}

    /** In whole milliseconds, as times are stored. */
    public static InstantSource clock() {
        InstantSource clock = SystemClock.clock();
        return () -> clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * The generator is made at the first use, not when the class loads: two functions restored from
     * one snapshot must not share its state.
     */
    public static IdSource ids() {
        return new IdSource() {
            private final SecureRandom random = new SecureRandom();

            @Override
            public byte[] randomBytes(int count) {
                byte[] bytes = new byte[count];
                random.nextBytes(bytes);
                return bytes;
            }
        };
    }
}
