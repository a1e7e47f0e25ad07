package dev.actionflows.simulator;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.document.TimeSpan;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.budget.CreditPool;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.messaging.limits.MessageLimits;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ReleaseDate;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.InMemoryPorts;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** The project of the simulated label, with an artist, a release and a segment. */
final class SampleProject {
    static final ProjectId ID = new ProjectId("prj_7zqk3v9m2c4x8b1d");
    static final PhoneNumber NUMBER = new PhoneNumber("+15005550006");

    /** Where some histories begin a few minutes before midnight. */
    static final ZoneId SOON = ZoneId.of("America/New_York");

    private static final Duration UNTIL_SOON = Duration.ofMinutes(15);
    private static final SmsCredentials TWILIO =
            new SmsCredentials.Twilio(
                    "AC00000000000000000000000000000001", "0123456789abcdef0123456789abcdef");
    private static final SmsCredentials AWS =
            new SmsCredentials.Aws(NUMBER.e164(), Optional.empty(), Optional.empty());
    static final MailFrom MAIL_FROM =
            new MailFrom(new EmailAddress("hello@label.example"), Optional.of("Night Harbour"));
    static final InstagramAccountId INSTAGRAM = new InstagramAccountId("17841405309211844");
    static final ProviderIds ARTIST =
            new ProviderIds(
                    Map.of(StreamingProvider.SPOTIFY, "spotify:artist:0TnOYISbd1XYRBk9myaseg"));

    private static final ProviderIds ALBUM =
            new ProviderIds(
                    Map.of(StreamingProvider.SPOTIFY, "spotify:album:4aawyAB9vmqN3uQ7FjRGTy"));

    private static final LibraryItem TRACK =
            new LibraryItem.Track(
                    new ProviderIds(
                            Map.of(
                                    StreamingProvider.SPOTIFY,
                                    "spotify:track:11dFghVXANMlKmJXsNCbNl")));

    private static final LibraryItem PLAYLIST =
            new LibraryItem.Playlist(
                    new ProviderIds(
                            Map.of(
                                    StreamingProvider.SPOTIFY,
                                    "spotify:playlist:37i9dQZF1DXcBWIGoYBM5M")));

    /** Eight texts of the most parts for each shard: see CreditShards. */
    private static final int MANY_CREDITS = 8 * LimitsCheck.MAX_CREDITS * CreditPool.SHARDS;

    /** Whether texts arrive, and are reported on, by a queue instead of webhooks. */
    final boolean textsThroughAws;

    /**
     * What the project used of all credits before the history: sometimes so many that a shard could
     * be expected to have enough for any text.
     */
    final int usedBefore;

    /** The release as it was created; its date changes. */
    final Release release;

    final Artist artist;
    final Segment segment;
    private final InMemoryPorts memory;
    private final IdSource ids;
    private final Kernel kernel;
    private final InstagramService instagram;

    SampleProject(
            InMemoryPorts memory,
            IdSource ids,
            Kernel kernel,
            InstagramService instagram,
            Consumer<Release> created) {
        this.memory = memory;
        this.ids = ids;
        this.kernel = kernel;
        this.instagram = instagram;
        memory.instagramAccounts.assign(ID, INSTAGRAM);
        textsThroughAws = kernel.chance("sms provider").of("is aws").hits(0.4);
        usedBefore = kernel.chance("credits before").of("are many").hits(0.4) ? MANY_CREDITS : 0;
        boolean isOut = kernel.chance("release").of("is out").hits(0.5);
        boolean isMonth = !isOut && kernel.chance("release").of("is a month").hits(0.2);
        release =
                new Release(
                        ReleaseId.from(ids),
                        "Low Tide",
                        "Night Harbour",
                        releaseDate(kernel, isOut, isMonth),
                        ALBUM,
                        kernel.instant());
        memory.catalog.create(ID, release);
        created.accept(release);
        artist = new Artist(ArtistId.from(ids), "Night Harbour", ARTIST, kernel.instant());
        memory.catalog.create(ID, artist);
        segment = new Segment(SegmentId.from(ids), "New Fans", kernel.instant());
        memory.catalog.create(ID, segment);
    }

    /** Days ago, in some days, or in some minutes. */
    private static ReleaseDate releaseDate(Kernel kernel, boolean isOut, boolean isMonth) {
        LocalDate soon = LocalDate.ofInstant(kernel.instant().plus(UNTIL_SOON), SOON);
        Instant begins = soon.atStartOfDay(SOON).toInstant();
        if (!isOut
                && begins.isAfter(kernel.instant())
                && kernel.chance("release").of("is soon").hits(0.7)) {
            return new ReleaseDate(soon, ReleaseDate.Precision.DAY, SOON);
        }
        Instant releasedAt = kernel.instant().plus(Duration.ofDays(isOut ? -9 : 9));
        return new ReleaseDate(
                LocalDate.ofInstant(releasedAt, ZoneOffset.UTC),
                isMonth ? ReleaseDate.Precision.MONTH : ReleaseDate.Precision.DAY,
                ReleaseDate.DEFAULT_ZONE);
    }

