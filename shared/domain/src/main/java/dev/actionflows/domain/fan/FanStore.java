package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Fans, their identities and connections. */
public interface FanStore {
    /**
     * The fan with this phone, made now if there is none. Of many callers at once, one makes the
     * fan and all get it.
     *
     * @param newId the id of the fan if it has to be made
     */
    Fan findOrCreate(ProjectId project, Fan.Phone phone, FanId newId, Instant now);

    Optional<Fan> find(ProjectId project, FanId id);

    /** Strongly consistent: what was stored before this call is seen. */
    Optional<KnownIdentity> findIdentity(ProjectId project, Identity identity);

    /**
     * Stores a fan's opt-out or return, once a message: a repeated delivery of an old START must
     * not undo a later STOP, and neither may a START that came in before the STOP and is written
     * after it.
     *
     * @return false when this message was taken before, and nothing was changed
     */
    boolean recordConsent(ProjectId project, Identity identity, ConsentChange change);

    List<Connection> connections(ProjectId project, FanId fan);

    /** Stores a fresh authorisation, in place of any before it. */
    void connect(ProjectId project, FanId fan, Connection connection);

    /**
     * Replaces a connection, unless the fan has connected anew in between.
     *
     * @param expected as it was read
     * @return whether it was replaced
     */
    boolean replace(ProjectId project, FanId fan, Connection expected, Connection updated);
}
