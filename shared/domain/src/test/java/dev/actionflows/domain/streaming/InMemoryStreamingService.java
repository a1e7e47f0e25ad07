package dev.actionflows.domain.streaming;

import dev.actionflows.domain.Reason;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An in-memory streaming service: performs every request unless configured otherwise. Like the real
 * one, Apple Music cannot follow artists. Thread-safe.
 */
public final class InMemoryStreamingService implements StreamingService {
    private static final String ACCESS_OF = "access of ";

    private final StreamingProvider provider;
    private final Deque<StreamingAnswer> script = new ArrayDeque<>();
    private final Deque<RefreshAnswer> refreshScript = new ArrayDeque<>();
    private final List<String> refreshes = new ArrayList<>();

    /** The user tokens of the access tokens that were issued. */
    private final Map<String, String> issued = new HashMap<>();

    private final List<String> requests = new ArrayList<>();
    private final Set<Entry> savedAlbums = new LinkedHashSet<>();
    private final Set<Entry> followedArtists = new LinkedHashSet<>();

    /** An access token that was issued with this user token when the fan signed in. */
    static String accessTokenOf(String userToken) {
        return ACCESS_OF + userToken;
    }

    /** An entry in the library of the fan with this user token. */
    public record Entry(String userToken, String id) {}

    public InMemoryStreamingService(StreamingProvider provider) {
        this.provider = provider;
    }

    /** The next requests get these answers, in this order; those after them succeed. */
    public synchronized InMemoryStreamingService answers(StreamingAnswer... answers) {
        script.addAll(List.of(answers));
        return this;
    }

    /**
     * The next refreshes get these answers, in this order; those after them get an access token
     * that is valid for an hour.
     */
    public synchronized InMemoryStreamingService refreshAnswers(RefreshAnswer... answers) {
        refreshScript.addAll(List.of(answers));
        return this;
    }

    /** The user token of each refresh, regardless of the result, in order. */
    public synchronized List<String> refreshes() {
        return List.copyOf(refreshes);
    }

    @Override
    public synchronized RefreshAnswer refresh(
            StreamingApp app, String userToken, Duration timeout) {
        refreshes.add(userToken);
        RefreshAnswer scripted = refreshScript.poll();
        RefreshAnswer answer =
                scripted == null
                        ? new RefreshAnswer.Granted(
                                new AccessGrant("access-" + refreshes.size(), Duration.ofHours(1)),
                                Optional.empty())
                        : scripted;
        if (answer instanceof RefreshAnswer.Granted granted) {
            issued.put(
                    granted.access().accessToken(), granted.rotatedUserToken().orElse(userToken));
        }
        return answer;
    }

    public InMemoryStreamingService answers(StreamingResult result) {
        return answers(StreamingAnswer.of(result));
    }

    public synchronized Set<Entry> savedAlbums() {
        return new LinkedHashSet<>(savedAlbums);
    }

    public synchronized Set<Entry> followedArtists() {
        return new LinkedHashSet<>(followedArtists);
    }

    /** The id of each request's album or artist, regardless of the result, in order. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    @Override
    public StreamingProvider provider() {
        return provider;
    }

    @Override
    public synchronized StreamingAnswer saveAlbum(
            StreamingAccess access, String albumId, Duration timeout) {
        return act(savedAlbums, access, albumId);
    }

    @Override
    public synchronized StreamingAnswer followArtist(
            StreamingAccess access, String artistId, Duration timeout) {
        return switch (provider) {
            case SPOTIFY -> act(followedArtists, access, artistId);
            case APPLE_MUSIC ->
                    StreamingAnswer.of(new StreamingResult.RequestRefused(Reason.NOT_SUPPORTED));
        };
    }

    private StreamingAnswer act(Set<Entry> entries, StreamingAccess access, String id) {
        requests.add(id);
        StreamingAnswer scripted = script.poll();
        StreamingAnswer answer =
                scripted == null ? StreamingAnswer.of(new StreamingResult.Done()) : scripted;
        if (answer.result() instanceof StreamingResult.Done) {
            entries.add(new Entry(userTokenOf(access.token()), id));
        }
        return answer;
    }

    private String userTokenOf(String token) {
        return token.startsWith(ACCESS_OF)
                ? token.substring(ACCESS_OF.length())
                : issued.getOrDefault(token, token);
    }
}
