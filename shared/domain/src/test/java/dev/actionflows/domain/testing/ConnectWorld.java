package dev.actionflows.domain.testing;

import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.Disconnector;
import dev.actionflows.domain.connect.InMemoryConnectAttemptStore;
import dev.actionflows.domain.connect.StartRequest;
import dev.actionflows.domain.connect.StartResult;
import dev.actionflows.domain.connect.Wording;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.streaming.InMemoryAppleMusicSignIn;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.streaming.InMemoryStreamingService;

import java.util.List;
import java.util.Optional;

/**
 * Fans connect streaming accounts in a {@link World}, whose project has both apps and a page at
 * {@link #ORIGIN}.
 */
public final class ConnectWorld {
    public static final String ORIGIN = "https://band.example";

    /** In which fans are asked. */
    public static final Wording WORDING = new Wording("1", "en");

    public final World world = new World();
    public final InMemorySpotifySignIn spotifySignIn = world.ports.spotifySignIn;
    public final InMemoryAppleMusicSignIn appleMusicSignIn = world.ports.appleMusicSignIn;
    public final InMemoryStreamingService spotify = world.ports.spotify;
    public final InMemoryStreamingService appleMusic = world.ports.appleMusic;
    public final InMemoryConnectAttemptStore attempts = world.ports.connectAttempts;
    public final ConnectStart start = world.application.connectStart();
    public final ConnectCallback callback = world.application.connectCallback();

    public final Disconnector disconnector = world.application.disconnector();

    public ConnectWorld() {
        world.projects.change(
                world.project,
                project ->
                        project.withAllowedOrigins(List.of(ORIGIN))
                                .withAppleMusic(
                                        new AppleMusicKey(
                                                "TEAM123456",
                                                "KEY1234567",
                                                world.vault.seal(
                                                        project,
                                                        AppleMusicKey.PRIVATE_KEY_CONTEXT,
                                                        "a private key"))));
    }

    /** What a start leads to once the fan has agreed on the page, if one is shown. */
    public StartResult agreed(StartRequest request) {
        StartResult result = start.start(request);
        return result instanceof StartResult.ConfirmationNeeded question
                ? start.start(answer(question, request))
                : result;
    }

    /** The form that the button of the page posts, in the browser that made the request. */
    public static StartRequest answer(
            StartResult.ConfirmationNeeded question, StartRequest request) {
        return StartRequest.of(
                request.provider(),
                name -> Optional.ofNullable(question.form().get(name)),
                Optional.of(question.project().publicBaseUrl()),
                Optional.empty(),
                Optional.of(question.browser()),
                request.userAgent(),
                request.address(),
                request.shown());
    }

    /** The callback with another port, such as one that fails. */
    public <P> ConnectCallback callback(Class<P> type, P port) {
        return world.with(type, port).connectCallback();
    }

    /** Connect starts with other rate limits. */
    public ConnectStart start(RateLimits limits) {
        return world.with(RateLimits.class, limits).connectStart();
    }
}
