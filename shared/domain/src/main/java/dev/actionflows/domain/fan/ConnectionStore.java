package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Fans' authorizations at streaming services. */
public interface ConnectionStore {
    /**
     * The connections of a fan.
     *
     * @return at most one for each service: the one authorized last
     */
    List<Connection> connections(ProjectId project, Fan fan);

    /**
     * The connections of several fans at once.
     *
     * @return by the fans' ids; those without any may be absent
     */
    default Map<FanId, List<Connection>> connectionsOf(ProjectId project, Collection<Fan> fans) {
        Map<FanId, List<Connection>> found = new HashMap<>();
        fans.forEach(fan -> found.put(fan.id(), connections(project, fan)));
        return found;
    }

    /**
     * Stores a new authorization in place of any earlier one under the same id. The same one again,
     * as when a write is sent twice, changes nothing: the tokens that it has got since would be
     * lost, and the lease of a process that refreshes them. One that has ended has neither, and is
     * replaced: what ended it may have been mended.
     *
     * @return false if nothing was changed
     */
    boolean connect(ProjectId project, Connection connection);

    /**
     * Replaces a connection, unless its tokens or its lease have changed since it was read: the fan
     * has reconnected or disconnected, or another process is refreshing the access token or has
     * done so.
     *
     * @param expected the connection as it was read
     * @return whether it was replaced
     */
    boolean replace(ProjectId project, Connection expected, Connection updated);

    /**
     * Stores a new user token, whatever has become of the lease meanwhile, because it may be the
     * only one that is still valid. A user token that the fan's reconnecting or another refresh has
     * stored meanwhile stays.
     *
     * @param used the connection with the user token that was used
     * @return whether the tokens were stored
     */
    boolean storeTokens(ProjectId project, Connection used, Connection refreshed);

    /**
     * Deletes a fan's connection to a service with its token, under each of the fan's ids. Does
     * nothing if there is none.
     */
    void disconnect(ProjectId project, Fan fan, StreamingProvider provider);

    /** Stores an agreement. Storing it again changes nothing; disconnecting does not delete it. */
    void recordAgreement(ProjectId project, FanId fan, Agreement agreement);

    /**
     * A fan's agreements.
     *
     * @return the latest 20 of each of the fan's ids, oldest first
     */
    List<Agreement> agreements(ProjectId project, Fan fan);
}
