package dev.actionflows.domain.fan;

import dev.actionflows.domain.id.ProjectId;

import java.util.List;

/** Fans' authorizations at streaming services. */
public interface ConnectionStore {
    /**
     * The connections of a person.
     *
     * @return at most one of each service: the one that was authorized last
     */
    List<Connection> connections(ProjectId project, Fan fan);

    /** Stores a fresh authorization, in place of any before it under the same id. */
    void connect(ProjectId project, Connection connection);

    /**
     * Replaces a connection, unless the fan has connected anew in between.
     *
     * @param expected as it was read
     * @return whether it was replaced
     */
    boolean replace(ProjectId project, Connection expected, Connection updated);
}
