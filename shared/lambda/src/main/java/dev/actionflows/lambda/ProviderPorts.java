package dev.actionflows.lambda;

import dev.actionflows.aws.Table;
import dev.actionflows.domain.detection.StreamingDiscography;
import dev.actionflows.domain.messaging.DirectMessageSender;
import dev.actionflows.domain.messaging.InstagramTokenProvider;
import dev.actionflows.domain.streaming.AppleMusicSignIn;
import dev.actionflows.domain.streaming.SpotifySignIn;
import dev.actionflows.domain.streaming.StreamingCatalog;
import dev.actionflows.domain.streaming.StreamingService;
import dev.actionflows.providers.HttpClients;
import dev.actionflows.providers.InstagramMessageClient;
import dev.actionflows.providers.InstagramTokenClient;
import dev.actionflows.providers.StreamingClients;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;

/** The ports at providers outside AWS. */
abstract class ProviderPorts extends DetectionStores {
    /** A provider that does not answer is given up early: the fan or the state machine waits. */
    static final Duration CONNECT_WITHIN = Duration.ofSeconds(3);

    private @Nullable List<StreamingService> streamingServices;

    ProviderPorts(Table table) {
        super(table);
    }

    /** The variables of this function. */
    public abstract Environment environment();

    /** Needs INSTAGRAM_API_URL. */
    @Override
    public DirectMessageSender directMessages() {
        return new InstagramMessageClient(
                () -> HttpClients.withConnectTimeout(CONNECT_WITHIN),
                environment().requiredUri("INSTAGRAM_API_URL"));
    }

    /** Needs INSTAGRAM_API_URL. */
    @Override
    public InstagramTokenProvider instagramTokens() {
        return new InstagramTokenClient(
                HttpClients.withConnectTimeout(CONNECT_WITHIN),
                environment().requiredUri("INSTAGRAM_API_URL"));
    }

    /** Needs SPOTIFY_API_URL, SPOTIFY_ACCOUNTS_URL and APPLE_MUSIC_API_URL. */
    @Override
    public synchronized List<StreamingService> streamingServices() {
        if (streamingServices == null) {
            streamingServices =
                    StreamingClients.at(
                            environment().requiredUri("SPOTIFY_API_URL"),
                            environment().requiredUri("SPOTIFY_ACCOUNTS_URL"),
                            environment().requiredUri("APPLE_MUSIC_API_URL"),
                            clock());
        }
        return streamingServices;
    }

    /** Needs what {@link #streamingServices} needs, and APPLE_MUSIC_STOREFRONT. */
    @Override
    public List<StreamingCatalog> streamingCatalogs() {
        return StreamingClients.catalogs(
                environment().requiredUri("SPOTIFY_API_URL"),
                environment().requiredUri("SPOTIFY_ACCOUNTS_URL"),
                environment().requiredUri("APPLE_MUSIC_API_URL"),
                environment().required("APPLE_MUSIC_STOREFRONT"),
                clock());
    }

    /** Needs what {@link #streamingCatalogs} needs. */
    @Override
    public List<StreamingDiscography> streamingDiscographies() {
        return StreamingClients.discographies(
                environment().requiredUri("SPOTIFY_API_URL"),
                environment().requiredUri("SPOTIFY_ACCOUNTS_URL"),
                environment().requiredUri("APPLE_MUSIC_API_URL"),
                environment().required("APPLE_MUSIC_STOREFRONT"),
                clock());
    }

    /** Needs SPOTIFY_API_URL and SPOTIFY_ACCOUNTS_URL. */
    @Override
    public SpotifySignIn spotifySignIn() {
        return StreamingClients.spotifySignIn(
                environment().requiredUri("SPOTIFY_API_URL"),
                environment().requiredUri("SPOTIFY_ACCOUNTS_URL"));
    }

    /** Needs APPLE_MUSIC_API_URL. */
    @Override
    public AppleMusicSignIn appleMusicSignIn() {
        return StreamingClients.appleMusicSignIn(
                environment().requiredUri("APPLE_MUSIC_API_URL"), clock());
    }
}