    /**
     * Creates the project, with or without a number, an app, an email sender and an access token
     * from the start.
     */
    void create(boolean withNumber, boolean withApp, boolean withSender, boolean withToken) {
        Project bare =
                Project.created(
                        ID,
                        "Night Harbour",
                        Plan.ENTERPRISE,
                        "https://flows.example.com",
                        memory.keyRing.createDataKey(ID),
                        new ApiKeyHashes("none", "none"),
                        kernel.instant());
        memory.projects.create(
                bare.withAllowedOrigins(List.of(SourceContext.ORIGIN)).withLimits(limits()));
        memory.messageBudgets.useUp(ID, CreditPool.ALL_TIME, usedBefore / CreditPool.SHARDS);
        Set<Channel> doubleOptIn = new TreeSet<>();
        for (Channel channel : List.of(Channel.TEXT, Channel.EMAIL)) {
            if (kernel.chance("double opt-in").of(channel.wireName()).hits(0.3)) {
                doubleOptIn.add(channel);
            }
        }
        memory.projects.change(ID, it -> it.withDoubleOptIn(doubleOptIn));
        if (withSender) {
            memory.projects.change(ID, it -> it.withEmail(MAIL_FROM));
        }
        if (withNumber) {
            new Application(memory).management().projects().useSms(ID, NUMBER, smsCredentials());
        }
        if (withApp) {
            memory.projects.change(ID, it -> it.withSpotify(app(it)));
        }
        if (withToken) {
            memory.instagramAccounts.assign(ID, INSTAGRAM, Optional.of(access(bare)));
        }
    }

    /** Sometimes the project has a frequency cap or a limit of credits that is soon used up. */
    private MessageLimits limits() {
        Chance chance = kernel.chance("limits");
        List<FrequencyCap> caps = new ArrayList<>();
        for (Channel channel : Channel.values()) {
            Chance of = chance.of("cap on " + channel.wireName());
            if (of.hits(0.25)) {
                caps.add(
                        new FrequencyCap(
                                channel,
                                1 + of.of("max").below(2),
                                of.of("period")
                                        .anyOf(List.of(TimeSpan.of("PT10M"), TimeSpan.of("P1D")))));
            }
        }
        return new MessageLimits(
                caps, chance.of("credits").hits(0.5) ? credits(chance) : CreditLimits.none());
    }

    /** Of the month, of all time, or both. */
    private CreditLimits credits(Chance chance) {
        int kind = chance.of("kind").below(3);
        boolean allUsed = usedBefore > 0 && chance.of("all are used").hits(0.5);
        long limit = chance.of("limit").below(chance.of("is low").hits(0.5) ? 3 : 10);
        return new CreditLimits(
                kind == 0
                        ? OptionalLong.empty()
                        : OptionalLong.of(usedBefore + (allUsed ? 0 : limit + kind)),
                kind == 1 ? OptionalLong.empty() : OptionalLong.of(limit),
                chance.of("when used up").anyOf(List.of(WhenUsedUp.values())),
                Optional.empty());
    }

    /** What a fan can have in a library. */
    List<LibraryItem> libraryItems() {
        return List.of(new LibraryItem.Album(release.id()), TRACK, PLAYLIST);
    }

    /** More credits than before. */
    CreditLimits moreCredits() {
        CreditLimits before = memory.projects.find(ID).orElseThrow().limits().credits();
        return new CreditLimits(
                more(before.granted()),
                more(before.monthly()),
                before.whenUsedUp(),
                before.alertEmail());
    }

    private static OptionalLong more(OptionalLong limit) {
        return limit.isPresent() ? OptionalLong.of(limit.getAsLong() + 8) : limit;
    }

    /** Just granted, or so long ago that it is time for a new token. */
    private InstagramAccess access(Project project) {
        boolean old = kernel.chance("token").of("is old").hits(0.5);
        return InstagramAccess.granted(
                new Vault(memory.keyRing, ids)
                        .seal(project, InstagramAccess.TOKEN_CONTEXT, instagram.grant().value()),
                kernel.instant().minus(Duration.ofDays(old ? 40 : 0)));
    }

    /** The credentials at the history's SMS provider. */
    SmsCredentials smsCredentials() {
        return textsThroughAws ? AWS : TWILIO;
    }

    private SpotifyApp app(Project it) {
        return new SpotifyApp(
                "client",
                new Vault(memory.keyRing, ids)
                        .seal(it, SpotifyApp.CLIENT_SECRET_CONTEXT, "secret"));
    }
}
