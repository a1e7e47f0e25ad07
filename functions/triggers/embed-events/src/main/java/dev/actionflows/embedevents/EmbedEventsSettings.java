package dev.actionflows.embedevents;

import dev.actionflows.aws.DynamoDbEventIdStore;
import dev.actionflows.aws.DynamoDbIntakeReader;
import dev.actionflows.aws.DynamoDbProjectStore;
import dev.actionflows.aws.DynamoDbRequestStore;
import dev.actionflows.aws.DynamoDbVerificationStore;
import dev.actionflows.aws.SesMailSender;
import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.embed.PageEvents;
import dev.actionflows.domain.embed.ServerEvents;
import dev.actionflows.domain.embed.VerificationService;
import dev.actionflows.domain.embed.VerificationStore;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.intake.FlowStarter;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.rate.AddressHash;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.lambda.AwsPorts;
import dev.actionflows.lambda.Lazy;
import dev.actionflows.lambda.step.StreamingPorts;
import dev.actionflows.lambda.telemetry.Telemetry;
import dev.actionflows.providers.HttpClients;
import dev.actionflows.providers.TwilioClient;
import java.time.Duration;



/**
 * Environment: TABLE_NAME, KMS_KEY_ARN, STATE_MACHINE_ARN, WAKE_UP_QUEUE_URL, DEPLOYMENT,
 * SMS_API_URL, SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL, APPLE_MUSIC_API_URL, and RATE_LIMITS, which
 * may be empty.
 */
final class EmbedEventsSettings {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

    private final AwsPorts ports;

    EmbedEventsSettings(AwsPorts ports) {
        this.ports = ports;
    }

    Endpoints endpoints() {
        KeyRing keys = ports.keyRing();
        Vault vault = new Vault(keys, ports.ids());
        IdentityHasher identities = new IdentityHasher(keys);
        Telemetry telemetry = ports.telemetry();
        IntakeReader reader = new DynamoDbIntakeReader(ports.table());
        FanStore fans = ports.fans();
        FlowStarter intake = ports.intake();
        Lazy<WakeUpQueue> wakeUps = new Lazy<>(ports::wakeUps);
        FanResolver resolver =
                new FanResolver(
                        fans,
                        (project, ids) -> wakeUps.get().connectionAboutToBeMet(project, ids),
                        (project, ids) -> wakeUps.get().connectionMayBeMet(project, ids),
                        ports.ids(),
                        ports.clock());
        VerificationStore verifications = new DynamoDbVerificationStore(ports.table());
        RateLimiter limiter = ports.rateLimiter();
        return new Endpoints(
                new Sender.Authentication(new DynamoDbProjectStore(ports.table()), ports.clock()),
                new Batch(
                        new ServerEvents(
                                reader,
                                fans,
                                resolver,
                                ports.catalog(),
                                new DynamoDbEventIdStore(ports.table()),
                                intake,
                                identities,
                                vault,
                                telemetry,
                                ports.ids(),
                                ports.clock()),
                        limiter,
                        ports.log()),
                new PageEvents(
                        reader,
                        fans,
                        intake,
                        identities,
                        vault,
                        verifications,
                        textSender(),
                        new SesMailSender(ports.clients()),
                        new FanActions(
                                StreamingPorts.fanStreaming(ports),
                                fans,
                                ports.catalog(),
                                ports.clock()),
                        limiter,
                        telemetry,
                        telemetry,
                        ports.ids(),
                        ports.clock()),
                new VerificationService(
                        reader,
                        fans,
                        resolver,
                        intake,
                        vault,
                        verifications,
                        limiter,
                        telemetry,
                        telemetry,
                        ports.ids(),
                        ports.clock()),
                limiter,
                new AddressHash(vault),
                new RequestKey.Reader(
                        new DynamoDbRequestStore(ports.table()), keys, ports.ids(), ports.clock()));
    }

    private TextSender textSender() {
        return new TwilioClient(
                () -> HttpClients.withConnectTimeout(CONNECT_WITHIN),
                ports.environment().requiredUri("SMS_API_URL"));
    }
}
