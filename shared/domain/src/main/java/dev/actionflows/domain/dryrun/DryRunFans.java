package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.fan.ConfirmationRequest;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConnectionStore;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanLookup;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The real fans and at most one made-up fan; writes nothing. */
final class DryRunFans implements FanLookup, UnwrittenConsents, UnwrittenConnections {
    private static final String MADE_UP_CONSENT = "made-up";

    private final FanLookup fans;
    private final ConsentStore consents;
    private final ConnectionStore connections;
    private final Optional<MadeUpFan> madeUp;
    private final DryRunState state;

    /** A made-up fan with connections. */
    record MadeUpFan(Fan fan, SampleFan.MadeUp sample, List<Connection> connections) {
        Permission permission(Identity.Kind kind) {
            if (sample.stopped()) {
                return new Permission.Stopped();
            }
            if (kind == Identity.Kind.INSTAGRAM) {
                return fan.latest(kind)
                        .<Permission>map(
                                it -> new Permission.Conversation(it, Optional.of(fan.createdAt())))
                        .orElseGet(Permission.NeverGiven::new);
            }
            return fan.latest(kind)
                    .filter(_ -> sample.consented())
                    .<Permission>map(address -> new Permission.Given(address, MADE_UP_CONSENT))
                    .orElseGet(Permission.NeverGiven::new);
        }
    }

    DryRunFans(
            FanLookup fans,
            ConsentStore consents,
            ConnectionStore connections,
            Optional<MadeUpFan> madeUp,
            DryRunState state) {
        this.state = state;
        this.fans = fans;
        this.consents = consents;
        this.connections = connections;
        this.madeUp = madeUp;
    }

    private Optional<MadeUpFan> madeUp(FanId id) {
        return madeUp.filter(it -> it.fan().id().equals(id));
    }

    @Override
    public Optional<Fan> findRecord(ProjectId project, FanId id) {
        return madeUp(id).map(MadeUpFan::fan).or(() -> fans.findRecord(project, id));
    }

    @Override
    public List<Fan> findRecords(ProjectId project, Collection<FanId> ids) {
        return ids.stream().flatMap(id -> findRecord(project, id).stream()).toList();
    }

    @Override
    public Optional<KnownIdentity> findIdentity(ProjectId project, Identity identity) {
        return fans.findIdentity(project, identity);
    }

    @Override
    public Optional<ConsentChange.Kind> recordedAs(
            ProjectId project, Identity identity, String messageId) {
        return consents.recordedAs(project, identity, messageId);
    }

    @Override
    public List<ConsentChange> consents(ProjectId project, Identity identity) {
        return consents.consents(project, identity);
    }

    /** A dry run assumes no reply. */
    @Override
    public Checked check(ProjectId project, Fan fan, Identity.Kind kind) {
        return madeUp(fan.id())
                .map(it -> new Checked(it.permission(kind), fan, kind, Map.of()))
                .map(state::after)
                .orElseGet(() -> state.after(consents.check(project, fan, kind)).withoutReply());
    }

    /** Claims nothing: a dry run must not use up the request of a day. */
    @Override
    public boolean claimConfirmation(
            ProjectId project, Identity identity, ConfirmationRequest request) {
        return true;
    }

    @Override
    public void confirmationSent(
            ProjectId project, Identity identity, ConfirmationRequest request) {}

    @Override
    public void withdrawConfirmation(
            ProjectId project, Identity identity, ConfirmationRequest request) {}

    @Override
    public List<Connection> connections(ProjectId project, Fan fan) {
        return madeUp(fan.id())
                .map(MadeUpFan::connections)
                .orElseGet(
                        () ->
                                connections.connections(project, fan).stream()
                                        .map(Connection::notRefreshed)
                                        .toList());
    }
}
