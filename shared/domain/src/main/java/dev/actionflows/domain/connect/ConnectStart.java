package dev.actionflows.domain.connect;

import dev.actionflows.domain.action.ConnectLinks;
import dev.actionflows.domain.connect.Started.Obstacle;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.StreamingApps;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

/** A fan sets out to connect a streaming account, and perhaps to act there at once. */
public final class ConnectStart {
    private final ProjectStore projects;
    private final Catalog catalog;
    private final AppleMusicSignIn appleMusic;
    private final StreamingApps apps;
    private final FanToken connectTokens;
    private final FanToken fanTokens;
    private final Departures departures;
    private final IdSource ids;
    private final InstantSource clock;

    public ConnectStart(
            ProjectStore projects,
            Catalog catalog,
            ConnectAttempts attempts,
            SpotifySignIn spotify,
            AppleMusicSignIn appleMusic,
            Vault vault,
            IdSource ids,
            InstantSource clock) {
        this.projects = projects;
        this.catalog = catalog;
        this.appleMusic = appleMusic;
        this.apps = new StreamingApps(vault);
        this.connectTokens = new FanToken(vault, ConnectLinks.PURPOSE);
        this.fanTokens = FanSession.tokens(vault);
        this.departures = new Departures(attempts, spotify, vault, ids, clock);
        this.ids = ids;
        this.clock = clock;
    }

    public Started start(StartRequest request) {
        Optional<StreamingProvider> provider = StreamingProvider.ofWireName(request.provider());
        if (provider.isEmpty()) {
            return new Started.NotPossible(Obstacle.NO_SUCH_SERVICE);
        }
        Optional<Project> project =
                request.project().flatMap(ProjectId::parse).flatMap(projects::find);
        return project.isEmpty()
                ? new Started.NotPossible(Obstacle.NO_SUCH_PROJECT)
                : start(request, provider.get(), project.get());
    }

    private Started start(StartRequest request, StreamingProvider provider, Project project) {
        Optional<Obstacle> obstacle = obstacle(request, provider, project);
        if (obstacle.isPresent()) {
            return new Started.NotPossible(obstacle.get());
        }
        if (request.userAgent().filter(InAppBrowser::isOne).isPresent()) {
            return new Started.OtherBrowserNeeded(project, link(request, provider, project));
        }
        Optional<FanAction> action = action(request);
        Departures.Luggage luggage =
                new Departures.Luggage(
                        request.browser()
                                .flatMap(Browser::parse)
                                .orElseGet(() -> Browser.fresh(ids)),
                        bearer(request, project),
                        action,
                        request.returnTo()
                                .flatMap(url -> ReturnUrl.of(url, project))
                                .map(ReturnUrl::text),
                        scopes(action, provider));
        return switch (provider) {
            case SPOTIFY ->
                    new Started.Elsewhere(
                            project, departures.toSpotify(project, luggage), luggage.browser());
            case APPLE_MUSIC -> withMusicKit(project, luggage);
        };
    }

    private Started withMusicKit(Project project, Departures.Luggage luggage) {
        return appleMusic
                .developerToken(apps.appleMusic(project))
                .<Started>map(
                        token ->
                                new Started.WithMusicKit(
                                        project,
                                        token,
                                        departures.toAppleMusic(project, luggage),
                                        luggage.browser()))
                .orElseGet(() -> new Started.NotPossible(Obstacle.SERVICE_NOT_SET_UP));
    }

    private Optional<Obstacle> obstacle(
            StartRequest request, StreamingProvider provider, Project project) {
        if (!project.hasApp(provider)) {
            return Optional.of(Obstacle.SERVICE_NOT_SET_UP);
        }
        boolean claimsAFan = request.connectToken().isPresent() || request.fanToken().isPresent();
        if (claimsAFan && bearer(request, project).isEmpty()) {
            return Optional.of(Obstacle.LINK_ENDED);
        }
        Optional<FanAction> action = action(request);
        if (request.action().isPresent() && action.isEmpty()) {
            return Optional.of(Obstacle.NO_SUCH_ACTION);
        }
        if (action.isPresent() && !isThere(project.id(), action.get())) {
            return Optional.of(Obstacle.NO_SUCH_THING);
        }
        return request.returnTo().isPresent()
                        && ReturnUrl.of(request.returnTo().get(), project).isEmpty()
                ? Optional.of(Obstacle.PAGE_NOT_ALLOWED)
                : Optional.empty();
    }

    private Optional<FanId> bearer(StartRequest request, Project project) {
        return request.connectToken()
                .flatMap(token -> connectTokens.verify(project, token, clock.instant()))
                .or(
                        () ->
                                request.fanToken()
                                        .flatMap(
                                                token ->
                                                        fanTokens.verify(
                                                                project, token, clock.instant())));
    }

    private static Optional<FanAction> action(StartRequest request) {
        return request.action()
                .flatMap(name -> FanAction.of(name, request.release(), request.artist()));
    }

    private boolean isThere(ProjectId project, FanAction action) {
        return switch (action) {
            case FanAction.PreSave(var id) -> catalog.findRelease(project, id).isPresent();
            case FanAction.AddToLibrary(var id) -> catalog.findRelease(project, id).isPresent();
            case FanAction.Follow(var id) -> catalog.findArtist(project, id).isPresent();
            case FanAction.NextSave(var id) -> catalog.findArtist(project, id).isPresent();
        };
    }

    /** As little as possible; a fan who came for no one action is asked for all that steps need. */
    private static Set<String> scopes(Optional<FanAction> action, StreamingProvider provider) {
        return action.map(it -> it.operation().scopesAt(provider))
                .orElseGet(() -> StreamingOperation.allScopesAt(provider));
    }

    private static String link(StartRequest request, StreamingProvider provider, Project project) {
        return StartLink.to(project, provider)
                .with("t", request.connectToken())
                .with("fan_token", request.fanToken())
                .with("action", request.action())
                .with("releaseId", request.release())
                .with("artistId", request.artist())
                .with("return", request.returnTo())
                .text();
    }
}
