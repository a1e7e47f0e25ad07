package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.StreamingAppStore;
import dev.actionflows.domain.project.StreamingApps;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Attempt;
import dev.actionflows.domain.run.MissingRequirement;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.streaming.StreamingResult;
import dev.actionflows.domain.streaming.StreamingService;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What all streaming steps share: finding a usable connection, opening it, and interpreting the
 * response.
 */
public final class StreamingStepSupport {
    /** How often a step looks again for an id that is being searched. */
    private static final Duration SEARCH_INTERVAL = Duration.ofMinutes(15);

    private final Supplier<List<StreamingService>> services;
    private final ConnectionStore connections;
    private final StreamingApps apps;
    private final AccessTokenSource tokens;
    private final AuthorizationDoubt doubt;
    private final StreamingAppStore appStates;
    private final AppCircuits circuits;

    /**
     * @param services supplied when a service is called: static checks call none
     */
    public StreamingStepSupport(
            Supplier<List<StreamingService>> services,
            ConnectionStore connections,
            StreamingAppStore appStates,
            Vault vault) {
        this.services = services;
        this.connections = connections;
        this.apps = new StreamingApps(vault);
        this.tokens = new AccessTokenSource(connections, vault);
        this.doubt = new AuthorizationDoubt(connections);
        this.appStates = appStates;
        this.circuits = new AppCircuits(appStates);
    }

    /** The missing setup of the project without which no streaming step can be done for any fan. */
    static Optional<String> missingSetup(Project project) {
        return Arrays.stream(StreamingProvider.values()).anyMatch(project::hasApp)
                ? Optional.empty()
                : Optional.of(
                        "the project has no app at a streaming service yet, so this step waits for"
                                + " one or is skipped, depending on its onUnmet");
    }

    /** What is missing for this operation for the fan or the project. */
    public Optional<MissingRequirement> missingRequirement(
            StreamingOperation operation, StreamingTarget fan) {
        if (Arrays.stream(StreamingProvider.values()).noneMatch(fan.project()::hasApp)) {
            return Optional.of(MissingRequirement.until(Requirement.streamingApp(), Reason.NO_APP));
        }
        List<Connection> connections =
                fan.connections().stream()
                        .filter(it -> fan.project().hasApp(it.provider()))
                        .toList();
        if (!usable(operation, connections, fan.now()).isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                MissingRequirement.until(
                        Requirement.streamingConnection(fan.id()),
                        connections.isEmpty() ? Reason.NOT_CONNECTED : Reason.RECONNECT_NEEDED));
    }

    /**
     * Why an operation would not be tried for a fan.
     *
     * @param undecided the services where an id may be known by then
     */
    Optional<Reason> outlook(
            StreamingOperation operation,
            ProviderIds ids,
            Set<StreamingProvider> undecided,
            StreamingTarget fan) {
        Optional<MissingRequirement> missing = missingRequirement(operation, fan);
        if (missing.isPresent()) {
            return missing.map(MissingRequirement::reason);
        }
        boolean mayBeThere =
                usable(operation, fan.connections(), fan.now()).stream()
                        .map(Connection::provider)
                        .filter(fan.project()::hasApp)
                        .anyMatch(it -> ids.at(it).isPresent() || undecided.contains(it));
        return mayBeThere ? Optional.empty() : Optional.of(Reason.NOT_AT_PROVIDER);
    }

    /**
     * Performs the operation at the first service, in the order of {@link StreamingProvider}, where
     * the fan is connected and which has the release or artist.
     *
     * @param done the reason of the outcome on success
     */
    public Attempt attempt(
            StreamingOperation operation, ProviderIds ids, Reason done, StreamingTarget fan) {
        return usable(operation, fan.connections(), fan.now()).stream()
                .filter(it -> fan.project().hasApp(it.provider()))
                .filter(it -> ids.at(it.provider()).isPresent())
                .findFirst()
                .map(it -> ask(operation, it, ids.at(it.provider()).orElseThrow(), done, fan))
                .orElseGet(() -> Attempt.skipped(Reason.NOT_AT_PROVIDER));
    }

    /**
     * As above, for something whose ids are being searched.
     *
     * @param searched the services where the search goes on: a fan who is connected there waits for
     *     it instead of being skipped
     */
    Attempt attempt(
            StreamingOperation operation,
            ProviderIds ids,
            Set<StreamingProvider> searched,
            Reason done,
            StreamingTarget fan) {
        Attempt attempt = attempt(operation, ids, done, fan);
        boolean mayBeFound =
                usable(operation, fan.connections(), fan.now()).stream()
                        .anyMatch(it -> searched.contains(it.provider()));
        return mayBeFound && attempt.equals(Attempt.skipped(Reason.NOT_AT_PROVIDER))
                ? Attempt.tryLater(Reason.ID_PENDING, SEARCH_INTERVAL)
                : attempt;
    }

    /** The connections with which the operation can be tried, in the order of their services. */
    static List<Connection> usable(
            StreamingOperation operation, List<Connection> connections, Instant now) {
        return connections.stream()
                .filter(it -> it.isUsable(now))
                .filter(it -> it.scopes().containsAll(operation.scopesAt(it.provider())))
                .sorted(Comparator.comparing(Connection::provider))
                .toList();
    }

