package dev.actionflows.domain.project;

/** The project's MusicKit key at Apple. */
public record AppleMusicKey(String teamId, String keyId, Sealed privateKey) {
    /** What {@link #privateKey} is sealed for. */
    public static final String PRIVATE_KEY_CONTEXT = "apple-music-private-key";
}
