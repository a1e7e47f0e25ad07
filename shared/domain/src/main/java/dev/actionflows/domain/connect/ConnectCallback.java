package dev.actionflows.domain.connect;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.connect.ConnectAttemptStore.Refusal;
import dev.actionflows.domain.connect.ConnectAttemptStore.Taken;
import dev.actionflows.domain.connect.ConnectOutcome.Ending;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.project.HostedPages;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.StreamingApps;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.AuthorizationAnswer;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/**
 * Handles a fan's return from a streaming service. The attempt is taken first, since two callbacks
 * must not both continue; if a callback dies after that, the fan has to start another attempt.
 */
public final class ConnectCallback {
    private final ConnectAttemptStore attempts;
    private final ProjectStore projects;
    private final SpotifySignIn spotify;
    private final AppleMusicSignIn appleMusic;
    private final FanConnector connector;
    private final AuthorizationRequests authorizationRequests;
    private final Vault vault;
    private final StreamingApps apps;
    private final IdSource ids;
    private final InstantSource clock;

    public ConnectCallback(
            ConnectAttemptStore attempts,
            ProjectStore projects,
            SpotifySignIn spotify,
            AppleMusicSignIn appleMusic,
            FanConnector connector,
            Vault vault,
            IdSource ids,
            InstantSource clock) {
        this.attempts = attempts;
        this.projects = projects;
        this.spotify = spotify;
        this.appleMusic = appleMusic;
        this.connector = connector;
        this.authorizationRequests =
                new AuthorizationRequests(attempts, spotify, vault, ids, clock);
        this.vault = vault;
        this.apps = new StreamingApps(vault);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * @param state the state that the browser sent
     * @param browser the browser according to its cookie
     * @param deadline until when the response is needed
     * @throws ConnectInterruptedException if something failed after the attempt was taken
     */
    public ConnectOutcome complete(
            String state, Optional<Browser> browser, ServiceAnswer answer, Deadline deadline) {
        Optional<ConnectState> known = ConnectState.parse(state);
        if (known.isEmpty()) {
            return new ConnectOutcome.NotAccepted(Refusal.UNKNOWN, Optional.empty());
        }
        Taken taken =
                attempts.take(
                        known.get().project(),
                        known.get().id(),
                        browser.map(Browser::hash).orElse(""),
                        ids.nonce(),
                        clock.instant());
        return switch (taken) {
            case Taken.Refused(Refusal why, Optional<ConnectAttempt> attempt) ->
                    new ConnectOutcome.NotAccepted(why, attempt.flatMap(this::startAgain));
            case Taken.Granted(ConnectAttempt attempt) ->
                    completeTaken(attempt, browser.orElseThrow(), answer, deadline);
        };
    }

    private ConnectOutcome completeTaken(
            ConnectAttempt attempt, Browser browser, ServiceAnswer answer, Deadline deadline) {
        Optional<String> startAgain = Optional.empty();
        try {
            Project project = projects.find(attempt.project()).orElseThrow();
            startAgain = StartLink.again(project, attempt);
            return outcome(project, attempt, browser, answer, deadline);
        } catch (RuntimeException e) {
            throw new ConnectInterruptedException(startAgain, e);
        }
    }

    private Optional<String> startAgain(ConnectAttempt attempt) {
        return projects.find(attempt.project())
                .flatMap(project -> StartLink.again(project, attempt));
    }

    private ConnectOutcome outcome(
            Project project,
            ConnectAttempt attempt,
            Browser browser,
            ServiceAnswer answer,
            Deadline deadline) {
        return switch (answer) {
            case ServiceAnswer.Denial(String error) -> ended(project, attempt, endingOf(error));
            case ServiceAnswer.Code(String code) ->
                    attempt.provider() == StreamingProvider.SPOTIFY
                            ? judge(
                                    exchange(project, attempt, code, deadline.left()),
                                    project,
                                    attempt,
                                    browser,
                                    deadline)
                            : ofAnotherService();
            case ServiceAnswer.UserToken(String token) ->
                    attempt.provider() == StreamingProvider.APPLE_MUSIC
                            ? judge(
                                    appleMusic.check(
                                            apps.appleMusic(project), token, deadline.left()),
                                    project,
                                    attempt,
                                    browser,
                                    deadline)
                            : ofAnotherService();
        };
    }

    private static ConnectOutcome ofAnotherService() {
        return new ConnectOutcome.NotAccepted(Refusal.UNKNOWN, Optional.empty());
    }

    private AuthorizationAnswer exchange(
            Project project, ConnectAttempt attempt, String code, Duration timeout) {
        return spotify.exchange(
                apps.spotify(project),
                code,
                vault.open(
                        project,
                        ConnectAttempt.verifierContext(attempt.id()),
                        attempt.codeVerifier().orElseThrow()),
                project.spotifyRedirectUri(),
                attempt.scopes(),
                timeout);
    }

    private ConnectOutcome judge(
            AuthorizationAnswer answer,
            Project project,
            ConnectAttempt attempt,
            Browser browser,
            Deadline deadline) {
        return switch (answer) {
            case AuthorizationAnswer.Granted granted ->
                    switch (connector.connect(project, attempt, granted, deadline)) {
                        case FanConnector.ConnectResult.Connected connected ->
                                ended(project, attempt, connected.ending(), Optional.of(connected));
                        case FanConnector.ConnectResult.TooManyIdentities() ->
                                failed(project, attempt, Reason.TOO_MANY_IDENTITIES);
                        case FanConnector.ConnectResult.ScopesWouldShrink(Set<String> scopes) ->
                                repeatAuthorization(project, attempt, browser, scopes);
                    };
            case AuthorizationAnswer.Invalid() -> failed(project, attempt, Reason.REJECTED);
            case AuthorizationAnswer.AuthorizationRefused(Reason reason) ->
                    failed(project, attempt, reason);
            case AuthorizationAnswer.RateLimited _ -> failed(project, attempt, Reason.RATE_LIMITED);
            case AuthorizationAnswer.Unavailable() ->
                    failed(project, attempt, Reason.PROVIDER_UNAVAILABLE);
        };
    }

    private ConnectOutcome repeatAuthorization(
            Project project, ConnectAttempt attempt, Browser browser, Set<String> scopes) {
        return new ConnectOutcome.AuthorizationRepeated(
                project,
                authorizationRequests.toSpotify(
                        project,
                        new AuthorizationRequests.AttemptDetails(
                                browser,
                                attempt.fan(),
                                attempt.action(),
                                attempt.returnTo(),
                                attempt.fromPage(),
                                attempt.agreed(),
                                scopes)),
                browser);
    }

    private static String after(ConnectAttempt attempt, Ending ending, String hostedPage) {
        return attempt.action()
                .filter(_ -> ending instanceof Ending.Done)
                .map(action -> action.doneOn(hostedPage))
                .orElse(hostedPage);
    }

    /** Maps the errors of RFC 6749, section 4.1.2.1. */
    private static Ending endingOf(String error) {
        return switch (error) {
            case "access_denied" -> new Ending.Declined();
            case "server_error", "temporarily_unavailable" ->
                    new Ending.Failed(Reason.PROVIDER_UNAVAILABLE);
            default -> new Ending.Failed(Reason.REJECTED);
        };
    }

    private ConnectOutcome failed(Project project, ConnectAttempt attempt, Reason reason) {
        return ended(project, attempt, new Ending.Failed(reason));
    }

    private ConnectOutcome ended(Project project, ConnectAttempt attempt, Ending ending) {
        return ended(project, attempt, ending, Optional.empty());
    }

    private ConnectOutcome ended(
            Project project,
            ConnectAttempt attempt,
            Ending ending,
            Optional<FanConnector.ConnectResult.Connected> connected) {
        Optional<FanId> fan = connected.map(FanConnector.ConnectResult.Connected::fan);
        // the page may have been removed from the allowed origins in the meantime
        Optional<String> page =
                attempt.returnTo().flatMap(url -> ReturnUrl.of(url, project)).map(ReturnUrl::text);
        Optional<String> hosted = page.filter(url -> HostedPages.isOne(project, url));
        return new ConnectOutcome.Ended(
                project,
                attempt.provider(),
                ending,
                page.filter(_ -> hosted.isEmpty()),
                hosted.map(url -> after(attempt, ending, url)),
                StartLink.again(project, attempt),
                fan,
                connected.filter(FanConnector.ConnectResult.Connected::differentFan).isPresent(),
                fan.filter(
                                _ ->
                                        attempt.fromPage()
                                                // whoever has someone's link must not become them
                                                || (hosted.isPresent() && attempt.fan().isEmpty()))
                        .map(it -> FanSession.of(project, it, vault, clock.instant())),
                fan.map(
                        it ->
                                Disconnector.link(
                                        project, attempt.provider(), it, vault, clock.instant())));
    }
}
