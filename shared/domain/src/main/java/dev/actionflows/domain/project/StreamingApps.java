package dev.actionflows.domain.project;

import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;

/** Opens a project's apps at streaming services, for a call that follows immediately. */
public final class StreamingApps {
    private final Vault vault;

    public StreamingApps(Vault vault) {
        this.vault = vault;
    }

    /**
     * @throws java.util.NoSuchElementException if the project has no app there
     */
    public StreamingApp open(Project project, StreamingProvider provider) {
        return switch (provider) {
            case SPOTIFY -> spotify(project);
            case APPLE_MUSIC -> appleMusic(project);
        };
    }

    /**
     * @throws java.util.NoSuchElementException if the project has no app there
     */
    public StreamingApp.Spotify spotify(Project project) {
        SpotifyApp app = project.spotify().orElseThrow();
        return new StreamingApp.Spotify(
                app.clientId(),
                vault.open(project, SpotifyApp.CLIENT_SECRET_CONTEXT, app.clientSecret()));
    }

    /**
     * @throws java.util.NoSuchElementException if the project has no app there
     */
    public StreamingApp.AppleMusic appleMusic(Project project) {
        AppleMusicKey key = project.appleMusic().orElseThrow();
        return new StreamingApp.AppleMusic(
                key.teamId(),
                key.keyId(),
                vault.open(project, AppleMusicKey.PRIVATE_KEY_CONTEXT, key.privateKey()));
    }
}
