package dev.actionflows.domain.step.streaming;

import dev.actionflows.domain.streaming.RefreshAnswer;
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
     * @param token see {@link StreamingAccess#token}
     */
    StreamingAnswer perform(String token) {
        StreamingAccess access = new StreamingAccess(app, token);
        return switch (operation) {
            case SAVE_ALBUM -> service.saveAlbum(access, id, fan.timeLeft());
            case FOLLOW_ARTIST -> service.followArtist(access, id, fan.timeLeft());
        };
    }

    RefreshAnswer refresh(String userToken) {
        return service.refresh(app, userToken, fan.timeLeft());
    }
}
