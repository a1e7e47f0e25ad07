package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads the real fans, knows one who is made up, and writes nothing. */
final class DryRunFanStore implements FanStore {
    private final FanStore real;
    private final Optional<MadeUpFan> madeUp;

    /** Somebody made up, with all that is to be known of them. */
    record MadeUpFan(Fan fan, Permission permission, List<Connection> connections) {}

    DryRunFanStore(FanStore real, Optional<MadeUpFan> madeUp) {
        this.real = real;
        this.madeUp = madeUp;
    }

    private Optional<MadeUpFan> cast(FanId id) {
        return madeUp.filter(it -> it.fan().id().equals(id));
    }

    @Override
    public Optional<Fan> find(ProjectId project, FanId id) {
        return cast(id).map(MadeUpFan::fan).or(() -> real.find(project, id));
    }

    @Override
    public List<Fan> findAll(ProjectId project, Collection<FanId> ids) {
        return ids.stream().flatMap(id -> find(project, id).stream()).toList();
    }

    @Override
    public List<ConsentChange> consents(ProjectId project, Identity identity) {
        return real.consents(project, identity);
    }

    @Override
    public Optional<KnownIdentity> findIdentity(ProjectId project, Identity identity) {
        return real.findIdentity(project, identity);
    }

    @Override
    public Permission permission(ProjectId project, Fan fan, Identity.Kind kind) {
        return cast(fan.id())
                .map(MadeUpFan::permission)
                .orElseGet(() -> real.permission(project, fan, kind));
    }

    @Override
    public List<Connection> connections(ProjectId project, Fan fan) {
        return cast(fan.id())
                .map(MadeUpFan::connections)
                .orElseGet(() -> real.connections(project, fan));
    }

    @Override
    public Fan findOrCreate(ProjectId project, FanIdentity identity, FanId newId, Instant now) {
        throw written();
    }

    @Override
    public void create(ProjectId project, Fan fan) {
        throw written();
    }

    @Override
    public boolean attach(ProjectId project, Fan expected, FanIdentity identity) {
        throw written();
    }

    @Override
    public boolean merge(ProjectId project, Merge merge) {
        throw written();
    }

    @Override
    public boolean recordConsent(ProjectId project, Identity identity, ConsentChange change) {
        return true;
    }

    @Override
    public void connect(ProjectId project, Connection connection) {
        throw written();
    }

    @Override
    public boolean replace(ProjectId project, Connection expected, Connection updated) {
        return true;
    }

    private static UnsupportedOperationException written() {
        return new UnsupportedOperationException("no step and no intake does this to fans");
    }
}
