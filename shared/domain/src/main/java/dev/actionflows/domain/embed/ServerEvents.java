package dev.actionflows.domain.embed;

import dev.actionflows.domain.connect.FanSession;
import dev.actionflows.domain.document.Violations;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.intake.EventConsent;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.EventScopes;
import dev.actionflows.domain.intake.EventSender;
import dev.actionflows.domain.intake.IncomingEvent;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.IntakeReader.IntakeFacts;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.PreSaveStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Events that a project's own servers send, with its secret key. They are trusted: what they say of
 * a person counts as proven, and all that one event says is of one person.
 */
public final class ServerEvents {
    private final FanLookup fans;
    private final FanResolver resolver;
    private final Catalog catalog;
    private final PreSaveStore preSaves;
    private final EventIdStore eventIds;
    private final Intake intake;
    private final IdentityHasher identities;
    private final FanToken tokens;
    private final IdSource ids;
    private final InstantSource clock;

    public ServerEvents(
            FanLookup fans,
            FanResolver resolver,
            Catalog catalog,
            PreSaveStore preSaves,
            EventIdStore eventIds,
            Intake intake,
            IdentityHasher identities,
            Vault vault,
            IdSource ids,
            InstantSource clock) {
        this.fans = fans;
        this.resolver = resolver;
        this.catalog = catalog;
        this.preSaves = preSaves;
        this.eventIds = eventIds;
        this.intake = intake;
        this.identities = identities;
        this.tokens = FanSession.tokens(vault);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Takes one event, once however often it is sent with the same id.
     *
     * @param otherId the event's id if it has none of its own
     * @throws ProblemException INVALID_REQUEST with all violations, EVENT_ID_REUSED when another
     *     event came with its id; nothing is stored then. STATE_CONFLICT when the fan would be
     *     known in too many ways; the event is stored with that reason, under its id
     */
    public EventAnswer.Accepted receive(
            Project project, EventRequest request, Optional<String> otherId, Client client) {
        Instant now = clock.instant();
        List<FanIdentity> proven = proven(project, request);
        Optional<FanId> bearer = bearer(project, request, proven, now);
        IntakeFacts facts =
                intake.read(
                        new IntakeReader.Question(
                                project.id(),
                                proven.stream().findFirst().map(FanIdentity::identity),
                                request.type(),
                                List.of(request.scope())));
        requireSubject(project, request, facts);
        Optional<Identity> named = named(request, proven);
        if (named.isEmpty()) {
            requireAddress(project, request, bearer, facts);
        }
        FanEvent event =
                new FanEvent(
                        new EventId("api:" + request.id().or(() -> otherId).orElseGet(ids::nonce)),
                        request.type(),
                        request.scope(),
                        now);
        // another id is made of the very request, so that nothing else has it
        if (request.id().isPresent()) {
            takeId(project, event, content(event, proven, bearer));
        }
        Target target = target(project, request, event, bearer, proven, named, facts);
        registerWish(project, request, target.person(), now);
        return new EventAnswer.Accepted(
                event.id(),
                intake.take(
                        new IncomingEvent(
                                project.id(),
                                event.id(),
                                event.type(),
                                EventScopes.of(event.scope()),
                                now,
                                new EventSender.Known(target.person()),
                                target.address()
                                        .<EventConsent>map(it -> consent(it, request, now, client))
                                        .orElseGet(EventConsent.None::new)),
                        facts));
    }

    private static EventConsent consent(
            Identity address, EventRequest request, Instant now, Client client) {
        return new EventConsent.Given(
                address, ConsentChange.Kind.OPT_IN, now, request.evidence("api", client));
    }

    /** When all is known for which the event could be refused, so that a refused one takes none. */
    private void takeId(Project project, FanEvent event, String content) {
        if (eventIds.take(project.id(), event.id(), content, event.receivedAt())
                == EventIdStore.Taken.BY_ANOTHER) {
            throw new ProblemException(
                    ErrorCode.EVENT_ID_REUSED,
                    "this id came with another event before: its type, release, artist, phone,"
                            + " email, fanId or fanToken was another; a new event takes a new id");
        }
    }

    /** What an event is: what happened, to what, and of whom its sender said so. */
    private static String content(
            FanEvent event, List<FanIdentity> proven, Optional<FanId> bearer) {
        return Stream.of(
                        Stream.of(event.type().wireName(), event.scope()),
                        proven.stream()
                                .map(it -> it.kind().wireName() + ":" + it.identity().hash()),
                        bearer.map(FanId::value).stream())
                .flatMap(it -> it)
                .collect(Collectors.joining(" "));
    }

    /**
     * What the fan wants to be done on the day of a release that is not out is kept, as it is on
     * pages; the rest of what they did has been done, or the server would not say so.
     */
    private void registerWish(Project project, EventRequest request, EventFan person, Instant now) {
        switch (request.type()) {
            case NEXTSAVE_OPTED_IN ->
                    preSaves.registerNextSave(
                            project.id(), request.artist().orElseThrow(), person.fan(), now);
            case RELEASE_PRESAVED ->
                    catalog.findRelease(project.id(), request.release().orElseThrow())
                            .filter(release -> !release.isOut(now))
                            .ifPresent(
                                    release ->
                                            preSaves.registerPreSave(
                                                    project.id(), release.id(), person.fan(), now));
            case RELEASE_ADDED_TO_LIBRARY,
                    ARTIST_FOLLOWED,
                    SMS_OPTED_IN,
                    EMAIL_OPTED_IN,
                    SMS_KEYWORD,
                    INSTAGRAM_DM,
                    INSTAGRAM_COMMENT,
                    RELEASE_DETECTED -> {}
        }
    }

    /** The address to which the fan agrees to be sent messages, if the event names it. */
    private static Optional<Identity> named(EventRequest request, List<FanIdentity> proven) {
        return request.consentedKind()
                .flatMap(kind -> proven.stream().filter(it -> it.kind() == kind).findFirst())
                .map(FanIdentity::identity);
    }

    private List<FanIdentity> proven(Project project, EventRequest request) {
        return Stream.of(
                        request.phone().map(phone -> identities.of(project.id(), phone)),
                        request.email().map(email -> identities.of(project.id(), email)))
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<FanId> bearer(
            Project project, EventRequest request, List<FanIdentity> proven, Instant now) {
        Violations violations = new Violations();
        Optional<FanId> byToken =
                request.fanToken().flatMap(token -> tokens.verify(project, token, now));
        if (request.fanToken().isPresent() && byToken.isEmpty()) {
            violations.add(request.pointer() + "/fanToken", EventRequest.INVALID_TOKEN);
        }
        Optional<FanId> byId = request.fanId();
        if (byId.isPresent() && request.fanToken().isPresent()) {
            violations.add(
                    request.pointer() + "/fanToken", "must not stand beside fanId: give one");
        } else if (byId.filter(id -> fans.find(project.id(), id).isEmpty()).isPresent()) {
            violations.add(request.pointer() + "/fanId", "the project has no such fan");
        }
        if (proven.isEmpty() && byId.isEmpty() && request.fanToken().isEmpty()) {
            violations.add(
                    request.pointer(), "must say who it was: by phone, email, fanId or fanToken");
        }
        return violations.orThrow(Optional.of(byId.or(() -> byToken)));
    }

    /**
     * What no flow listens to may not even be there; with a flow it was there when that was made.
     */
    private void requireSubject(Project project, EventRequest request, IntakeFacts facts) {
        if (facts.claims().containsKey(request.scope())) {
            return;
        }
        Violations violations = new Violations();
        request.release()
                .filter(id -> catalog.findRelease(project.id(), id).isEmpty())
                .ifPresent(
                        _ ->
                                violations.add(
                                        request.pointer() + "/releaseId",
                                        "the project has no such release"));
        request.artist()
                .filter(id -> catalog.findArtist(project.id(), id).isEmpty())
                .ifPresent(
                        _ ->
                                violations.add(
                                        request.pointer() + "/artistId",
                                        "the project has no such artist"));
        violations.orThrow(Optional.of(request));
    }

    /**
     * Whose the event is.
     *
     * @param address to which they agree to be sent messages
     */
    private record Target(EventFan person, Optional<Identity> address) {}

    private Target target(
            Project project,
            EventRequest request,
            FanEvent event,
            Optional<FanId> bearer,
            List<FanIdentity> proven,
            Optional<Identity> named,
            IntakeFacts facts) {
        Optional<EventFan> known =
                bearer.isEmpty() && proven.size() == 1
                        ? facts.identity().flatMap(it -> personOf(project, it))
                        : Optional.empty();
        if (known.isPresent() && (named.isPresent() || request.consentedKind().isEmpty())) {
            return new Target(known.get(), named);
        }
        Fan fan =
                intake.resolve(
                        project.id(),
                        event,
                        bearer.or(() -> facts.identity().flatMap(KnownIdentity::fan)),
                        () -> resolver.resolve(project.id(), bearer, proven));
        Optional<Identity> address =
                named.or(
                        () ->
                                request.consentedKind()
                                        .flatMap(fan::latest)
                                        .map(FanIdentity::identity));
        return new Target(EventFan.of(project.id(), fan), address);
    }

    private static Optional<EventFan> personOf(Project project, KnownIdentity known) {
        return known.fan().map(id -> new EventFan(project.id(), id, known.former()));
    }

    /** Before anything is stored: an opt-in that names no address is of a fan who has one. */
    private void requireAddress(
            Project project, EventRequest request, Optional<FanId> bearer, IntakeFacts facts) {
        Optional<Identity.Kind> kind = request.consentedKind();
        if (kind.isEmpty()) {
            return;
        }
        boolean has =
                bearer.or(() -> facts.identity().flatMap(KnownIdentity::fan))
                        .flatMap(id -> fans.find(project.id(), id))
                        .flatMap(fan -> fan.latest(kind.get()))
                        .isPresent();
        if (!has) {
            throw ProblemException.invalid(
                    request.pointer() + "/" + EventRequest.property(kind.get()),
                    "is required: the fan has none yet");
        }
    }
}
