package dev.actionflows.domain.embed;

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
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.VerificationId;
import dev.actionflows.domain.intake.EventConsent;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.EventScopes;
import dev.actionflows.domain.intake.EventSender;
import dev.actionflows.domain.intake.IncomingEvent;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.AddressHash;
import dev.actionflows.domain.rate.Rate;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.trigger.TriggerScope;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Codes that fans enter. The right code makes the entered address count: the fan is found or
 * created, the consent is stored, and the event is taken. Idempotent: the same code again has the
 * same result, and completes what an earlier request began.
 */
public final class VerificationService {
    private final FanResolver resolver;
    private final Vault vault;
    private final FanToken tokens;
    private final VerificationStore verifications;
    private final VerificationCodes codes;
    private final AddressHash addresses;
    private final RateLimiter limiter;
    private final Intake intake;
    private final EmbedObserver observer;
    private final IdSource ids;
    private final InstantSource clock;

    public VerificationService(
            FanResolver resolver,
            Intake intake,
            Vault vault,
            VerificationStore verifications,
            RateLimiter limiter,
            EmbedObserver observer,
            IdSource ids,
            InstantSource clock) {
        this.resolver = resolver;
        this.vault = vault;
        this.tokens = FanSession.tokens(vault);
        this.verifications = verifications;
        this.codes = new VerificationCodes(vault, ids);
        this.addresses = new AddressHash(vault);
        this.limiter = limiter;
        this.intake = intake;
        this.observer = observer;
        this.ids = ids;
        this.clock = clock;
    }

    /** The result of the right code. */
    public record Verified(FanId fan, FanSession session) {}

    /** The event of a verification. */
    static EventId eventId(VerificationId id) {
        return new EventId("web:" + id);
    }

    /** Whether the text has the format of a code. */
    public static boolean isCode(String text) {
        return VerificationCodes.FORM.matcher(text).matches();
    }

    /**
     * @param fanToken of a fan who is signed in on the page: the same fan, unless known by another
     *     number or address
     * @param attempt identifies a repeated request with the same code: it counts as one try, and if
     *     it was right it gets its response as long as the verification is stored; empty if this is
     *     a try of its own
     * @throws ProblemException INVALID_REQUEST if the code is wrong, with the number of tries left;
     *     NOT_FOUND; STATE_CONFLICT if the code has expired, there were too many wrong ones, or the
     *     fan would have too many identities; RATE_LIMITED; TRY_AGAIN
     */
    public Verified receive(
            Project project,
            VerificationId id,
            String code,
            Optional<String> fanToken,
            Optional<String> attempt,
            Client client) {
        Instant now = clock.instant();
        addresses
                .of(project, client.address())
                .ifPresent(
                        subject ->
                                limiter.count(project.id(), Rate.CODES_TYPED_PER_ADDRESS, subject));
        Optional<FanId> bearer = bearer(project, fanToken, now);
        String token =
                attempt.map(name -> codes.tryOf(project, id, name, code)).orElseGet(ids::nonce);
        Verification verification = tried(project, id, token, now);
        if (!codes.matches(project, verification, code)) {
            observe(verification, CodeResult.WRONG);
            throw ProblemException.invalid(
                    "/code", "is wrong; tries left: %d".formatted(verification.triesLeft()));
        }
        // the right code again returns the same fan, regardless of the token that comes with it
        Optional<FanId> fan =
                verification
                        .solved()
                        .map(Verification.Solved::fan)
                        .or(() -> bearer)
                        .or(verification::bearer);
        return finish(project, verification, token, fan, now);
    }

    private Optional<FanId> bearer(Project project, Optional<String> fanToken, Instant now) {
        Optional<FanId> bearer = fanToken.flatMap(token -> tokens.verify(project, token, now));
        if (fanToken.isPresent() && bearer.isEmpty()) {
            throw ProblemException.invalid("/fanToken", EventRequest.INVALID_TOKEN);
        }
        return bearer;
    }

    private Verification tried(Project project, VerificationId id, String token, Instant now) {
        VerificationStore.Try result =
                verifications
                        .take(project.id(), id, token, now)
                        .orElseThrow(() -> ProblemException.notFound("no such verification"));
        if (!result.taken()) {
            observe(result.verification(), CodeResult.TOO_LATE);
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    result.verification().hasEnded(now)
                            ? "the code has expired; request a new one"
                            : "there were too many wrong codes; request a new one");
        }
        return result.verification();
    }

    /** Every step is idempotent. */
    private Verified finish(
            Project project,
            Verification verification,
            String token,
            Optional<FanId> bearer,
            Instant now) {
        VerificationId id = verification.id();
        FanIdentity proven =
                new FanIdentity(
                        verification.identity(),
                        vault.open(project, Verification.context(id), verification.value()));
        Fan fan =
                intake.resolve(
                        project.id(),
                        new FanEvent(eventId(id), verification.type(), TriggerScope.PROJECT, now),
                        bearer,
                        () -> resolver.resolveBearer(project.id(), bearer, Optional.of(proven)));
        Verification.Solved solved =
                verifications
                        .solve(project.id(), id, token, new Verification.Solved(now, fan.id()))
                        .solved()
                        .orElseThrow();
        observe(verification, CodeResult.RIGHT);
        intake.name(project.id(), fan.id(), verification.firstName());
        intake.take(
                new IncomingEvent(
                        project.id(),
                        eventId(id),
                        verification.type(),
                        EventScopes.of(TriggerScope.PROJECT),
                        solved.at(),
                        new EventSender.Known(eventFan(project, solved, fan)),
                        new EventConsent.Given(
                                verification.identity(),
                                ConsentChange.Kind.CONFIRMED,
                                // a STOP that was sent instead of the code, or after it was
                                // requested, remains in effect
                                verification.createdAt(),
                                verification.evidence())));
        return new Verified(fan.id(), FanSession.of(project, fan.id(), vault, solved.at()));
    }

    /** Uses the fan id of the first time, so that a repetition finds the run of the first time. */
    private static EventFan eventFan(Project project, Verification.Solved solved, Fan fan) {
        Set<FanId> others = new HashSet<>(fan.ids());
        others.remove(solved.fan());
        return new EventFan(project.id(), solved.fan(), others);
    }

    private void observe(Verification verification, CodeResult result) {
        observer.code(verification.project(), verification.identity().kind(), result);
    }
}
