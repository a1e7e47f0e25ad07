package dev.actionflows.domain.intake;

import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

public final class InMemoryHandledEventStore implements HandledEventStore {
    private final Map<String, byte[]> notes = new HashMap<>();

    @Override
    public synchronized BitSet find(String notification) {
        byte[] done = notes.get(notification);
        return done == null ? new BitSet() : BitSet.valueOf(done);
    }

    @Override
    public synchronized void note(String notification, BitSet done, Instant now) {
        notes.put(notification, done.toByteArray());
    }
}
