package dev.actionflows.domain.embed;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.embed.EmbedObserver.CodeResult;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.SendResult;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.AddressHash;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.rate.RateWindow;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifications of addresses that fans enter on a page. An entered address proves nothing: it
 * counts once the code that was sent to it is entered. The response is the same whether the owner
 * of the address is known, unknown or has opted out.
 */
public final class VerificationRequests {
    private final FanLookup fans;
    private final ConsentStore consents;
    private final Vault vault;
    private final VerificationStore verifications;
    private final VerificationCodes codes;
    private final CodeSender sender;
    private final AddressHash addresses;
    private final RateLimiter limiter;
    private final EmbedObserver observer;
    private final IdSource ids;
    private final InstantSource clock;

    public VerificationRequests(
            FanLookup fans,
            ConsentStore consents,
            Vault vault,
            VerificationStore verifications,
            TextSender texts,
            MailSender mails,
            RateLimiter limiter,
            EmbedObserver observer,
            IdSource ids,
            InstantSource clock) {
        this.fans = fans;
        this.consents = consents;
        this.vault = vault;
        this.verifications = verifications;
        this.codes = new VerificationCodes(vault, ids);
        this.sender = new CodeSender(texts, mails, vault);
        this.addresses = new AddressHash(vault);
        this.limiter = limiter;
        this.observer = observer;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Sends a code to the address, once for each event.
     *
     * @param bearer the fan whose token came with the event
     * @throws ProblemException STATE_CONFLICT if the project cannot send codes, or this event's
     *     code has expired; INVALID_REQUEST if the address cannot receive messages; RATE_LIMITED;
     *     TRY_AGAIN
     */
    EventAnswer require(
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
            // the same event may have been sent twice concurrently, and the other request was
            // counted last
            return verifications.find(project.id(), id).map(this::underWay).orElseThrow(() -> e);
        }
        try {
            return begin(project, request, id, typed, bearer, client, counted);
        } catch (ProblemException e) {
            // the provider rejected the code, so that nobody received one
            counted.forEach(limiter::giveBack);
            throw e;
        }
    }

    /**
     * Equal for a repetition, and for nothing else: a caller that sends another fan's number under
     * a public id must not be given the verification of its owner, nor the reverse.
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
                        Optional.empty(),
                        request.firstName());
        Optional<Verification> other = verifications.create(verification);
        if (other.isPresent()) {
            EventAnswer answer = underWay(other.get());
            // a concurrent request of the same event has sent the code and was counted
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
     * @return the windows in which the code was counted, except those of the client
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
                consents.recordConsent(
                        project.id(),
                        typed.identity(),
                        new ConsentChange(
                                ConsentChange.Kind.STOP,
                                "refused-" + verification.id(),
                                verification.createdAt()));
                yield CodeResult.NOT_SENT_STOPPED;
            }
            // the latter two concern direct messages only
            case SendResult.NotTaken _,
                    SendResult.NotPermitted _,
                    SendResult.AuthorizationEnded _ ->
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
                    "this event's code has expired; send the event under a new id");
        }
        return required(verification);
    }

    private static EventAnswer required(Verification verification) {
        return new EventAnswer.VerificationRequired(
                VerificationService.eventId(verification.id()), verification);
    }
}
