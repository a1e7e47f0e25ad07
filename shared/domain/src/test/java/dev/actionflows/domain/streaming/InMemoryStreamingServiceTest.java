package dev.actionflows.domain.streaming;

import static java.util.stream.Collectors.toSet;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.streaming.InMemoryStreamingService.Entry;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;

class InMemoryStreamingServiceTest extends StreamingServiceContract {
    private final InMemoryStreamingService service =
            new InMemoryStreamingService(StreamingProvider.SPOTIFY);

    @Override
    protected StreamingService serviceWhen(Situation situation) {
        return switch (situation) {
            case DOES_IT -> service;
            case ROTATES_THE_TOKEN ->
                    service.refreshAnswers(
                            new RefreshAnswer.Granted(
                                    new AccessGrant("access", Duration.ofHours(1)),
                                    Optional.of(ROTATED_TOKEN)));
            case FAN_ENDED_THE_AUTHORIZATION ->
                    service.refreshAnswers(
                            new RefreshAnswer.RefreshDenied(
                                    new StreamingResult.AuthorizationEnded()));
            case REJECTS_THE_CREDENTIALS -> refusing(Reason.CREDENTIALS_REJECTED);
            case FORBIDS -> refusing(Reason.FORBIDDEN);
            case DOES_NOT_KNOW_THE_ID -> refusing(Reason.UNKNOWN_AT_PROVIDER);
            case REJECTS_THE_REQUEST -> refusing(Reason.REJECTED);
            case BUSY -> service.answers(new StreamingResult.RateLimited(BUSY_FOR));
            case FAILS, SILENT -> service.answers(new StreamingResult.Unavailable());
        };
    }

    @Override
    protected StreamingApp app() {
        return new StreamingApp.Spotify("id", "secret");
    }

    @Override
    protected String userToken() {
        return "a token";
    }

    @Override
    protected String albumId() {
        return "spotify:album:4aawyAB9vmqN3uQ7FjRGTy";
    }

    @Override
    protected String trackId() {
        return "spotify:track:11dFghVXANMlKmJXsNCbNl";
    }

    @Override
    protected String playlistId() {
        return "spotify:playlist:37i9dQZF1DXcBWIGoYBM5M";
    }

    @Override
    protected String artistId() {
        return "spotify:artist:2CIMQHirSU0MQqyYHq0eOx";
    }

    @Override
    protected Set<String> savedAlbums() {
        return done(StreamingOperation.SAVE_ALBUM);
    }

    @Override
    protected Set<String> savedTracks() {
        return done(StreamingOperation.SAVE_TRACK);
    }

    @Override
    protected Set<String> followedPlaylists() {
        return done(StreamingOperation.FOLLOW_PLAYLIST);
    }

    @Override
    protected Set<String> followedArtists() {
        return done(StreamingOperation.FOLLOW_ARTIST);
    }

    private Set<String> done(StreamingOperation operation) {
        return service.done(operation).stream().map(Entry::id).collect(toSet());
    }

    private StreamingService refusing(Reason reason) {
        return service.answers(new StreamingResult.RequestRefused(reason));
    }
}
