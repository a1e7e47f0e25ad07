package dev.actionflows.domain.connect;

import dev.actionflows.domain.connect.StartResult.Obstacle;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.HostedPages;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.StreamingApps;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Starts an attempt to connect a streaming account, optionally with an action, once the fan has
 * agreed to what a page of ours lists.
 */
public final class ConnectStart {
    /** The parameter of a link that the fan in the cookie does not want to be. */
    public static final String NOT_BY_COOKIE = "someone-else";

    private final ProjectStore projects;
    private final Catalog catalog;
    private final AppleMusicSignIn appleMusic;
    private final StreamingApps apps;
    private final VisitorVerifier visitors;
    private final AuthorizationRequests authorizationRequests;
    private final ConnectRateLimits rates;
    private final IdSource ids;
    private final InstantSource clock;

    public ConnectStart(
            ProjectStore projects,
            Catalog catalog,
            FanLookup fans,
            ConnectionStore connections,
            ConnectAttemptStore attempts,
            SpotifySignIn spotify,
            AppleMusicSignIn appleMusic,
            Vault vault,
            ConnectRateLimits rates,
            IdSource ids,
            InstantSource clock) {
        this.rates = rates;
        this.projects = projects;
        this.catalog = catalog;
        this.appleMusic = appleMusic;
        this.apps = new StreamingApps(vault);
        this.visitors = new VisitorVerifier(fans, connections, vault, clock);
        this.authorizationRequests =
                new AuthorizationRequests(attempts, spotify, vault, ids, clock);
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * The link with which a fan connects the service and has something done there.
     *
     * @param returnTo where the fan returns to
     */
    public static String link(
            Project project, StreamingProvider provider, FanAction action, String returnTo) {
        return StartLink.to(project, provider)
                .with(action)
                .with("return", Optional.of(returnTo))
                .text();
    }

    /**
     * @throws dev.actionflows.domain.error.ProblemException RATE_LIMITED
     */
    public StartResult start(StartRequest request) {
        Optional<StreamingProvider> provider = StreamingProvider.ofWireName(request.provider());
        if (provider.isEmpty()) {
            return new StartResult.NotPossible(Obstacle.NO_SUCH_SERVICE);
        }
        Optional<Project> project =
                request.project().flatMap(ProjectId::parse).flatMap(projects::find);
        return project.isEmpty()
                ? new StartResult.NotPossible(Obstacle.NO_SUCH_PROJECT)
                : start(known(request, project.get()), provider.get(), project.get());
    }

    /** A cookie that is older than the token in it, or than the fan's erasure, is no obstacle. */
    private StartRequest known(StartRequest request, Project project) {
        StartRequest named = request.withCookie(project);
        return visitors.of(named, project) instanceof Visitor.Invalid ? request : named;
    }

    private StartResult start(StartRequest request, StreamingProvider provider, Project project) {
        Visitor visitor = visitors.of(request, project);
        Optional<Obstacle> obstacle = obstacle(request, provider, project, visitor);
        if (obstacle.isPresent()) {
            return new StartResult.NotPossible(obstacle.get());
        }
        if (request.userAgent().filter(InAppBrowser::isOne).isPresent()) {
            return new StartResult.OtherBrowserNeeded(
                    project,
                    StartLink.to(project, provider)
                            .with("t", visitors.tokenForLink(request, project, visitor))
                            .with(request.purpose())
                            .text());
        }
        Browser browser =
                request.browser()
                        .filter(it -> it.matches(project))
                        .orElseGet(() -> Browser.fresh(project, ids));
        return visitors.agreed(request, project)
                .map(it -> startAttempt(request, provider, project, visitor.named(), browser, it))
                .orElseGet(() -> ask(request, provider, project, visitor, browser));
    }

    private StartResult ask(
            StartRequest request,
            StreamingProvider provider,
            Project project,
            Visitor visitor,
            Browser browser) {
        Optional<StartResult.Owner> owner =
                visitor instanceof Visitor.Unconfirmed(Fan fan)
                        ? Optional.of(
                                new StartResult.Owner(
                                        MaskedAddress.of(fan),
                                        StartLink.to(project, provider)
                                                .with(request.purpose())
                                                .with(
                                                        NOT_BY_COOKIE,
                                                        request.returnTo()
                                                                .filter(
                                                                        url ->
                                                                                HostedPages.isOne(
                                                                                        project,
                                                                                        url))
                                                                .map(_ -> "true"))
                                                .text()))
                        : Optional.empty();
        Optional<String> page = VisitorVerifier.page(request, project);
        StartRequest asked = request.asked(owner.isPresent() ? Optional.empty() : page);
        Map<String, String> form = asked.form();
        form.put("confirmation", visitors.confirmationOf(asked, project, browser));
        return new StartResult.ConfirmationNeeded(
                project,
                provider,
                Permission.of(provider, scopes(request, project, action(request), provider)),
                owner,
                form,
                returnTo(request, project).map(ReturnUrl::text).or(() -> page),
                browser);
    }

    private static Optional<ReturnUrl> returnTo(StartRequest request, Project project) {
        return request.returnTo().flatMap(url -> ReturnUrl.of(url, project));
    }

    private StartResult startAttempt(
            StartRequest request,
            StreamingProvider provider,
            Project project,
            Optional<FanId> fan,
            Browser browser,
            Wording agreed) {
        rates.countStart(project, provider, fan.isPresent(), request.address());
        Optional<FanAction> action = action(request);
        Optional<ReturnUrl> returnTo = returnTo(request, project);
        Set<String> scopes = scopes(request, project, action, provider);
        AuthorizationRequests.AttemptDetails details =
                new AuthorizationRequests.AttemptDetails(
                        browser,
                        fan,
                        action,
                        returnTo.map(ReturnUrl::text),
                        returnTo.isPresent()
                                && returnTo.map(ReturnUrl::origin).equals(request.page()),
                        Optional.of(new ConnectAttempt.Agreed(agreed, scopes, clock.instant())),
                        scopes);
        return switch (provider) {
            case SPOTIFY ->
                    new StartResult.Redirect(
                            project,
                            authorizationRequests.toSpotify(project, details),
                            details.browser());
            case APPLE_MUSIC -> withMusicKit(project, details);
        };
    }

    private StartResult withMusicKit(
            Project project, AuthorizationRequests.AttemptDetails details) {
        return appleMusic
                .developerToken(apps.appleMusic(project))
                .<StartResult>map(
                        token ->
                                new StartResult.WithMusicKit(
                                        project,
                                        token,
                                        authorizationRequests.toAppleMusic(project, details),
                                        details.browser()))
                .orElseGet(() -> new StartResult.NotPossible(Obstacle.SERVICE_NOT_SET_UP));
    }

    private Optional<Obstacle> obstacle(
            StartRequest request, StreamingProvider provider, Project project, Visitor visitor) {
        if (!project.hasApp(provider)) {
            return Optional.of(Obstacle.SERVICE_NOT_SET_UP);
        }
        if (visitor instanceof Visitor.Invalid) {
            return Optional.of(Obstacle.LINK_ENDED);
        }
        Optional<FanAction> action = action(request);
        if (request.action().isPresent() && action.isEmpty()) {
            return Optional.of(Obstacle.NO_SUCH_ACTION);
        }
        if (action.isPresent() && !exists(project.id(), action.get())) {
            return Optional.of(Obstacle.NO_SUCH_THING);
        }
        return request.returnTo().isPresent()
                        && ReturnUrl.of(request.returnTo().get(), project).isEmpty()
                ? Optional.of(Obstacle.PAGE_NOT_ALLOWED)
                : Optional.empty();
    }

    private static Optional<FanAction> action(StartRequest request) {
        return request.action()
                .flatMap(name -> FanAction.of(name, request.release(), request.artist()));
    }

    private boolean exists(ProjectId project, FanAction action) {
        return switch (action) {
            case FanAction.PreSave(var id) -> catalog.findRelease(project, id).isPresent();
            case FanAction.AddToLibrary(var id) -> catalog.findRelease(project, id).isPresent();
            case FanAction.Follow(var id) -> catalog.findArtist(project, id).isPresent();
            case FanAction.NextSave(var id) -> catalog.findArtist(project, id).isPresent();
        };
    }

    private Set<String> scopes(
            StartRequest request,
            Project project,
            Optional<FanAction> action,
            StreamingProvider provider) {
        return Permission.scopes(action, provider, visitors.requestsPlaylists(request, project));
    }
}
