package dev.actionflows.domain.testing;

import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.AccessToken;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.AccentColor;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Look;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Sealed;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.project.WrappedKey;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sample data. Ids are unique within a process, so that tests can share one table. Times are whole
 * milliseconds: stores need not keep a finer resolution.
 */
public final class Samples {
    public static final Instant NOW = Instant.parse("2026-11-02T12:00:00.123Z");

    private static final IdSource IDS = new SeededIds(20261102);

    private Samples() {}

    public static ProjectId projectId() {
        return ProjectId.from(IDS);
    }

    public static FanId fanId() {
        return FanId.from(IDS);
    }

    public static FlowId flowId() {
        return FlowId.from(IDS);
    }

    public static InstagramAccountId instagramAccount() {
        return new InstagramAccountId(
                "1784" + new BigInteger(1, IDS.randomBytes(6)).mod(BigInteger.TEN.pow(13)));
    }

    public static String nonce() {
        return IDS.nonce();
    }

    public static Sealed sealed() {
        return new Sealed(IDS.nonce());
    }

    /** A newly created project. */
    public static Project project(ProjectId id) {
        return project(id, Plan.PRO);
    }

    public static Project project(ProjectId id, Plan plan) {
        return project(id, "Night Harbour", plan);
    }

    public static Project project(ProjectId id, String name) {
        return project(id, name, Plan.PRO);
    }

    private static Project project(ProjectId id, String name, Plan plan) {
        return Project.created(
                id,
                name,
                plan,
                "https://flows.example.com",
                new WrappedKey(IDS.nonce()),
                new ApiKeyHashes(IDS.nonce(), IDS.nonce()),
                NOW);
    }

    public static SmsAccount smsAccount() {
        return new SmsAccount.Twilio(
                new PhoneNumber("+15005550006"), "AC00000000000000000000000000000001", sealed());
    }

    /** An account of the deployment's AWS account with all settings. */
    public static SmsAccount awsSmsAccount() {
        return new SmsAccount.Aws(
                phoneNumber(),
                new SmsCredentials.Aws("pool-1", Optional.of("texts"), Optional.of("0.05")));
    }

    /** A number that no other sample has. */
    public static PhoneNumber phoneNumber() {
        return new PhoneNumber(
                "+1800555"
                        + String.format(
                                Locale.ROOT,
                                "%07d",
                                new BigInteger(1, IDS.randomBytes(6))
                                        .mod(BigInteger.TEN.pow(7))
                                        .intValueExact()));
    }

    /** A project with all accounts. */
    public static Project equippedProject(ProjectId id) {
        return project(id)
                .withSms(smsAccount())
                .withSpotify(new SpotifyApp("client", sealed()))
                .withAppleMusic(new AppleMusicKey("TEAM123456", "KEY1234567", sealed()))
                .withLook(
                        new Look(
                                AccentColor.parse("#e4572e"),
                                Optional.of("https://img.band.example/logo.png?v=1")))
                .withAllowedOrigins(
                        List.of("https://band.example", "https://shop.band.example:8443"));
    }

    public static Release release() {
        return new Release(
                ReleaseId.from(IDS),
                "Låst ut 🌊",
                "Night Harbour",
                LocalDate.parse("2026-12-04"),
                new ProviderIds(
                        Map.of(
                                StreamingProvider.SPOTIFY,
                                "spotify:album:4aawyAB9vmqN3uQ7FjRGTy",
                                StreamingProvider.APPLE_MUSIC,
                                "1440857781")),
                NOW);
    }

    public static Segment segment() {
        return new Segment(SegmentId.from(IDS), "First listeners", NOW);
    }

    public static Identity identity() {
        return identity(Identity.Kind.PHONE);
    }

    private static Identity identity(Identity.Kind kind) {
        return new Identity(kind, IDS.nonce() + IDS.nonce());
    }

    public static FanIdentity phone() {
        return new FanIdentity(identity(), "+14155550123");
    }

    public static FanIdentity email() {
        return new FanIdentity(identity(Identity.Kind.EMAIL), "ada@fans.example");
    }

    public static FanIdentity instagram() {
        return new FanIdentity(identity(Identity.Kind.INSTAGRAM), "1254459154682919");
    }

    /** A fan without identities. */
    public static Fan fan(FanId id) {
        return Fan.first(id, List.of(), NOW);
    }

    public static Artist artist() {
        return new Artist(
                ArtistId.from(IDS),
                "Night Harbour",
                new ProviderIds(
                        Map.of(StreamingProvider.SPOTIFY, "spotify:artist:0TnOYISbd1XYRBk9myaseg")),
                NOW);
    }

    public static Connection connection(FanId fan, StreamingProvider provider) {
        return new Connection(
                fan,
                provider,
                sealed(),
                Set.of("user-library-modify", "user-follow-modify"),
                NOW,
                Optional.empty(),
                false);
    }

    public static AccessToken accessToken() {
        return new AccessToken(sealed(), "client", NOW.plusSeconds(3_600));
    }

    /** A definition with every step type. */
    public static FlowDefinition definition(String keyword) {
        return new FlowDefinition(
                "Pre-save by text",
                Trigger.SmsKeyword.of(keyword),
                List.of(
                        new Step.PreSave(ReleaseId.from(IDS), OnUnmet.DEFER),
                        new Step.FollowArtist(
                                new ProviderIds(
                                        Map.of(
                                                StreamingProvider.SPOTIFY,
                                                "spotify:artist:0TnOYISbd1XYRBk9myaseg")),
                                OnUnmet.SKIP),
                        new AddToSegmentStep(SegmentId.from(IDS)),
                        new Step.SendText(
                                new MessageTemplate("Thank you! \"Low Tide\" is yours 🎧"),
                                OnUnmet.HOLD)),
                ReEntry.ONCE,
                OnFailure.STOP);
    }

    /** A new flow. */
    public static Flow draft(String keyword) {
        return draft(keyword, NOW);
    }

    public static Flow draft(String keyword, Instant createdAt) {
        return Flow.draft(flowId(), definition(keyword), createdAt);
    }

    /** A new run with four steps. */
    public static Run run(ProjectId project, FlowId flow, Instant startedAt) {
        FanId fan = fanId();
        String messageId = "SM" + IDS.nonce();
        return Run.begin(
                new RunKey(project, RunId.of(project, flow, fan, messageId)),
                fan,
                new FanEvent(
                        new EventId("sms:" + messageId),
                        TriggerType.SMS_KEYWORD,
                        "presave",
                        startedAt),
                new TriggerClaim(
                        flow,
                        1,
                        "presave",
                        ReEntry.EVERY_EVENT,
                        Optional.empty(),
                        definition("presave").stepTypes(),
                        Optional.empty()),
                startedAt);
    }

    public static Run run() {
        return run(projectId(), flowId(), NOW);
    }
}
