package dev.actionflows.domain.embed;

import dev.actionflows.domain.connect.FanSession;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.FanResolver;
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
import dev.actionflows.domain.project.ReleaseStatus;
import dev.actionflows.domain.project.Vault;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Events that a project's servers send with its secret key. They are trusted: every identity in an
 * event counts as proven, and all identities in one event belong to one fan.
 */
public final class ServerEvents {
    private final ServerEventChecks checks;
    private final FanResolver resolver;
    private final Catalog catalog;
    private final PreSaveStore preSaves;
    private final EventIdStore eventIds;
    private final Intake intake;
    private final IdentityHasher identities;
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
        this.checks = new ServerEventChecks(fans, catalog, FanSession.tokens(vault));
        this.resolver = resolver;
        this.catalog = catalog;
        this.preSaves = preSaves;
        this.eventIds = eventIds;
        this.intake = intake;
        this.identities = identities;
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Takes an event, once for all requests with the same id.
     *
     * @param otherId the event's id if it has none of its own
     * @throws ProblemException INVALID_REQUEST with all violations, EVENT_ID_REUSED if another
     *     event came with its id; nothing is stored in these cases. STATE_CONFLICT if the fan would
     *     have too many identities; the event is stored with that reason under its id
     */
    public EventAnswer.Accepted receive(
            Project project, EventRequest request, Optional<String> otherId, Client client) {
        Instant now = clock.instant();
        List<FanIdentity> proven = proven(project, request);
        Optional<FanId> bearer = checks.bearer(project, request, proven, now);
        IntakeFacts facts =
                intake.read(
                        new IntakeReader.Question(
                                project.id(),
                                proven.stream().findFirst().map(FanIdentity::identity),
                                request.type(),
                                List.of(request.scope())));
        checks.requireSubject(project, request, facts);
        Optional<Identity> named = named(request, proven);
        if (named.isEmpty()) {
            checks.requireAddress(project, request, bearer, facts);
        }
        FanEvent event =
                new FanEvent(
                        new EventId("api:" + request.id().or(() -> otherId).orElseGet(ids::nonce)),
                        request.type(),
                        request.scope(),
                        now);
        // the other id is derived from this request, so that no other event has it
        if (request.id().isPresent()) {
            takeId(project, event, content(event, proven, bearer));
        }
        Target target = target(project, request, event, bearer, proven, named, facts);
        registerFutureAction(project, request, target.fan(), now);
        intake.name(project.id(), target.fan().fan(), request.firstName());
        return new EventAnswer.Accepted(
                event.id(),
                intake.take(
                        new IncomingEvent(
                                project.id(),
                                event.id(),
                                event.type(),
                                EventScopes.of(event.scope()),
                                now,
                                new EventSender.Known(target.fan()),
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

    /**
     * Called once every reason to reject the event is known, so that a rejected event takes no id.
     */
    private void takeId(Project project, FanEvent event, String content) {
        if (eventIds.take(project.id(), event.id(), content, event.receivedAt())
                == EventIdStore.Taken.BY_ANOTHER) {
            throw new ProblemException(
                    ErrorCode.EVENT_ID_REUSED,
                    "this id was used for another event, with a different type, release, artist,"
                            + " phone, email, fanId or fanToken; a new event needs a new id");
        }
    }

    /**
     * What identifies an event: its type, its subject, and the fan as its sender identified them.
     */
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
     * An action for the day of a future release is registered, as for pages. Any other action has
     * already been performed by the server.
     */
    private void registerFutureAction(
            Project project, EventRequest request, EventFan fan, Instant now) {
        switch (request.type()) {
            case NEXTSAVE_OPTED_IN ->
                    preSaves.registerNextSave(
                            project.id(), request.artist().orElseThrow(), fan.fan(), now);
            case RELEASE_PRESAVED ->
                    catalog.findRelease(project.id(), request.release().orElseThrow())
                            .filter(release -> release.status(now) == ReleaseStatus.ANNOUNCED)
                            .ifPresent(
                                    release ->
                                            preSaves.registerPreSave(
                                                    project.id(), release.id(), fan.fan(), now));
            case RELEASE_SAVED,
                    RELEASE_ADDED_TO_LIBRARY,
                    TRACK_LISTENED,
                    ARTIST_FOLLOWED,
                    SEGMENT_ENTERED,
                    MESSAGE_DELIVERED,
                    LINK_CLICKED,
                    SMS_OPTED_IN,
                    EMAIL_OPTED_IN,
                    SMS_KEYWORD,
                    INSTAGRAM_DM,
                    INSTAGRAM_COMMENT,
                    RELEASE_DETECTED,
                    CONNECTION_EXPIRING -> {}
        }
    }

    /** The address at which the fan agrees to receive messages, if the event has it. */
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

    /**
     * The fan of the event.
     *
     * @param address where the fan agrees to receive messages
     */
    private record Target(EventFan fan, Optional<Identity> address) {}

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
                        ? facts.identity().flatMap(it -> fanOf(project, it))
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

    private static Optional<EventFan> fanOf(Project project, KnownIdentity known) {
        return known.fan().map(id -> new EventFan(project.id(), id, known.former()));
    }
}
