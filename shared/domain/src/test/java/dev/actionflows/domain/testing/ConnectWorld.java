package dev.actionflows.domain.testing;

import dev.actionflows.domain.connect.ConnectAttemptStore;
import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectRateLimits;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.ConnectionService;
import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.connect.FanConnector;
import dev.actionflows.domain.connect.InMemoryConnectAttemptStore;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.intake.FlowStarter;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.rate.InMemoryRateStore;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.step.streaming.StreamingStepSupport;
import dev.actionflows.domain.streaming.InMemoryAppleMusicSignIn;
import dev.actionflows.domain.streaming.InMemorySpotifySignIn;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.StreamingProvider;
import java.util.List;



/**
 * Fans connect streaming accounts in a {@link World}, whose project has both apps and a page at
 * {@link #ORIGIN}.
 */
public final class ConnectWorld {
    public static final String ORIGIN = "https://band.example";

    public final World world = new World();
    public final InMemorySpotifySignIn spotifySignIn = new InMemorySpotifySignIn();
    public final InMemoryAppleMusicSignIn appleMusicSignIn = new InMemoryAppleMusicSignIn();
    public final InMemoryStreamingService spotify =
            new InMemoryStreamingService(StreamingProvider.SPOTIFY);
    public final InMemoryStreamingService appleMusic =
            new InMemoryStreamingService(StreamingProvider.APPLE_MUSIC);
    public final InMemoryConnectAttemptStore attempts = new InMemoryConnectAttemptStore();
    public final ConnectStart start =
            new ConnectStart(
                    world.projects,
                    world.catalog,
                    world.fans,
                    attempts,
                    spotifySignIn,
                    appleMusicSignIn,
                    world.vault,
                    rates(RateLimits.standard()),
                    world.ids,
                    world.clock);
    public final ConnectCallback comeBack =
            comeBack(attempts, world.fans, world.wakeUps, world.reader, world.intake);

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

    /** How often fans may set out. */
    public ConnectRateLimits rates(RateLimits limits) {
        return new ConnectRateLimits(
                new RateLimiter(new InMemoryRateStore(), limits, world.observer, world.clock),
                world.vault);
    }

    /** The same over other ports, such as ones that fail. */
    public ConnectCallback comeBack(
            ConnectAttemptStore attempts,
            FanStore fans,
            WakeUpQueue wakeUps,
            IntakeReader reader,
            FlowStarter intake) {
        return new ConnectCallback(
                attempts,
                world.projects,
                spotifySignIn,
                appleMusicSignIn,
                new FanConnector(
                        world.resolver,
                        world.identities,
                        fans,
                        new ConnectionService(fans, world.vault, wakeUps),
                        new FanActions(
                                new StreamingStepSupport(
                                        List.of(spotify, appleMusic), fans, world.vault),
                                fans,
                                world.catalog,
                                world.clock),
                        reader,
                        intake,
                        world.observer,
                        world.clock),
                world.vault,
                world.ids,
                world.clock);
    }
}
