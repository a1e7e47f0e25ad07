package dev.actionflows.flows;

import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.management.RequestStore;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.json.Json;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.IdempotencyKey;
import dev.actionflows.lambda.http.RequestHasher;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Implements {@code Idempotency-Key}: a repeated request gets the stored response and is not
 * executed again.
 *
 * <p>Responses are stored encrypted with the key of the project that they concern, because one of
 * them contains the project's keys. Requests are identified by keyed hashes; a plain hash of a body
 * could be reversed by guessing its phone number.
 */
final class Idempotency {
    private final RequestStore requests;
    private final ProjectStore projects;
    private final RequestHasher hasher;
    private final Vault vault;
    private final IdSource ids;
    private final InstantSource clock;

    Idempotency(
            RequestStore requests,
            ProjectStore projects,
            KeyRing keys,
            Vault vault,
            IdSource ids,
            InstantSource clock) {
        this.requests = requests;
        this.projects = projects;
        this.hasher = new RequestHasher(keys);
        this.vault = vault;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Calls the endpoint unless a response to this request is stored.
     *
     * @throws ProblemException any that the endpoint throws, or INVALID_REQUEST,
     *     IDEMPOTENCY_KEY_REUSED, REQUEST_IN_PROGRESS because of the key
     */
    HttpResponse answer(HttpRequest request, Caller caller, Endpoint endpoint) {
        Optional<String> key = IdempotencyKey.of(request);
        return key.isEmpty()
                ? endpoint.answer(request, caller)
                : answerOnce(key.get(), request, caller, endpoint);
    }

    private HttpResponse answerOnce(
            String key, HttpRequest request, Caller caller, Endpoint endpoint) {
        String hash = hasher.key(scopeOf(caller), key);
        Instant now = clock.instant();
        String attempt = RequestIds.attempt(now, ids.nonce());
        RequestStore.Begun begun =
                requests.begin(hash, fingerprint(request, keyHashOf(caller)), attempt, now);
        return switch (begun) {
            case RequestStore.Begun.Mine(String seed) ->
                    new Attempt(hash, attempt).execute(request, caller, endpoint, seed);
            case RequestStore.Begun.Done(RequestStore.KeptAnswer answer) -> replayed(hash, answer);
            case RequestStore.Begun.UnderWay() ->
                    throw new ProblemException(
                            ErrorCode.REQUEST_IN_PROGRESS,
                            "a request with this Idempotency-Key is in progress; retry"
                                    + " to get its response");
            case RequestStore.Begun.OtherRequest() -> throw IdempotencyKey.reused();
        };
    }

    /** One attempt to execute a request under a lease. */
    private final class Attempt {
        private final String hash;
        private final String attempt;

        Attempt(String hash, String attempt) {
            this.hash = hash;
            this.attempt = attempt;
        }

        HttpResponse execute(HttpRequest request, Caller caller, Endpoint endpoint, String seed) {
            try {
                HttpResponse response =
                        RequestIds.during(seed, () -> endpoint.answer(request, caller));
                if (response.status() < 300) {
                    keep(request, caller, response);
                } else {
                    requests.forget(hash, attempt);
                }
                return response;
            } catch (ProblemException e) {
                switch (e.code().category()) {
                    // nothing was executed
                    case CALLER -> requests.forget(hash, attempt);
                    case INTERNAL -> requests.giveBack(hash, attempt);
                }
                throw e;
            } catch (RuntimeException e) {
                requests.giveBack(hash, attempt);
                throw e;
            }
        }

        private void keep(HttpRequest request, Caller caller, HttpResponse response) {
            Project owner = ownerOf(request, caller, response);
            Map<String, Object> text = new LinkedHashMap<>();
            text.put("status", response.status());
            text.put("headers", response.headers());
            text.put("body", response.body());
            requests.finish(
                    hash,
                    attempt,
                    new RequestStore.KeptAnswer(
                            owner.id(), vault.seal(owner, context(hash), Json.write(text))));
        }
    }

    private HttpResponse replayed(String hash, RequestStore.KeptAnswer answer) {
        Project owner = projects.find(answer.project()).orElseThrow();
        Map<String, @Nullable Object> text =
                Json.readObject(vault.open(owner, context(hash), answer.text()));
        Map<String, String> headers = new LinkedHashMap<>();
        ((Map<?, ?>) Objects.requireNonNull(text.get("headers")))
                .forEach((name, value) -> headers.put(String.valueOf(name), String.valueOf(value)));
        return new HttpResponse(
                        ((Number) Objects.requireNonNull(text.get("status"))).intValue(),
                        headers,
                        String.valueOf(text.get("body")))
                .withHeader("Idempotency-Replayed", "true");
    }

    private static String context(String hash) {
        return "answer/" + hash;
    }

    /**
     * The project whose key encrypts the response: the caller's project, the one in the path, or
     * the new one.
     */
    private Project ownerOf(HttpRequest request, Caller caller, HttpResponse response) {
        return switch (caller) {
            case Caller.KeyHolder _, Caller.Predecessor _ -> caller.project();
            case Caller.Administrator() ->
                    request.pathParameter("projectId")
                            .or(() -> madeBy(response))
                            .flatMap(ProjectId::parse)
                            .flatMap(projects::find)
                            .orElseThrow();
        };
    }

    private static Optional<String> madeBy(HttpResponse response) {
        return Optional.ofNullable(Json.readObject(response.body()).get("id")).map(String::valueOf);
    }

    private static String scopeOf(Caller caller) {
        return switch (caller) {
            case Caller.KeyHolder _, Caller.Predecessor _ -> caller.project().id().value();
            case Caller.Administrator() -> "administrator";
        };
    }

    private static String keyHashOf(Caller caller) {
        return switch (caller) {
            case Caller.KeyHolder holder -> holder.keyHash();
            case Caller.Predecessor(_, String keyHash) -> keyHash;
            case Caller.Administrator() -> "";
        };
    }

    /**
     * A rotation invalidates the key that requests it. A retry may therefore use a key that is
     * valid for nothing else, so it must be exactly the same key, or a session of it.
     */
    private String fingerprint(HttpRequest request, String keyHash) {
        return hasher.request(
                request, ProjectPagesResource.rotatesSecretKey(request) ? keyHash : "");
    }

    /**
     * Whether this key was valid when it began this same rotation of itself under the same
     * idempotency key. Stores nothing.
     */
    boolean hasBegun(HttpRequest request, ProjectId project, String keyHash) {
        return ProjectPagesResource.rotatesSecretKey(request)
                && IdempotencyKey.of(request)
                        .filter(
                                it ->
                                        requests.isKnown(
                                                hasher.key(project.value(), it),
                                                fingerprint(request, keyHash),
                                                clock.instant()))
                        .isPresent();
    }
}
