package dev.actionflows.domain.connect;

import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.ActionEvents;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.EventScopes;
import dev.actionflows.domain.intake.EventSender;
import dev.actionflows.domain.intake.IncomingEvent;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Connects a fan whom a service has authenticated: finds or creates the fan, stores the connection,
 * performs the action and starts its flow. In this order, since the authorization cannot be
 * obtained again; another attempt repeats all the rest.
 */
public final class FanConnector {
    private final FanResolver resolver;
    private final IdentityHasher identities;
    private final ConnectionStore connected;
    private final ConnectionService connections;
    private final FanActions actions;
    private final Intake intake;
    private final ActionEvents events;
    private final InstantSource clock;

    public FanConnector(
            FanResolver resolver,
            IdentityHasher identities,
            ConnectionStore connected,
            ConnectionService connections,
            FanActions actions,
            Intake intake,
            InstantSource clock) {
        this.resolver = resolver;
        this.identities = identities;
        this.connected = connected;
        this.connections = connections;
        this.actions = actions;
        this.intake = intake;
        this.events = new ActionEvents(intake);
        this.clock = clock;
    }

    /** The result of connecting. */
    sealed interface ConnectResult {
        /** The fan would have too many identities; the event is stored with that reason. */
        record TooManyIdentities() implements ConnectResult {}

        /**
         * @param differentFan whether this is not the fan whom the token identified, because that
         *     one has another account
         */
        record Connected(Ending ending, FanId fan, boolean differentFan) implements ConnectResult {}

        /**
         * The fan has a connection with scopes that are missing in this one; nothing was stored or
         * merged.
         *
         * @param scopes the scopes that were allowed before and those that were requested now
         */
        record ScopesWouldShrink(Set<String> scopes) implements ConnectResult {
            public ScopesWouldShrink {
                scopes = Set.copyOf(scopes);
            }
        }
    }

    ConnectResult connect(
            Project project,
            ConnectAttempt attempt,
            AuthorizationAnswer.Granted granted,
            Deadline deadline) {
        Optional<FanIdentity> proven = proven(project, attempt, granted);
        Set<String> wanted = wantedScopes(project, attempt, proven);
        if (!granted.scopes().containsAll(wanted) && !attempt.scopes().containsAll(wanted)) {
            return new ConnectResult.ScopesWouldShrink(wanted);
        }
        Fan fan;
        try {
            fan = resolve(project, attempt, proven);
        } catch (ProblemException e) {
            if (e.code() != ErrorCode.STATE_CONFLICT) {
                throw e;
            }
            return new ConnectResult.TooManyIdentities();
        }
        attempt.agreement().ifPresent(it -> connected.recordAgreement(project.id(), fan.id(), it));
        connections.connect(project, fan, attempt.provider(), granted, clock.instant());
        return new ConnectResult.Connected(
                attempt.action()
                        .map(action -> act(project, fan, attempt, action, deadline))
                        .orElseGet(() -> new Ending.Done(Optional.empty())),
                fan.id(),
                attempt.fan().filter(named -> !fan.ids().contains(named)).isPresent());
    }

    private Fan resolve(Project project, ConnectAttempt attempt, Optional<FanIdentity> proven) {
        Supplier<Fan> resolving = () -> resolver.resolveBearer(project.id(), attempt.fan(), proven);
        return attempt.action()
                .map(
                        action ->
                                intake.resolve(
                                        project.id(),
                                        new FanEvent(
                                                eventId(attempt),
                                                action.trigger(),
                                                action.scope(),
                                                clock.instant()),
                                        attempt.fan(),
                                        resolving))
                .orElseGet(resolving);
    }

    /** Derived from the attempt's id, which is taken once. */
    private static EventId eventId(ConnectAttempt attempt) {
        return new EventId("connect:" + attempt.id());
    }

    /** Apple Music does not identify accounts: its fans are known by other identities, or new. */
    private Optional<FanIdentity> proven(
            Project project, ConnectAttempt attempt, AuthorizationAnswer.Granted granted) {
        return switch (attempt.provider()) {
            case SPOTIFY ->
                    granted.accountId()
                            .map(
                                    account ->
                                            identities.of(
                                                    project.id(), Identity.Kind.SPOTIFY, account));
            case APPLE_MUSIC -> Optional.empty();
        };
    }

    private Set<String> wantedScopes(
            Project project, ConnectAttempt attempt, Optional<FanIdentity> proven) {
        Set<String> scopes = new HashSet<>(attempt.scopes());
        if (attempt.provider() == StreamingProvider.SPOTIFY) {
            Instant now = clock.instant();
            resolver.known(project.id(), attempt.fan(), proven).stream()
                    .flatMap(fan -> connected.connections(project.id(), fan).stream())
                    .filter(it -> it.provider() == attempt.provider())
                    .filter(it -> it.isUsable(now))
                    .map(Connection::scopes)
                    .forEach(scopes::addAll);
        }
        return scopes;
    }

    private Ending act(
            Project project, Fan fan, ConnectAttempt attempt, FanAction action, Deadline deadline) {
        return switch (actions.perform(project, fan.id(), action, deadline)) {
            case ActionResult.Done(var reason) -> {
                events.take(event(project, fan, attempt, action), reason);
                yield new Ending.Done(Optional.of(reason));
            }
            case ActionResult.NotConnected(var reason) -> new Ending.Failed(reason);
            case ActionResult.ActionRefused(var reason) -> new Ending.Failed(reason);
            case ActionResult.TryLater(var reason, _) -> new Ending.Failed(reason);
        };
    }

    private IncomingEvent event(
            Project project, Fan fan, ConnectAttempt attempt, FanAction action) {
        return new IncomingEvent(
                project.id(),
                eventId(attempt),
                action.trigger(),
                EventScopes.of(action.scope()),
                clock.instant(),
                new EventSender.Known(EventFan.of(project.id(), fan)));
    }
}