    private Attempt ask(
            StreamingOperation operation,
            Connection connection,
            String id,
            Reason done,
            StreamingTarget fan) {
        StreamingProvider provider = connection.provider();
        StreamingCall call =
                new StreamingCall(
                        operation,
                        id,
                        serviceOf(provider),
                        apps.open(fan.project(), provider),
                        fan);
        return circuits.open(call.app(), fan).orElseGet(() -> ask(call, connection, done));
    }

    private Attempt ask(StreamingCall call, Connection connection, Reason done) {
        return switch (tokens.token(connection, call)) {
            case AccessTokenSource.TokenResult.Usable usable -> request(call, usable, done);
            case AccessTokenSource.TokenResult.InProgress() -> AccessTokenSource.comeBack();
            case AccessTokenSource.TokenResult.NotIssued denied -> notIssued(call, denied, done);
        };
    }

    /** A 401 leads to one refresh and one retry, unless the service has just issued the token. */
    private Attempt request(
            StreamingCall call, AccessTokenSource.TokenResult.Usable usable, Reason done) {
        StreamingAnswer answer = call.perform(usable.token());
        if (!(answer.result() instanceof StreamingResult.AccessTokenRejected) || usable.isNew()) {
            return conclude(learned(answer, call), usable.connection(), call, done);
        }
        return switch (tokens.refresh(usable.connection(), call)) {
            case AccessTokenSource.TokenResult.Usable renewed ->
                    conclude(
                            learned(call.repeat(renewed.token(), answer), call),
                            renewed.connection(),
                            call,
                            done);
            case AccessTokenSource.TokenResult.InProgress() -> AccessTokenSource.comeBack();
            case AccessTokenSource.TokenResult.NotIssued denied -> notIssued(call, denied, done);
        };
    }

    /** Remembers the endpoint that serves the app, if the answer tells. */
    private StreamingResult learned(StreamingAnswer answer, StreamingCall call) {
        answer.learned()
                .ifPresent(
                        endpoint ->
                                appStates.learned(
                                        call.fan().projectId(),
                                        call.operation(),
                                        call.app().id(),
                                        endpoint));
        return answer.result();
    }

    private Attempt notIssued(
            StreamingCall call, AccessTokenSource.TokenResult.NotIssued denied, Reason done) {
        if (!(denied.result() instanceof StreamingResult.AuthorizationEnded)) {
            tokens.giveBack(denied.connection(), call.fan());
        }
        return conclude(denied.result(), denied.connection(), call, done);
    }

    private Attempt conclude(
            StreamingResult result, Connection connection, StreamingCall call, Reason done) {
        trust(result, connection, call.fan());
        return switch (result) {
            case StreamingResult.Done() -> Attempt.completed(done);
            case StreamingResult.RequestRefused(Reason reason) ->
                    reason == Reason.NOT_SUPPORTED
                            ? Attempt.skipped(reason)
                            : Attempt.failed(reason);
            case StreamingResult.AuthorizationEnded() -> doubt.reported(connection, call.fan());
            case StreamingResult.RateLimited(Duration retryAfter, boolean accepted) ->
                    circuits.limited(
                            call.app(),
                            retryAfter,
                            accepted ? Reason.NOT_IN_LIBRARY_YET : Reason.RATE_LIMITED,
                            call.fan());
            case StreamingResult.NotInLibraryYet() ->
                    new Attempt.TryAgain(Reason.NOT_IN_LIBRARY_YET);
            case StreamingResult.AccessTokenRejected(), StreamingResult.Unavailable() ->
                    new Attempt.TryAgain(Reason.PROVIDER_UNAVAILABLE);
        };
    }

    private StreamingService serviceOf(StreamingProvider provider) {
        return services.get().stream()
                .filter(it -> it.provider() == provider)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no client for " + provider));
    }

    /**
     * Clears the doubt of an authorization that works after all. Where there are access tokens, a
     * refresh proves that, and an access token that still works does not.
     */
    private void trust(StreamingResult result, Connection connection, StreamingTarget fan) {
        if (connection.doubtedAt().isPresent()
                && !connection.provider().hasAccessTokens()
                && provesAuthorization(result)) {
            connections.replace(fan.projectId(), connection, connection.trusted());
        }
    }

    /**
     * Whether the service accepted the authorization, regardless of its response to the request.
     */
    private static boolean provesAuthorization(StreamingResult result) {
        return switch (result) {
            case StreamingResult.Done(), StreamingResult.NotInLibraryYet() -> true;
            case StreamingResult.RequestRefused(Reason reason) ->
                    reason == Reason.FORBIDDEN || reason == Reason.UNKNOWN_AT_PROVIDER;
            case StreamingResult.AuthorizationEnded(),
                    StreamingResult.AccessTokenRejected(),
                    StreamingResult.RateLimited _,
                    StreamingResult.Unavailable() ->
                    false;
        };
    }
}
