package dev.actionflows.domain.intake;

import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.ConfirmationToken;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUpQueue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Confirms the consent of an email address through the link that was sent to it. */
public final class ConsentConfirmer {
    private final ProjectStore projects;
    private final FanLookup fans;
    private final ConsentStore consents;
    private final ConfirmationToken tokens;
    private final WakeUpQueue wakeUps;
    private final InstantSource clock;

    public ConsentConfirmer(
            ProjectStore projects,
            FanLookup fans,
            ConsentStore consents,
            ConfirmationToken tokens,
            WakeUpQueue wakeUps,
            InstantSource clock) {
        this.projects = projects;
        this.fans = fans;
        this.consents = consents;
        this.tokens = tokens;
        this.wakeUps = wakeUps;
        this.clock = clock;
    }

    /** What a valid link can still do. */
    public enum State {
        /** The recipient can confirm. */
        OPEN,
        /** The address has confirmed since the link was sent. */
        CONFIRMED,
        /**
         * The recipient has unsubscribed, or reported a mail as spam, since the link was sent,
         * which the link does not undo.
         */
        STOPPED,
        /** The link was sent too long ago, see {@link ConfirmationRequest#ANSWERABLE}. */
        EXPIRED
    }

    /** A valid link. */
    public record Link(Project sender, State state) {}

    private record Request(Project sender, ConfirmationToken.Confirmation named) {
        Identity address() {
            return named.address();
        }

        Instant at() {
            return named.requestedAt();
        }
    }

    /**
     * Looks at a link. Changes nothing: mail programs and scanners open links, too.
     *
     * @return empty if the token is invalid
     */
    public Optional<Link> look(String token) {
        return request(token).map(it -> new Link(it.sender(), state(it, known(it))));
    }

    /**
     * Confirms, if that is still possible. Repeating it is harmless, and completes what an earlier
     * request began.
     *
     * @return the state afterwards; empty if the token is invalid
     */
    public Optional<Link> confirm(String token) {
        return request(token).map(this::confirm);
    }

    private Link confirm(Request request) {
        KnownIdentity known = known(request);
        State before = state(request, known);
        if (before == State.STOPPED || before == State.EXPIRED) {
            return new Link(request.sender(), before);
        }
        Set<FanId> ids = known.ids();
        ids.forEach(
                id ->
                        wakeUps.requirementAboutToBeMet(
                                request.sender().id(), Requirement.confirmedConsent(id)));
        consents.recordConsent(
                request.sender().id(),
                request.address(),
                new ConsentChange(
                        ConsentChange.Kind.CONFIRMED,
                        "confirmed-" + request.at().toEpochMilli(),
                        request.at(),
                        clock.instant(),
                        evidence(request, known)));
        ids.forEach(
                id ->
                        wakeUps.requirementMet(
                                request.sender().id(), Requirement.confirmedConsent(id)));
        // a STOP may have been stored since the first read
        return new Link(request.sender(), state(request, known(request)));
    }

    /** With the question that the link was in, unless another one has been asked since. */
    private static Map<String, String> evidence(Request request, KnownIdentity known) {
        return known.request()
                .filter(it -> it.at().toEpochMilli() == request.at().toEpochMilli())
                .map(it -> Map.of("by", "page", "request", it.id()))
                .orElseGet(() -> Map.of("by", "page"));
    }

    private Optional<Request> request(String token) {
        return ConfirmationToken.projectOf(token)
                .flatMap(projects::find)
                .flatMap(
                        project ->
                                tokens.verify(project, token)
                                        .map(named -> new Request(project, named)));
    }

    private KnownIdentity known(Request request) {
        return fans.findIdentity(request.sender().id(), request.address())
                .orElseGet(KnownIdentity::unknown);
    }

    private State state(Request request, KnownIdentity known) {
        if (isInEffect(known.stoppedAt(), known.returnedAt(), request)
                || isInEffect(known.mail().complainedAt(), known.mail().confirmedAt(), request)) {
            return State.STOPPED;
        }
        if (known.returnedAt().filter(at -> !at.isBefore(request.at())).isPresent()) {
            return State.CONFIRMED;
        }
        return clock.instant().isBefore(request.at().plus(ConfirmationRequest.ANSWERABLE))
                ? State.OPEN
                : State.EXPIRED;
    }

    /** Whether the recipient objected since the link was sent and has not returned since. */
    private static boolean isInEffect(
            Optional<Instant> objectedAt, Optional<Instant> returnedAt, Request request) {
        return objectedAt
                .filter(at -> !at.isBefore(request.at()))
                .filter(at -> returnedAt.filter(at::isBefore).isEmpty())
                .isPresent();
    }
}
