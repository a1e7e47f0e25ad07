package dev.actionflows.domain.project;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.Optional;

/**
 * A tenant: an artist's or label's workspace.
 *
 * @param publicBaseUrl where providers and fans reach this deployment, without a trailing slash;
 *     webhooks are signed for URLs under it and links in messages start with it
 * @param dataKey encrypts this project's secrets
 * @param revision counts changes, so that none is lost
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
        Instant createdAt,
        long revision) {

    public Project withSms(SmsAccount account) {
        return new Project(
                id,
                name,
                plan,
                publicBaseUrl,
                dataKey,
                keys,
                Optional.of(account),
                spotify,
                appleMusic,
                createdAt,
                revision);
    }

    public Project withSpotify(SpotifyApp app) {
        return new Project(
                id,
                name,
                plan,
                publicBaseUrl,
                dataKey,
                keys,
                sms,
                Optional.of(app),
                appleMusic,
                createdAt,
                revision);
    }

    public Project withAppleMusic(AppleMusicKey key) {
        return new Project(
                id,
                name,
                plan,
                publicBaseUrl,
                dataKey,
                keys,
                sms,
                spotify,
                Optional.of(key),
                createdAt,
                revision);
    }

    public Project withPlan(Plan plan) {
        return new Project(
                id,
                name,
                plan,
                publicBaseUrl,
                dataKey,
                keys,
                sms,
                spotify,
                appleMusic,
                createdAt,
                revision);
    }

    /** The same after one more change. */
    public Project withRevision(long revision) {
        return new Project(
                id,
                name,
                plan,
                publicBaseUrl,
                dataKey,
                keys,
                sms,
                spotify,
                appleMusic,
                createdAt,
                revision);
    }

    /** Whether fans can be connected at that streaming service. */
    public boolean hasApp(StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> spotify.isPresent();
            case APPLE_MUSIC -> appleMusic.isPresent();
        };
    }

    /**
     * The URL to enter at the SMS provider for incoming texts; also the one that the provider
     * signs.
     */
    public String smsWebhookUrl() {
        return publicBaseUrl + "/webhooks/sms/" + id;
    }

    /** The URL at which the SMS provider tells what became of texts; it is signed as well. */
    public String smsStatusUrl() {
        return smsWebhookUrl() + "/status";
    }
}
