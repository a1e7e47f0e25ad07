package dev.actionflows.domain.embed;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ActionResult;
import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.connect.FanSession;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.intake.ActionEvents;
import dev.actionflows.domain.intake.EventConsent;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.EventScopes;
import dev.actionflows.domain.intake.EventSender;
import dev.actionflows.domain.intake.IncomingEvent;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Events that a project's pages send with the publishable key, which anybody can read. A page
 * proves nothing: an address counts once it is verified, and an action at a streaming service is
 * performed here and now.
 */
public final class PageEvents {
    private final FanLookup fans;
    private final Catalog catalog;
    private final Intake intake;
    private final ActionEvents actionEvents;
    private final IdentityHasher identities;
    private final FanToken tokens;
    private final VerificationRequests verifications;
    private final FanActions actions;
    private final RateLimiter limiter;
    private final IdSource ids;
    private final InstantSource clock;

    public PageEvents(
            FanLookup fans,
            Catalog catalog,
            Intake intake,
            IdentityHasher identities,
            Vault vault,
            VerificationRequests verifications,
            FanActions actions,
            RateLimiter limiter,
            IdSource ids,
            InstantSource clock) {
        this.fans = fans;
        this.catalog = catalog;
        this.intake = intake;
        this.actionEvents = new ActionEvents(intake);
        this.identities = identities;
        this.tokens = FanSession.tokens(vault);
        this.verifications = verifications;
        this.actions = actions;
        this.limiter = limiter;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param deadline until when a streaming service may be called
     * @throws ProblemException INVALID_REQUEST, NOT_ALLOWED for events that require a secret key,
     *     STATE_CONFLICT if the project cannot send codes, RATE_LIMITED, TRY_AGAIN
     */
    public EventAnswer receive(
            Project project, EventRequest request, Client client, Deadline deadline) {
        if (request.fanId().isPresent()) {
            throw new ProblemException(
                    ErrorCode.NOT_ALLOWED,
                    "fanId requires the project's secret key; a page sends a fanToken");
        }
        Optional<Visitor> visitor = visitor(project, request);
        return switch (request.type()) {
            case SMS_OPTED_IN -> optIn(project, request, Identity.Kind.PHONE, visitor, client);
            case EMAIL_OPTED_IN -> optIn(project, request, Identity.Kind.EMAIL, visitor, client);
            case RELEASE_PRESAVED, RELEASE_ADDED_TO_LIBRARY, ARTIST_FOLLOWED, NEXTSAVE_OPTED_IN ->
                    act(project, request, actionOf(request), visitor, deadline);
            case TRACK_LISTENED -> listened(project, request, visitor);
            case RELEASE_SAVED,
                    SEGMENT_ENTERED,
                    MESSAGE_DELIVERED,
                    LINK_CLICKED,
                    SMS_KEYWORD,
                    INSTAGRAM_DM,
                    INSTAGRAM_COMMENT,
                    RELEASE_DETECTED,
                    CONNECTION_EXPIRING ->
                    throw notFromPages(request);
        };
    }

    private static FanAction actionOf(EventRequest request) {
        return switch (request.type()) {
            case RELEASE_PRESAVED -> new FanAction.PreSave(request.release().orElseThrow());
            case RELEASE_ADDED_TO_LIBRARY ->
                    new FanAction.AddToLibrary(request.release().orElseThrow());
            case ARTIST_FOLLOWED -> new FanAction.Follow(request.artist().orElseThrow());
            case NEXTSAVE_OPTED_IN -> new FanAction.NextSave(request.artist().orElseThrow());
            default -> throw new IllegalArgumentException("no action: " + request.type());
        };
    }

    private static ProblemException notFromPages(EventRequest request) {
        return new ProblemException(
                ErrorCode.NOT_ALLOWED, "pages cannot send %s".formatted(request.type().wireName()));
    }

    /**
     * A page proves nothing: the action is performed here and now, and only then is the event
     * taken.
     */
    private EventAnswer act(
            Project project,
            EventRequest request,
            FanAction action,
            Optional<Visitor> visitor,
            Deadline deadline) {
        Visitor known = required(request, visitor);
        Fan fan = known.fan();
        limiter.count(project.id(), Rate.EVENTS_PER_FAN, fan.id().value());
        return switch (actions.perform(project, fan.id(), action, deadline)) {
            case ActionResult.Done(Reason reason) -> {
                IncomingEvent event =
                        event(project, request, known, clock.instant(), new EventConsent.None());
                yield new EventAnswer.Accepted(event.id(), actionEvents.take(event, reason));
            }
            case ActionResult.NotConnected(Reason reason) ->
                    throw new ProblemException(
                            ErrorCode.NOT_CONNECTED,
                            "the fan has to connect a streaming account first (%s)"
                                    .formatted(reason.wireName()));
            case ActionResult.ActionRefused(Reason reason) when reason == Reason.NOT_FOUND ->
                    throw ProblemException.invalid(
                            request.pointer()
                                    + (request.release().isPresent() ? "/releaseId" : "/artistId"),
                            "does not exist in the project");
            case ActionResult.ActionRefused(Reason reason) ->
                    throw new ProblemException(
                            ErrorCode.STATE_CONFLICT,
                            "it could not be done at the fan's streaming service (%s)"
                                    .formatted(reason.wireName()));
            case ActionResult.TryLater(Reason reason, Duration after) ->
                    throw ProblemException.tryAgain(
                            "the streaming service did not do it (%s); try again later"
                                    .formatted(reason.wireName()),
                            after);
        };
    }

    private static Visitor required(EventRequest request, Optional<Visitor> visitor) {
        return visitor.orElseThrow(
                () ->
                        ProblemException.invalid(
                                request.pointer() + "/fanToken",
                                "is required: send the fan to /connect/… first"));
    }

    /** What a player on a page reports of a known fan: nobody else knows what it played. */
    private EventAnswer listened(Project project, EventRequest request, Optional<Visitor> visitor) {
        Visitor known = required(request, visitor);
        ReleaseId release = request.release().orElseThrow();
        limiter.count(project.id(), Rate.EVENTS_PER_FAN, known.fan().id().value());
        if (catalog.findRelease(project.id(), release).isEmpty()) {
            throw ProblemException.invalid(
                    request.pointer() + "/releaseId", "does not exist in the project");
        }
        return accept(project, request, known, clock.instant(), new EventConsent.None());
    }

    private EventAnswer accept(
            Project project,
            EventRequest request,
            Visitor visitor,
            Instant receivedAt,
            EventConsent consent) {
        IncomingEvent event = event(project, request, visitor, receivedAt, consent);
        return new EventAnswer.Accepted(event.id(), intake.take(event));
    }

    /** The event of a visitor, whose first name is stored before a run uses it. */
    private IncomingEvent event(
            Project project,
            EventRequest request,
            Visitor visitor,
            Instant receivedAt,
            EventConsent consent) {
        intake.name(project.id(), visitor.fan().id(), request.firstName());
        return new IncomingEvent(
                project.id(),
                // anybody can choose ids here: an id must not block another fan's event
                new EventId(
                        "web:%s:%s".formatted(visitor.named(), request.id().orElseGet(ids::nonce))),
                request.type(),
                EventScopes.of(request.scope()),
                receivedAt,
                new EventSender.Known(EventFan.of(project.id(), visitor.fan())),
                consent);
    }

    /**
     * The fan whose token came with the event.
     *
     * @param named the fan in the token, the same in every repetition
     * @param fan the record that this fan has now
     */
    private record Visitor(FanId named, Fan fan) {}

    private Optional<Visitor> visitor(Project project, EventRequest request) {
        if (request.fanToken().isEmpty()) {
            return Optional.empty();
        }
        Optional<Visitor> visitor =
                tokens.verify(project, request.fanToken().get(), clock.instant())
                        .flatMap(
                                id -> fans.find(project.id(), id).map(fan -> new Visitor(id, fan)));
        if (visitor.isEmpty()) {
            throw ProblemException.invalid(
                    request.pointer() + "/fanToken", EventRequest.INVALID_TOKEN);
        }
        return visitor;
    }

    private EventAnswer optIn(
            Project project,
            EventRequest request,
            Identity.Kind kind,
            Optional<Visitor> visitor,
            Client client) {
        Optional<FanIdentity> typed = typed(project, request, kind);
        Optional<FanIdentity> owned =
                visitor.map(Visitor::fan)
                        .flatMap(
                                fan -> typed.isEmpty() ? fan.latest(kind) : typed.filter(fan::has));
        if (visitor.isPresent() && owned.isPresent()) {
            return ofKnownFan(project, request, visitor.get(), owned.get().identity(), client);
        }
        return verifications.require(
                project,
                request,
                typed.orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        request.pointer() + "/" + EventRequest.property(kind),
                                        "is required if the fan agrees to receive messages")),
                visitor.map(Visitor::named),
                client);
    }

    private Optional<FanIdentity> typed(Project project, EventRequest request, Identity.Kind kind) {
        return kind == Identity.Kind.PHONE
                ? request.phone().map(phone -> identities.of(project.id(), phone))
                : request.email().map(email -> identities.of(project.id(), email));
    }

    private EventAnswer ofKnownFan(
            Project project,
            EventRequest request,
            Visitor visitor,
            Identity address,
            Client client) {
        limiter.count(project.id(), Rate.EVENTS_PER_FAN, visitor.fan().id().value());
        Instant now = clock.instant();
        return accept(
                project,
                request,
                visitor,
                now,
                new EventConsent.Given(
                        address,
                        ConsentChange.Kind.OPT_IN,
                        now,
                        request.evidence("embed", client)));
    }
}
