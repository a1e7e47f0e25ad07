package dev.actionflows.embedevents;

import dev.actionflows.domain.document.Fields;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.embed.Client;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.embed.PageEvents;
import dev.actionflows.domain.embed.VerificationService;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.rate.AddressHash;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.lambda.http.HttpRequest;
import dev.actionflows.lambda.http.HttpResponse;
import dev.actionflows.lambda.http.Problems;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The operations of this function. */
final class Endpoints {
    static final String EVENTS = "/v1/events";
    static final String VERIFICATION = "/v1/verifications/{verificationId}";

    private static final int MAX_BYTES_OF_SERVER = 256 * 1024;
    private static final int MAX_BYTES_OF_PAGE = 16 * 1024;
    private static final int MAX_TOKEN_LENGTH = 200;

    private final Sender.Authentication authentication;
    private final Batch batch;
    private final PageEvents pageEvents;
    private final VerificationService typedCodes;
    private final RateLimiter limiter;
    private final AddressHash addresses;
    private final RequestKey.Reader keys;

    Endpoints(
            Sender.Authentication authentication,
            Batch batch,
            PageEvents pageEvents,
            VerificationService typedCodes,
            RateLimiter limiter,
            AddressHash addresses,
            RequestKey.Reader keys) {
        this.authentication = authentication;
        this.batch = batch;
        this.pageEvents = pageEvents;
        this.typedCodes = typedCodes;
        this.limiter = limiter;
        this.addresses = addresses;
        this.keys = keys;
    }

    /** The operations as the contract names them. */
    static List<String> operations() {
        return List.of(
                "POST " + EVENTS,
                "OPTIONS " + EVENTS,
                "POST " + VERIFICATION,
                "OPTIONS " + VERIFICATION);
    }

    /**
     * @param deadline when the response is due
     */
    HttpResponse answer(HttpRequest request, CrossOrigin origin, Deadline deadline) {
        boolean events = request.resource().equals(EVENTS);
        if (!events && !request.resource().equals(VERIFICATION)) {
            throw ProblemException.notFound("no such path");
        }
        return switch (request.method()) {
            case "OPTIONS" -> preflight(request, origin);
            case "POST" -> {
                Sender sender = authentication.of(request);
                if (sender.kind() == Sender.Kind.PAGE) {
                    origin.require(request, sender.project());
                    count(request, sender.project());
                }
                yield events ? events(request, sender, deadline) : code(request, sender);
            }
            default -> {
                ProblemException problem =
                        new ProblemException(
                                ErrorCode.METHOD_NOT_ALLOWED,
                                "this path accepts only POST and OPTIONS");
                yield Problems.response(problem, request.id()).withHeader("Allow", "POST, OPTIONS");
            }
        };
    }

    /**
     * Checks the client's limit before the project's, so that one client cannot use up the
     * project's limit.
     */
    private void count(HttpRequest request, Project project) {
        addresses
                .of(project, request.sourceIp())
                .ifPresent(it -> limiter.count(project.id(), Rate.REQUESTS_PER_ADDRESS, it));
        limiter.countOfProject(project.id(), Rate.REQUESTS_PER_PUBLISHABLE_KEY, 1);
    }

    /** Browsers send no Authorization header in a preflight request, so the key is in the URL. */
    private HttpResponse preflight(HttpRequest request, CrossOrigin origin) {
        Sender sender = authentication.of(request);
        origin.require(request, sender.project());
        return CrossOrigin.preflight();
    }

    private HttpResponse events(HttpRequest request, Sender sender, Deadline deadline) {
        Project project = sender.project();
        Client client = client(request);
        RequestKey key = keys.of(request, project);
        return switch (sender.kind()) {
            case SERVER ->
                    batch.answer(
                            project,
                            request.body().jsonObject(MAX_BYTES_OF_SERVER),
                            key,
                            client,
                            deadline);
            case PAGE -> {
                EventRequest event = event(request.body().jsonObject(MAX_BYTES_OF_PAGE));
                // the idempotency key is not stored: many clients send the same request, and their
                // keys must not conflict
                yield AnswerJson.response(
                        pageEvents.receive(
                                project, event.withIdIfNone(key.eventId()), client, deadline),
                        sender.kind());
            }
        };
    }

    private static EventRequest event(Map<String, @Nullable Object> body) {
        if (body.containsKey("events")) {
            throw new ProblemException(
                    ErrorCode.NOT_ALLOWED, "a batch requires the project's secret key");
        }
        Violations violations = new Violations();
        return violations.orThrow(EventRequest.decode(Fields.of(body, violations)));
    }

    private HttpResponse code(HttpRequest request, Sender sender) {
        VerificationId id =
                request.pathParameter("verificationId")
                        .flatMap(VerificationId::parse)
                        .orElseThrow(() -> ProblemException.notFound("no such verification"));
        RequestKey key = keys.of(request, sender.project());
        Violations violations = new Violations();
        Fields fields = Fields.of(request.body().jsonObject(MAX_BYTES_OF_PAGE), violations);
        Optional<String> code =
                fields.required(
                        "code",
                        text -> Optional.of(text.strip()).filter(VerificationService::isCode),
                        "the six digits that were sent");
        Optional<String> fanToken = fields.optionalText("fanToken", MAX_TOKEN_LENGTH);
        fields.rejectUnknown();
        String typed = violations.orThrow(code);
        Supplier<VerificationService.Verified> work =
                () ->
                        typedCodes.receive(
                                sender.project(), id, typed, fanToken, key.name(), client(request));
        return AnswerJson.response(
                switch (sender.kind()) {
                    case SERVER -> key.keptFor(work);
                    case PAGE -> work.get();
                });
    }

    private static Client client(HttpRequest request) {
        return new Client(request.sourceIp(), request.header("User-Agent"));
    }
}
