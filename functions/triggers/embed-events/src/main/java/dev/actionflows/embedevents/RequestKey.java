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
 * The {@code Idempotency-Key} of one request, if it has one. No answer is kept under it, as the
 * management API does: the key names what has no name of its own, the events without an id and the
 * try of a code, and what has the same name is done once anyway. The name is made of key and
 * content, by a keyed hash. What a server's key came with is kept where the management API keeps
 * it: a project has each key once, whatever it is sent to.
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
     * @param key of the project's sender
     * @param request its operation, path and body
     * @param name of the request: its path and body, under this key
     */
    private record Hashes(String key, String request, String name) {}

    /** Reads the keys of requests. */
    record Reader(RequestStore requests, KeyRing keys, IdSource ids, InstantSource clock) {
        /**
         * @throws ProblemException INVALID_REQUEST when the header is there and is no key
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

    /** What this request is called; empty when it has no key. */
    Optional<String> name() {
        return hashes.map(Hashes::name);
    }

    /** The id of the request's only event, if it has none of its own. */
    Optional<String> eventId() {
        return name().map(name -> "key-" + name);
    }

    /** The id of one event of a batch, if it has none of its own. */
    Optional<String> eventId(int index) {
        return eventId().map(id -> id + "-" + index);
    }

    /**
     * Keeps the key for this request, for 24 hours; a request that was refused did nothing, so its
     * key is free again if it was the first one under it. Several of the same request at once do no
     * harm, since each event is taken once.
     *
     * @throws ProblemException IDEMPOTENCY_KEY_REUSED when another request has it; as the work
     */
    <T> T keptFor(Supplier<T> work) {
        if (hashes.isEmpty()) {
            return work.get();
        }
        String key = hashes.get().key();
        String attempt = ids.nonce();
        // whoever went before this one may have taken the event, and then the key stays
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
