package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.util.List;

/** Connections that are read only: what is written is lost. No step reads agreements. */
public interface UnwrittenConnections extends ConnectionStore {
    @Override
    default boolean connect(ProjectId project, Connection connection) {
        return true;
    }

    @Override
    default boolean replace(ProjectId project, Connection expected, Connection updated) {
        return true;
    }

    @Override
    default boolean storeTokens(ProjectId project, Connection used, Connection refreshed) {
        return true;
    }

    @Override
    default void disconnect(ProjectId project, Fan fan, StreamingProvider provider) {}

    @Override
    default void recordAgreement(ProjectId project, FanId fan, Agreement agreement) {}

    @Override
    default List<Agreement> agreements(ProjectId project, Fan fan) {
        return List.of();
    }
}
