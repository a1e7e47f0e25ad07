package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.streaming.RefreshAnswer;
import dev.actionflows.domain.streaming.SpotifyEndpoint;
import dev.actionflows.domain.streaming.StreamingAccess;
import dev.actionflows.domain.streaming.StreamingAnswer;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingService;

/**
 * One operation to be performed at a service.
 *
 * @param id the provider's id of the album or artist
 */
record StreamingCall(
        StreamingOperation operation,
        String id,
        StreamingService service,
        StreamingApp app,
        StreamingTarget fan) {

    /**
     * With the endpoint that has served the app before.
     *
     * @param token see {@link StreamingAccess#token}
     */
    StreamingAnswer perform(String token) {
        return perform(new StreamingAccess(app, token, endpoint(), true));
    }

    /** Again, with a new token; in all, an attempt probes one other endpoint. */
    StreamingAnswer repeat(String token, StreamingAnswer first) {
        return perform(
                new StreamingAccess(
                        app,
                        token,
                        first.probed().orElseGet(this::endpoint),
                        first.probed().isEmpty()));
    }

    private SpotifyEndpoint endpoint() {
        return fan.project().streamingApps().endpoint(operation, app.id());
    }

    private StreamingAnswer perform(StreamingAccess access) {
        return switch (operation) {
            case SAVE_ALBUM -> service.saveAlbum(access, id, fan.timeLeft());
            case SAVE_TRACK -> service.saveTrack(access, id, fan.timeLeft());
            case FOLLOW_PLAYLIST -> service.followPlaylist(access, id, fan.timeLeft());
            case FOLLOW_ARTIST -> service.followArtist(access, id, fan.timeLeft());
        };
    }

    RefreshAnswer refresh(String userToken) {
        return service.refresh(app, userToken, fan.timeLeft());
    }
}
