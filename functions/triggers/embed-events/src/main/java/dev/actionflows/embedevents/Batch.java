package dev.actionflows.embedevents;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.embed.Client;
import dev.actionflows.domain.embed.EventAnswer;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.embed.ServerEvents;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.telemetry.Level;
import dev.actionflows.lambda.telemetry.Line;
import dev.actionflows.lambda.telemetry.Log;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Accepts one event of a server, or up to a hundred with one result each. Events of a batch are
 * processed concurrently, in no particular order. An event that does not finish in time is reported
 * as retryable; the retry is idempotent.
 */
final class Batch {
    static final int MAX_EVENTS = 100;

    /** Each event mostly waits for the database and Step Functions. */
    private static final int AT_ONCE = 8;

    private final ServerEvents events;
    private final RateLimiter limiter;
    private final Log log;

    Batch(ServerEvents events, RateLimiter limiter, Log log) {
        this.events = events;
        this.limiter = limiter;
        this.log = log;
    }

    HttpResponse answer(
            Project project,
            Map<String, @Nullable Object> body,
            RequestKey key,
            Client client,
            Deadline deadline) {
        if (!body.containsKey("events")) {
            limiter.countOfProject(project.id(), Rate.EVENTS_PER_SECRET_KEY, 1);
            Violations violations = new Violations();
            EventRequest event =
                    violations.orThrow(EventRequest.decode(Fields.of(body, violations)));
            Supplier<EventAnswer> work =
                    () -> events.receive(project, event, key.eventId(), client);
            return AnswerJson.response(key.keptFor(work), Sender.Kind.SERVER);
        }
        List<?> documents = documents(body);
        limiter.countOfProject(project.id(), Rate.EVENTS_PER_SECRET_KEY, documents.size());
        Supplier<List<Map<String, @Nullable Object>>> work =
                () -> results(project, documents, key, client, deadline);
        return HttpResponse.json(200, Map.of("results", key.keptFor(work)));
    }

    private static List<?> documents(Map<String, @Nullable Object> body) {
        Violations violations = new Violations();
        Object value = body.get("events");
        List<?> documents = value instanceof List<?> list ? list : List.of();
        if (documents.isEmpty() || documents.size() > MAX_EVENTS) {
            violations.add("/events", "must be a list of 1 to %d events".formatted(MAX_EVENTS));
        }
        body.keySet().stream()
                .filter(name -> !name.equals("events"))
                .forEach(
                        name ->
                                violations.add(
                                        "/" + name.replace("~", "~0").replace("/", "~1"),
                                        "is not allowed beside events"));
        return violations.orThrow(Optional.of(documents));
    }

    private List<Map<String, @Nullable Object>> results(
            Project project, List<?> documents, RequestKey key, Client client, Deadline deadline) {
        ExecutorService executor = Executors.newFixedThreadPool(AT_ONCE);
        try {
            Set<String> ids = new HashSet<>();
            List<Pending> pending = new ArrayList<>();
            for (int index = 0; index < documents.size(); index++) {
                Object document = documents.get(index);
                Optional<String> own = ownId(document);
                boolean repeated = own.isPresent() && !ids.add(own.get());
                Member member =
                        new Member(
                                document,
                                "/events/" + index,
                                own,
                                hasId(document) ? Optional.empty() : key.eventId(index),
                                repeated);
                pending.add(
                        new Pending(
                                member.id(),
                                executor.submit(one(project, member, client, deadline))));
            }
            return pending.stream().map(it -> it.result(deadline)).toList();
        } finally {
            // a task in progress may still finish after the response; a retry detects that
            executor.shutdownNow();
        }
    }

    /**
     * One event of a batch.
     *
     * @param ownId the sender's id
     * @param otherId the id derived from the request's idempotency key, for an event without its
     *     own
     * @param repeated whether an earlier event of the batch has the same id
     */
    private record Member(
            @Nullable Object document,
            String pointer,
            Optional<String> ownId,
            Optional<String> otherId,
            boolean repeated) {
        Optional<String> id() {
            return ownId.or(() -> otherId);
        }
    }

    private static boolean hasId(@Nullable Object document) {
        return document instanceof Map<?, ?> map && map.containsKey("id");
    }

    private static Optional<String> ownId(@Nullable Object document) {
        return document instanceof Map<?, ?> map && map.get("id") instanceof String id
                ? Optional.of(id)
                : Optional.empty();
    }

    private Callable<Map<String, @Nullable Object>> one(
            Project project, Member member, Client client, Deadline deadline) {
        return () -> {
            try {
                if (deadline.left().isNegative()) {
                    throw late();
                }
                return AnswerJson.of(
                        events.receive(project, decode(member), member.otherId(), client),
                        Sender.Kind.SERVER);
            } catch (ProblemException e) {
                return AnswerJson.refused(member.id(), e);
            } catch (RuntimeException e) {
                log.write(
                        new Line(Level.ERROR, "an event of a batch failed")
                                .with("projectId", project.id().value())
                                .failure(e));
                return AnswerJson.refused(
                        member.id(),
                        new ProblemException(ErrorCode.INTERNAL_ERROR, "internal error"));
            }
        };
    }

    private static EventRequest decode(Member member) {
        if (!(member.document() instanceof Map<?, ?> map)) {
            throw ProblemException.invalid(member.pointer(), "must be an object");
        }
        Violations violations = new Violations();
        Fields fields = Fields.at(member.pointer(), map, violations);
        Optional<EventRequest> event = EventRequest.decode(fields);
        if (member.id().isEmpty() && !fields.has("id")) {
            fields.violation(
                    "id",
                    "is required in a batch, so that the batch can be retried; or send an"
                            + " Idempotency-Key with the batch");
        } else if (member.repeated()) {
            fields.violation("id", "is the id of an earlier event in this batch");
        }
        return violations.orThrow(event);
    }

    private static ProblemException late() {
        return new ProblemException(
                ErrorCode.TRY_AGAIN, "there was no time to process this event; retry");
    }

    /**
     * An event in progress.
     *
     * @param id the sender's id
     */
    private record Pending(Optional<String> id, Future<Map<String, @Nullable Object>> answer) {
        Map<String, @Nullable Object> result(Deadline deadline) {
            try {
                return answer.get(Math.max(0, deadline.left().toMillis()), TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                return AnswerJson.refused(id, late());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return AnswerJson.refused(id, late());
            } catch (ExecutionException e) {
                throw new IllegalStateException("an event of a batch failed", e.getCause());
            }
        }
    }
}
