package dev.actionflows.domain.embed;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ActionResult;
import dev.actionflows.domain.connect.FanAction;
import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.connect.FanSession;
import dev.actionflows.domain.embed.EmbedObserver.CodeResult;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.IntakeObserver;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.AddressHash;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.rate.RateWindow;
import dev.actionflows.domain.run.Deadline;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Events that a project's pages send, with a key that everybody can read. What somebody types there
 * proves nothing: it counts when a code that was sent to the address comes back. Whoever types an
 * address is told the same, whether its owner is known, unknown or wants no messages.
 */
public final class PageEvents {
    private final IntakeReader reader;
    private final FanStore fans;
    private final IdentityHasher identities;
    private final Vault vault;
    private final FanToken tokens;
    private final VerificationStore verifications;
    private final VerificationCodes codes;
    private final CodeSender sender;
    private final AddressHash addresses;
    private final FanActions actions;
    private final RateLimiter limiter;
    private final EventTaker taker;
    private final EmbedObserver observer;
    private final IdSource ids;
    private final InstantSource clock;

    public PageEvents(
            IntakeReader reader,
            FanStore fans,
            Intake intake,
            IdentityHasher identities,
            Vault vault,
            VerificationStore verifications,
            TextSender texts,
            MailSender mails,
            FanActions actions,
            RateLimiter limiter,
            IntakeObserver events,
            EmbedObserver observer,
            IdSource ids,
            InstantSource clock) {
        this.reader = reader;
        this.fans = fans;
        this.identities = identities;
        this.vault = vault;
        this.tokens = FanSession.tokens(vault);
        this.verifications = verifications;
        this.codes = new VerificationCodes(vault, ids);
        this.sender = new CodeSender(texts, mails, vault);
        this.addresses = new AddressHash(vault);
        this.actions = actions;
        this.limiter = limiter;
        this.taker = new EventTaker(reader, fans, intake, events);
        this.observer = observer;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param deadline until when a streaming service may be asked
     * @throws ProblemException INVALID_REQUEST, NOT_ALLOWED for what takes a secret key,
     *     STATE_CONFLICT when the project cannot send codes, RATE_LIMITED, TRY_AGAIN
     */
    public EventAnswer receive(
            Project project, EventRequest request, Client client, Deadline deadline) {
        if (request.fanId().isPresent()) {
            throw new ProblemException(
                    ErrorCode.NOT_ALLOWED,
                    "fanId takes the project's secret key; a page shows a fanToken");
        }
        Optional<Bearer> bearer = bearer(project, request);
        return switch (request.type()) {
            case SMS_OPTED_IN -> optIn(project, request, Identity.Kind.PHONE, bearer, client);
            case EMAIL_OPTED_IN -> optIn(project, request, Identity.Kind.EMAIL, bearer, client);
            case RELEASE_PRESAVED ->
                    act(
                            project,
                            request,
                            new FanAction.PreSave(request.release().orElseThrow()),
                            bearer,
                            deadline);
            case RELEASE_ADDED_TO_LIBRARY ->
                    act(
                            project,
                            request,
                            new FanAction.AddToLibrary(request.release().orElseThrow()),
                            bearer,
                            deadline);
            case ARTIST_FOLLOWED ->
                    act(
                            project,
                            request,
                            new FanAction.Follow(request.artist().orElseThrow()),
                            bearer,
                            deadline);
            case NEXTSAVE_OPTED_IN ->
                    act(
                            project,
                            request,
                            new FanAction.NextSave(request.artist().orElseThrow()),
                            bearer,
                            deadline);
            case SMS_KEYWORD, INSTAGRAM_DM, INSTAGRAM_COMMENT, RELEASE_DETECTED ->
                    throw new ProblemException(
                            ErrorCode.NOT_ALLOWED,
                            "no page may say so: %s".formatted(request.type().wireName()));
        };
    }

    /** A page's word is not enough: what the fan asks for is done here and now, and then counts. */
    private EventAnswer act(
            Project project,
            EventRequest request,
            FanAction action,
            Optional<Bearer> visitor,
            Deadline deadline) {
        Bearer bearer =
                visitor.orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        request.pointer() + "/fanToken",
                                        "is required: send the fan to /connect/… first"));
        Fan fan = bearer.fan();
        limiter.count(project.id(), Rate.EVENTS_PER_FAN, fan.id().value());
        return switch (actions.perform(project, fan.id(), action, deadline)) {
            case ActionResult.Done _ -> take(project, request, fan, eventOf(request, bearer));
            case ActionResult.NotConnected(Reason reason) ->
                    throw new ProblemException(
                            ErrorCode.NOT_CONNECTED,
                            "the fan has to connect a streaming account first (%s)"
                                    .formatted(reason.wireName()));
            case ActionResult.ActionRefused(Reason reason) when reason == Reason.NOT_FOUND ->
                    throw ProblemException.invalid(
                            request.pointer()
                                    + (request.release().isPresent() ? "/releaseId" : "/artistId"),
                            "names nothing that the project has");
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

    private FanEvent eventOf(EventRequest request, Bearer bearer) {
        return new FanEvent(
                // everybody chooses ids here: nobody's may stand in another fan's way
                new EventId(
                        "web:%s:%s".formatted(bearer.named(), request.id().orElseGet(ids::nonce))),
                request.type(),
                request.scope(),
                clock.instant());
    }

    private EventAnswer take(Project project, EventRequest request, Fan fan, FanEvent event) {
        List<String> scopes = List.of(request.scope());
        IntakeFacts facts =
                reader.readEvent(project.id(), Optional.empty(), request.type(), scopes);
        return new EventAnswer.Accepted(
                event.id(),
                taker.take(
                        EventFan.of(project.id(), fan), event, facts, scopes, event.receivedAt()));
    }

    /**
     * Whose token came with the event.
     *
     * @param named what stands in the token, which is the same in every repetition
     * @param fan the record that stands for that person now
     */
    private record Bearer(FanId named, Fan fan) {}

    private Optional<Bearer> bearer(Project project, EventRequest request) {
        if (request.fanToken().isEmpty()) {
            return Optional.empty();
        }
        Optional<Bearer> bearer =
                tokens.verify(project, request.fanToken().get(), clock.instant())
                        .flatMap(
                                id ->
                                        FanResolver.find(fans, project.id(), id)
                                                .map(fan -> new Bearer(id, fan)));
        if (bearer.isEmpty()) {
            throw ProblemException.invalid(
                    request.pointer() + "/fanToken", EventRequest.INVALID_TOKEN);
        }
        return bearer;
    }

    private EventAnswer optIn(
            Project project,
            EventRequest request,
            Identity.Kind kind,
            Optional<Bearer> bearer,
            Client client) {
        Optional<FanIdentity> typed = typed(project, request, kind);
        Optional<FanIdentity> owned =
                bearer.map(Bearer::fan)
                        .flatMap(
                                fan -> typed.isEmpty() ? fan.latest(kind) : typed.filter(fan::has));
        if (bearer.isPresent() && owned.isPresent()) {
            return ofKnownFan(project, request, bearer.get(), owned.get().identity(), client);
        }
        return ofTyped(
                project,
                request,
                typed.orElseThrow(
                        () ->
                                ProblemException.invalid(
                                        request.pointer() + "/" + EventRequest.property(kind),
                                        "is required: where the fan agrees to be sent messages")),
                bearer.map(Bearer::named),
                client);
    }

    private Optional<FanIdentity> typed(Project project, EventRequest request, Identity.Kind kind) {
        return kind == Identity.Kind.PHONE
                ? request.phone().map(phone -> identities.of(project.id(), phone))
                : request.email().map(email -> identities.of(project.id(), email));
    }

    private EventAnswer ofKnownFan(
            Project project, EventRequest request, Bearer bearer, Identity address, Client client) {
        Fan fan = bearer.fan();
        limiter.count(project.id(), Rate.EVENTS_PER_FAN, fan.id().value());
        FanEvent event = eventOf(request, bearer);
        taker.recordConsent(
                project.id(),
                address,
                ConsentChange.Kind.OPT_IN,
                event,
                event.receivedAt(),
                request.evidence("embed", client));
        return take(project, request, fan, event);
    }

    private EventAnswer ofTyped(
            Project project,
            EventRequest request,
            FanIdentity typed,
            Optional<FanId> bearer,
            Client client) {
        VerificationId id =
                request.id()
                        .map(own -> verificationOf(project, request, typed, bearer, own))
                        .orElseGet(() -> VerificationId.from(ids));
        Optional<Verification> before =
                request.id().flatMap(_ -> verifications.find(project.id(), id));
        if (before.isPresent()) {
            return underWay(before.get());
        }
        CodeSender.requireWay(project, typed.kind());
        List<RateWindow> counted;
        try {
            counted = countCode(project, typed.identity(), client);
        } catch (ProblemException e) {
            // the same event may have been sent twice at once, and the other was counted last
            return verifications.find(project.id(), id).map(this::underWay).orElseThrow(() -> e);
        }
        try {
            return begin(project, request, id, typed, bearer, client, counted);
        } catch (ProblemException e) {
            // the provider did not take the code, so that nobody got one
            counted.forEach(limiter::giveBack);
            throw e;
        }
    }

    /**
     * The same for a repetition, and for nothing else: who sends another's number under an id that
     * everybody can read must not be given the verification of its owner, nor the other way round.
     */
    private static VerificationId verificationOf(
            Project project,
            EventRequest request,
            FanIdentity typed,
            Optional<FanId> bearer,
            String own) {
        return VerificationId.of(
                project.id().value(),
                typed.identity().hash(),
                request.type().wireName(),
                bearer.map(FanId::value).orElse(""),
                request.consent().map(EventRequest.Consent::version).orElse(""),
                request.consent().map(EventRequest.Consent::wording).orElse(""),
                own);
    }

    private EventAnswer begin(
            Project project,
            EventRequest request,
            VerificationId id,
            FanIdentity typed,
            Optional<FanId> bearer,
            Client client,
            List<RateWindow> counted) {
        Instant now = clock.instant();
        String code = codes.make();
        Verification verification =
                new Verification(
                        id,
                        project.id(),
                        typed.identity(),
                        vault.seal(project, Verification.context(id), typed.value()),
                        request.type(),
                        bearer,
                        request.evidence("embed", client),
                        codes.hash(project, id, code),
                        now,
                        now.plus(Verification.LENGTH),
                        0,
                        Optional.empty());
        Optional<Verification> other = verifications.create(verification);
        if (other.isPresent()) {
            EventAnswer answer = underWay(other.get());
            // the same event at the same moment has sent the code, and was counted for it
            counted.forEach(limiter::giveBack);
            return answer;
        }
        boolean stopped =
                fans.findIdentity(project.id(), typed.identity())
                        .filter(KnownIdentity::stopped)
                        .isPresent();
        observer.code(
                project.id(),
                typed.kind(),
                stopped
                        ? CodeResult.NOT_SENT_STOPPED
                        : send(project, request, verification, typed, code));
        return required(verification);
    }

    /**
     * @return where the code was counted, though not where whoever asked for it was
     */
    private List<RateWindow> countCode(Project project, Identity typed, Client client) {
        addresses
                .of(project, client.address())
                .ifPresent(
                        subject -> limiter.count(project.id(), Rate.SIGN_UPS_PER_ADDRESS, subject));
        String subject = typed.kind().wireName() + "-" + typed.hash();
        Map<Rate, String> limits = new LinkedHashMap<>();
        limits.put(Rate.CODES_PER_IDENTITY_AND_HOUR, subject);
        limits.put(Rate.CODES_PER_IDENTITY_AND_DAY, subject);
        limits.put(Rate.CODES_PER_PROJECT_AND_HOUR, RateWindow.WHOLE_PROJECT);
        limits.put(Rate.CODES_PER_PROJECT_AND_DAY, RateWindow.WHOLE_PROJECT);
        List<RateWindow> counted = new ArrayList<>();
        try {
            limits.forEach((rate, it) -> counted.add(limiter.count(project.id(), rate, it)));
        } catch (ProblemException e) {
            counted.forEach(limiter::giveBack);
            throw e;
        }
        return counted;
    }

    private CodeResult send(
            Project project,
            EventRequest request,
            Verification verification,
            FanIdentity typed,
            String code) {
        return switch (sender.send(project, typed, code)) {
            case SendResult.Accepted _ -> CodeResult.SENT;
            case SendResult.Unknown _ -> CodeResult.IN_DOUBT;
            case SendResult.OptedOut() -> {
                fans.recordConsent(
                        project.id(),
                        typed.identity(),
                        new ConsentChange(
                                ConsentChange.Kind.STOP,
                                "refused-" + verification.id(),
                                verification.createdAt()));
                yield CodeResult.NOT_SENT_STOPPED;
            }
            case SendResult.NotTaken _ ->
                    throw notTaken(
                            verification,
                            new ProblemException(
                                    ErrorCode.TRY_AGAIN,
                                    "the code could not be sent just now; try again"));
            case SendResult.MessageRefused(Reason reason) ->
                    throw notTaken(
                            verification,
                            reason == Reason.UNREACHABLE_NUMBER
                                    ? ProblemException.invalid(
                                            request.pointer()
                                                    + "/"
                                                    + EventRequest.property(typed.kind()),
                                            "cannot be sent messages")
                                    : new ProblemException(
                                            ErrorCode.STATE_CONFLICT,
                                            "the project cannot send codes at the moment (%s)"
                                                    .formatted(reason.wireName())));
        };
    }

    private ProblemException notTaken(Verification verification, ProblemException problem) {
        verifications.discard(verification.project(), verification.id());
        observer.code(verification.project(), verification.identity().kind(), CodeResult.NOT_TAKEN);
        return problem;
    }

    private EventAnswer underWay(Verification verification) {
        if (verification.hasEnded(clock.instant())) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "this event's code has ended; send the event under a new id");
        }
        return required(verification);
    }

    private static EventAnswer required(Verification verification) {
        return new EventAnswer.VerificationRequired(
                VerificationService.eventId(verification.id()), verification);
    }
}
