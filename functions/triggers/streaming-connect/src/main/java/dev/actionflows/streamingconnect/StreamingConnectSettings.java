package dev.actionflows.streamingconnect;

import dev.actionflows.aws.DynamoDbConnectAttemptStore;
import dev.actionflows.aws.DynamoDbIntakeReader;
import dev.actionflows.aws.DynamoDbProjectStore;
import dev.actionflows.domain.connect.ConnectAttemptStore;
import dev.actionflows.domain.connect.ConnectCallback;
import dev.actionflows.domain.connect.ConnectRateLimits;
import dev.actionflows.domain.connect.ConnectStart;
import dev.actionflows.domain.connect.ConnectionService;
import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.connect.FanConnector;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.step.streaming.StreamingStepSupport;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Environment;
import dev.actionflows.providers.StreamingClients;

/**
 * Environment: TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL, DEPLOYMENT,
 * SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL, APPLE_MUSIC_API_URL, MUSIC_KIT_URL, and RATE_LIMITS, which
 * may be empty.
 */
final class StreamingConnectSettings {
    private final AwsPorts ports;
    private final KeyRing keys;
    private final Vault vault;
    private final ProjectStore projects;
    private final ConnectAttemptStore attempts;
    private final SpotifySignIn spotify;
    private final AppleMusicSignIn appleMusic;

    StreamingConnectSettings(AwsPorts ports) {
        Environment environment = ports.environment();
        this.ports = ports;
        this.keys = ports.keyRing();
        this.vault = new Vault(keys, ports.ids());
        this.projects = new DynamoDbProjectStore(ports.table());
        this.attempts = new DynamoDbConnectAttemptStore(ports.table());
        this.spotify =
                StreamingClients.spotifySignIn(
                        environment.requiredUri("SPOTIFY_API_URL"),
                        environment.requiredUri("SPOTIFY_ACCOUNTS_URL"));
        this.appleMusic =
                StreamingClients.appleMusicSignIn(
                        environment.requiredUri("APPLE_MUSIC_API_URL"), ports.clock());
    }

    ConnectStart start() {
        return new ConnectStart(
                projects,
                ports.catalog(),
                ports.fans(),
                attempts,
                spotify,
                appleMusic,
                vault,
                new ConnectRateLimits(ports.rateLimiter(), vault),
                ports.ids(),
                ports.clock());
    }

    ConnectCallback comeBack() {
        return new ConnectCallback(
                attempts,
                projects,
                spotify,
                appleMusic,
                arrivals(),
                vault,
                ports.ids(),
                ports.clock());
    }

    Pages pages() {
        Environment environment = ports.environment();
        return new Pages(
                ports.ids(),
                environment.requiredUri("MUSIC_KIT_URL").toString(),
                environment.requiredUri("SPOTIFY_ACCOUNTS_URL").toString());
    }

    private FanConnector arrivals() {
        Environment environment = ports.environment();
        FanStore fans = ports.fans();
        StreamingStepSupport streaming =
                new StreamingStepSupport(
                        StreamingClients.at(
                                environment.requiredUri("SPOTIFY_API_URL"),
                                environment.requiredUri("SPOTIFY_ACCOUNTS_URL"),
                                environment.requiredUri("APPLE_MUSIC_API_URL"),
                                ports.clock()),
                        fans,
                        vault);
        return new FanConnector(
                ports.fanResolver(),
                new IdentityHasher(keys),
                fans,
                new ConnectionService(fans, vault, ports.wakeUps()),
                new FanActions(streaming, fans, ports.catalog(), ports.clock()),
                new DynamoDbIntakeReader(ports.table()),
                ports.intake(),
                ports.telemetry(),
                ports.clock());
    }
}
