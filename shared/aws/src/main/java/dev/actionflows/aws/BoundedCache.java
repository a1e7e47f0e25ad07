package dev.actionflows.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** An LRU cache whose entries expire. */
final class BoundedCache<K, V> {
    private final int maxEntries;
    private final Duration timeToLive;
    private final InstantSource clock;
    private final Map<K, Entry<V>> entries = new LinkedHashMap<>(16, 0.75f, true);

    BoundedCache(int maxEntries, Duration timeToLive, InstantSource clock) {
        this.maxEntries = maxEntries;
        this.timeToLive = timeToLive;
        this.clock = clock;
    }

    synchronized Optional<V> find(K key) {
        Entry<V> entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(entry.until())) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.value());
    }

    void put(K key, V value) {
        put(key, value, clock.instant());
    }

    /**
     * @param since when the value was known to be current
     */
    synchronized void put(K key, V value, Instant since) {
        entries.put(key, new Entry<>(value, since.plus(timeToLive)));
        if (entries.size() > maxEntries) {
            entries.remove(entries.keySet().iterator().next());
        }
    }

    synchronized void remove(K key) {
        entries.remove(key);
    }

    private record Entry<V>(V value, Instant until) {}
}
