package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.ProjectId;

import java.util.List;

/** Fans' authorizations at streaming services. */
public interface ConnectionStore {
    /**
     * The connections of a fan.
     *
     * @return at most one for each service: the one authorized last
     */
    List<Connection> connections(ProjectId project, Fan fan);

    /** Stores a new authorization in place of any earlier one under the same id. */
    void connect(ProjectId project, Connection connection);

    /**
     * Replaces a connection, unless the fan has reconnected since it was read.
     *
     * @param expected the connection as it was read
     * @return whether it was replaced
     */
    boolean replace(ProjectId project, Connection expected, Connection updated);
}
