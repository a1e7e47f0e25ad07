package dev.actionflows.domain.management;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

public final class InMemoryRequestStore implements RequestStore {
    private final Map<String, Entry> entries = new HashMap<>();

    private record Entry(
            String fingerprint,
            String seed,
            String attempt,
            Instant leaseEndsAt,
            Instant keptUntil,
            Optional<KeptAnswer> answer) {

        Entry takenBy(String attempt, Instant leaseEndsAt) {
            return new Entry(fingerprint, seed, attempt, leaseEndsAt, keptUntil, answer);
        }
    }

    @Override
    public synchronized Begun begin(
            String request, String fingerprint, String attempt, Instant now) {
        Entry known = entries.get(request);
        if (known == null || !known.keptUntil().isAfter(now)) {
            entries.put(
                    request,
                    new Entry(
                            fingerprint,
                            attempt,
                            attempt,
                            now.plus(LEASE),
                            now.plus(KEPT),
                            Optional.empty()));
            return new Begun.Mine(attempt);
        }
        if (!known.fingerprint().equals(fingerprint)) {
            return new Begun.OtherRequest();
        }
        if (known.answer().isPresent()) {
            return new Begun.Done(known.answer().get());
        }
        if (known.leaseEndsAt().isAfter(now) && !known.attempt().equals(attempt)) {
            return new Begun.UnderWay();
        }
        entries.put(request, known.takenBy(attempt, now.plus(LEASE)));
        return new Begun.Mine(known.seed());
    }

    @Override
    public synchronized boolean isKnown(String request, String fingerprint, Instant now) {
        Entry known = entries.get(request);
        return known != null
                && known.fingerprint().equals(fingerprint)
                && known.keptUntil().isAfter(now);
    }

    @Override
    public synchronized void finish(String request, String attempt, KeptAnswer answer) {
        entries.computeIfPresent(
                request,
                (_, known) ->
                        isOpen(known, attempt)
                                ? new Entry(
                                        known.fingerprint(),
                                        known.seed(),
                                        attempt,
                                        known.leaseEndsAt(),
                                        known.keptUntil(),
                                        Optional.of(answer))
                                : known);
    }

    @Override
    public synchronized void forget(String request, String attempt) {
        Entry known = entries.get(request);
        if (known != null && known.attempt().equals(attempt)) {
            entries.remove(request);
        }
    }

    @Override
    public synchronized void giveBack(String request, String attempt) {
        entries.computeIfPresent(
                request,
                (_, known) ->
                        isOpen(known, attempt) ? known.takenBy(attempt, Instant.EPOCH) : known);
    }

    private static boolean isOpen(Entry entry, String attempt) {
        return entry.attempt().equals(attempt) && entry.answer().isEmpty();
    }
}
