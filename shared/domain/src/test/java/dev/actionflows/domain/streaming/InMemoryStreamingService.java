package dev.actionflows.domain.streaming;

import dev.actionflows.domain.Reason;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
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
public class InMemoryStreamingService implements StreamingService {
    private static final String ACCESS_OF = "access of ";

    private final StreamingProvider provider;
    private final Deque<StreamingAnswer> script = new ArrayDeque<>();
    private final Deque<RefreshAnswer> refreshScript = new ArrayDeque<>();
    private final List<String> refreshes = new ArrayList<>();

    /** The user tokens of the access tokens that were issued. */
    private final Map<String, String> issued = new HashMap<>();

    private final List<String> requests = new ArrayList<>();
    private final Map<StreamingOperation, Set<Entry>> done =
            new EnumMap<>(StreamingOperation.class);

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

    public Set<Entry> savedAlbums() {
        return done(StreamingOperation.SAVE_ALBUM);
    }

    public Set<Entry> followedArtists() {
        return done(StreamingOperation.FOLLOW_ARTIST);
    }

    /** What the operation has added to the fans' libraries. */
    public synchronized Set<Entry> done(StreamingOperation operation) {
        return new LinkedHashSet<>(done.getOrDefault(operation, Set.of()));
    }

    /** The id of each request's object, regardless of the result, in order. */
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
        return act(StreamingOperation.SAVE_ALBUM, access, albumId);
    }

    @Override
    public synchronized StreamingAnswer saveTrack(
            StreamingAccess access, String trackId, Duration timeout) {
        return act(StreamingOperation.SAVE_TRACK, access, trackId);
    }

    @Override
    public synchronized StreamingAnswer followPlaylist(
            StreamingAccess access, String playlistId, Duration timeout) {
        return act(StreamingOperation.FOLLOW_PLAYLIST, access, playlistId);
    }

    @Override
    public synchronized StreamingAnswer followArtist(
            StreamingAccess access, String artistId, Duration timeout) {
        return switch (provider) {
            case SPOTIFY -> act(StreamingOperation.FOLLOW_ARTIST, access, artistId);
            case APPLE_MUSIC ->
                    StreamingAnswer.of(new StreamingResult.RequestRefused(Reason.NOT_SUPPORTED));
        };
    }

    private StreamingAnswer act(StreamingOperation operation, StreamingAccess access, String id) {
        requests.add(id);
        StreamingAnswer scripted = script.poll();
        StreamingAnswer answer =
                scripted == null ? StreamingAnswer.of(new StreamingResult.Done()) : scripted;
        if (answer.result() instanceof StreamingResult.Done) {
            done.computeIfAbsent(operation, _ -> new LinkedHashSet<>())
                    .add(new Entry(userTokenOf(access.token()), id));
        }
        return answer;
    }

    /** The user token with which an access token was issued; others are returned as they are. */
    public synchronized String userTokenOf(String token) {
        return token.startsWith(ACCESS_OF)
                ? token.substring(ACCESS_OF.length())
                : issued.getOrDefault(token, token);
    }
}
