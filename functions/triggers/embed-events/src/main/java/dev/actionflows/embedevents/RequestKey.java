package dev.actionflows.embedevents;

import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.Project;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.IdempotencyKey;
import dev.actionflows.lambda.http.RequestHasher;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The {@code Idempotency-Key} of one request, if any. Unlike in the management API, no response is
 * stored under it. Instead, events without an id and the tries of a code get names derived from it,
 * and equal names are processed once anyway. A name is a keyed hash of key and content. A server's
 * key is stored in the same place as in the management API, so within a project a key identifies
 * one request across all operations.
 */
final class RequestKey {
    /** In hexadecimal: 128 bits. */
    private static final int NAME_LENGTH = 32;

    private final RequestStore requests;
    private final IdSource ids;
    private final InstantSource clock;
    private final Optional<Hashes> hashes;

    private RequestKey(
            RequestStore requests, IdSource ids, InstantSource clock, Optional<Hashes> hashes) {
        this.requests = requests;
        this.ids = ids;
        this.clock = clock;
        this.hashes = hashes;
    }

    /**
     * @param key the hash of the sender's key
     * @param request the hash of operation, path, and body
     * @param name the hash of path and body under this key
     */
    private record Hashes(String key, String request, String name) {}

    /** Reads the keys of requests. */
    record Reader(RequestStore requests, KeyRing keys, IdSource ids, InstantSource clock) {
        /**
         * @throws ProblemException INVALID_REQUEST when the header is present but malformed
         */
        RequestKey of(HttpRequest request, Project project) {
            return new RequestKey(
                    requests,
                    ids,
                    clock,
                    IdempotencyKey.of(request).map(key -> hashes(request, project, key)));
        }

        private Hashes hashes(HttpRequest request, Project project, String key) {
            RequestHasher hasher = new RequestHasher(keys);
            String scope = project.id().value();
            String name =
                    hasher.hash(
                            "event-request", scope, key, request.path(), request.body().asItCame());
            return new Hashes(
                    hasher.key(scope, key),
                    hasher.request(request, ""),
                    name.substring(0, NAME_LENGTH));
        }
    }

    /** The name of this request; empty when it has no key. */
    Optional<String> name() {
        return hashes.map(Hashes::name);
    }

    /** The id for the request's single event if the event has none. */
    Optional<String> eventId() {
        return name().map(name -> "key-" + name);
    }

    /** The id for one event of a batch if the event has none. */
    Optional<String> eventId(int index) {
        return eventId().map(id -> id + "-" + index);
    }

    /**
     * Reserves the key for this request for 24 hours, then does the work. A rejected request has no
     * effect, so its key becomes free again if the request was the first to use it. Concurrent
     * retries are safe because each event is processed once.
     *
     * @throws ProblemException IDEMPOTENCY_KEY_REUSED when a different request has the key, or
     *     whatever the work throws
     */
    <T> T keptFor(Supplier<T> work) {
        if (hashes.isEmpty()) {
            return work.get();
        }
        String key = hashes.get().key();
        String attempt = ids.nonce();
        // an earlier attempt may have processed the event, so the key stays reserved
        boolean isFirst =
                switch (requests.begin(key, hashes.get().request(), attempt, clock.instant())) {
                    case RequestStore.Begun.Mine(String seed) -> seed.equals(attempt);
                    case RequestStore.Begun.UnderWay _, RequestStore.Begun.Done _ -> false;
                    case RequestStore.Begun.OtherRequest() -> throw IdempotencyKey.reused();
                };
        try {
            return work.get();
        } catch (ProblemException e) {
            switch (e.code().category()) {
                case CALLER -> {
                    if (isFirst) {
                        requests.forget(key, attempt);
                    }
                }
                case INTERNAL -> {}
            }
            throw e;
        }
    }
}
