package dev.actionflows.domain.project;

import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.messaging.limits.MessageLimits;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A tenant: an artist's or label's workspace.
 *
 * @param publicBaseUrl the URL of this deployment for providers and fans, without a trailing slash;
 *     webhooks are signed for URLs under it, and links in messages start with it
 * @param dataKey encrypts this project's secrets
 * @param email the sender of the project's email
 * @param limits on the project's messages
 * @param allowedOrigins the origins of the project's pages (scheme, host and port, as in the Origin
 *     header): only these may use the publishable key and receive returning fans
 * @param tests flows in test mode, in the order in which their tests began; some may have expired
 * @param doubleOptIn the channels on which a consent counts only once the address has confirmed it
 * @param recordsReplies whether it is recorded when fans reply, because a flow stops then
 * @param look of the pages that the project's fans see
 * @param signUpOffer what the page after connecting offers next
 * @param streamingApps what the project's apps at streaming services have answered
 * @param revision incremented by each change, to prevent lost updates
 */
public record Project(
        ProjectId id,
        String name,
        Plan plan,
        String publicBaseUrl,
        WrappedKey dataKey,
        ApiKeyHashes keys,
        Optional<SmsAccount> sms,
        Optional<SpotifyApp> spotify,
        Optional<AppleMusicKey> appleMusic,
        Optional<MailFrom> email,
        MessageLimits limits,
        List<String> allowedOrigins,
        List<TestMode> tests,
        Set<Channel> doubleOptIn,
        boolean recordsReplies,
        Look look,
        SignUpOffer signUpOffer,
        StreamingAppStates streamingApps,
        Instant createdAt,
        long revision) {

    public Project {
        allowedOrigins = List.copyOf(allowedOrigins);
        tests = List.copyOf(tests);
        doubleOptIn = Set.copyOf(doubleOptIn);
    }

    /** A new project, without accounts and pages. */
    public static Project created(
            ProjectId id,
            String name,
            Plan plan,
            String publicBaseUrl,
            WrappedKey dataKey,
            ApiKeyHashes keys,
            Instant createdAt) {
        return new Project(
                id,
                name,
                plan,
                publicBaseUrl,
                dataKey,
                keys,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                MessageLimits.none(),
                List.of(),
                List.of(),
                Set.of(),
                false,
                Look.none(),
                SignUpOffer.none(),
                StreamingAppStates.none(),
                createdAt,
                1);
    }

    public Project withKeys(ApiKeyHashes keys) {
        return changed(draft -> draft.keys = keys);
    }

    public Project withSms(SmsAccount account) {
        return changed(draft -> draft.sms = Optional.of(account));
    }

    public Project withSpotify(SpotifyApp app) {
        return changed(
                draft -> {
                    draft.spotify = Optional.of(app);
                    draft.streamingApps = streamingApps.withoutLimit(StreamingProvider.SPOTIFY);
                });
    }

    public Project withAppleMusic(AppleMusicKey key) {
        return changed(
                draft -> {
                    draft.appleMusic = Optional.of(key);
                    draft.streamingApps = streamingApps.withoutLimit(StreamingProvider.APPLE_MUSIC);
                });
    }

    public Project withEmail(MailFrom from) {
        return changed(draft -> draft.email = Optional.of(from));
    }

    public Project withLimits(MessageLimits limits) {
        return changed(draft -> draft.limits = limits);
    }

    /** Whether browsers reach the deployment by https; false for local ones only. */
    public boolean isReachedByTls() {
        return publicBaseUrl.startsWith("https://");
    }

    public Project withAllowedOrigins(List<String> origins) {
        return changed(draft -> draft.allowedOrigins = origins);
    }

    public Project withTests(List<TestMode> tests) {
        return changed(draft -> draft.tests = tests);
    }

    /**
     * @param channels see {@link #doubleOptIn}
     */
    public Project withDoubleOptIn(Set<Channel> channels) {
        return changed(draft -> draft.doubleOptIn = channels);
    }

    /** From now on, it is recorded when fans reply. */
    public Project recordingReplies() {
        return changed(draft -> draft.recordsReplies = true);
    }

    public Project withLook(Look look) {
        return changed(draft -> draft.look = look);
    }

    public Project withSignUpOffer(SignUpOffer offer) {
        return changed(draft -> draft.signUpOffer = offer);
    }

    public Project withStreamingApps(StreamingAppStates states) {
        return changed(draft -> draft.streamingApps = states);
    }

    /** The flow's test mode, which may have expired. */
    public Optional<TestMode> testOf(FlowId flow) {
        return tests.stream().filter(test -> test.flow().equals(flow)).findFirst();
    }

    /**
     * @param url see {@link #publicBaseUrl}
     */
    public Project withPublicBaseUrl(String url) {
        return changed(draft -> draft.publicBaseUrl = url);
    }

    public Project withPlan(Plan plan) {
        return changed(draft -> draft.plan = plan);
    }

    /** With this revision. */
    public Project withRevision(long revision) {
        return changed(draft -> draft.revision = revision);
    }

    /** Whether the project has an app at that streaming service, so that fans can connect. */
    public boolean hasApp(StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> spotify.isPresent();
            case APPLE_MUSIC -> appleMusic.isPresent();
        };
    }

    /** The URL for incoming texts to enter at the SMS provider, which also signs it. */
    public String smsWebhookUrl() {
        return publicBaseUrl + "/webhooks/sms/" + id;
    }

    /** The URL for the SMS provider's delivery reports, which are signed as well. */
    public String smsStatusUrl() {
        return smsWebhookUrl() + "/status";
    }

    /** The URL with which a recipient ends the project's mail. */
    public String unsubscribeUrl(String token) {
        return publicBaseUrl + "/unsubscribe/" + token;
    }

    /** The URL with which a recipient confirms the consent to the project's mail. */
    public String confirmationUrl(String token) {
        return publicBaseUrl + "/confirm/" + token;
    }

    /** The redirect URI to enter in the project's app at Spotify. */
    public String spotifyRedirectUri() {
        return publicBaseUrl + "/connect/spotify/callback";
    }

    private Project changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.project();
    }

    /** A mutable copy of a project, without the properties that never change. */
    private static final class Draft {
        private final Project before;
        private Plan plan;
        private String publicBaseUrl;
        private ApiKeyHashes keys;
        private Optional<SmsAccount> sms;
        private Optional<SpotifyApp> spotify;
        private Optional<AppleMusicKey> appleMusic;
        private Optional<MailFrom> email;
        private MessageLimits limits;
        private List<String> allowedOrigins;
        private List<TestMode> tests;
        private Set<Channel> doubleOptIn;
        private boolean recordsReplies;
        private Look look;
        private SignUpOffer signUpOffer;
        private StreamingAppStates streamingApps;
        private long revision;

        Draft(Project before) {
            this.before = before;
            this.plan = before.plan;
            this.publicBaseUrl = before.publicBaseUrl;
            this.keys = before.keys;
            this.sms = before.sms;
            this.spotify = before.spotify;
            this.appleMusic = before.appleMusic;
            this.email = before.email;
            this.limits = before.limits;
            this.allowedOrigins = before.allowedOrigins;
            this.tests = before.tests;
            this.doubleOptIn = before.doubleOptIn;
            this.recordsReplies = before.recordsReplies;
            this.look = before.look;
            this.signUpOffer = before.signUpOffer;
            this.streamingApps = before.streamingApps;
            this.revision = before.revision;
        }

        Project project() {
            return new Project(
                    before.id,
                    before.name,
                    plan,
                    publicBaseUrl,
                    before.dataKey,
                    keys,
                    sms,
                    spotify,
                    appleMusic,
                    email,
                    limits,
                    allowedOrigins,
                    tests,
                    doubleOptIn,
                    recordsReplies,
                    look,
                    signUpOffer,
                    streamingApps,
                    before.createdAt,
                    revision);
        }
    }
}
