package dev.actionflows.domain.dryrun;

import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ExpiringConnection;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.FlowStarter;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.IntakeResult;
import dev.actionflows.domain.intake.ListeningFlows;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.streaming.StreamingOperation;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Runs a flow, active or not, for a sample fan at a sample time. The intake, the step runner and
 * the actions are those of production; the ports for writing and sending only record their calls.
 * Nothing is sent or stored.
 */
public final class DryRunService {
    /** A number that nobody has (reserved for fiction in North America). */
    private static final String MADE_UP_NUMBER = "+12025550123";

    /** Cannot be delivered to (RFC 2606). */
    private static final String MADE_UP_ADDRESS = "fan@example.com";

    /** No id of Instagram begins with a zero. */
    private static final String MADE_UP_INSTAGRAM = "0";

    private static final FirstName MADE_UP_NAME = new FirstName("Ada");

    private static final String MADE_UP_HASH = "0".repeat(64);

    private final Ports ports;
    private final Vault vault;

    public DryRunService(Ports ports) {
        this.ports = ports;
        this.vault = ports.vault();
    }

    /**
     * @param about the subject of the event; empty for that of the flow's trigger
     * @throws ProblemException INVALID_REQUEST if the fan does not exist
     */
    public DryRun play(
            Project project, Flow flow, SampleFan sample, Optional<String> about, Instant at) {
        DryRunState state = new DryRunState();
        DryRunClock clock = new DryRunClock(at);
        Optional<DryRunFans.MadeUpFan> madeUp =
                sample instanceof SampleFan.MadeUp some
                        ? Optional.of(madeUp(project, some, at))
                        : Optional.empty();
        DryRunFans fans =
                new DryRunFans(ports.fans(), ports.consents(), ports.connections(), madeUp, state);
        Fan fan = madeUp.map(DryRunFans.MadeUpFan::fan).orElseGet(() -> known(project, sample));
        EventFan eventFan = EventFan.of(project.id(), fan);
        Trigger trigger = flow.definition().trigger();
        Optional<ExpiringConnection> expiring =
                expiring(project, trigger, about, fans.connections(project.id(), fan));
        Optional<String> subject = expiring.map(it -> it.provider().wireName()).or(() -> about);
        Optional<String> scope = trigger.eventScope(subject);
        FanEvent event =
                new FanEvent(
                        expiring.map(ExpiringConnection::eventId)
                                .orElseGet(() -> new EventId("test:" + ports.ids().nonce())),
                        trigger.type(),
                        scope.or(() -> subject).orElse(trigger.scope()),
                        at);
        List<String> scopes = List.of(trigger.scope());
        IntakeReader.IntakeFacts facts =
                ports.intakeReader().read(project.id(), Optional.empty(), trigger.type(), scopes);
        ListeningFlows listeners =
                ListeningFlows.find(
                        ports.intakeReader(), facts, eventFan.ids(), trigger.type(), scopes, at);
        Optional<TriggerClaim> listening =
                listeners.claims().stream().filter(it -> it.flow().equals(flow.id())).findFirst();
        // the flow as it was read for this dry run, despite concurrent changes
        TriggerClaim claim =
                listening
                        .flatMap(TriggerClaim::testedSince)
                        .map(since -> TriggerClaim.ofTest(flow, since))
                        .orElseGet(() -> TriggerClaim.of(flow));
        DryRunLedger ledger = new DryRunLedger(ports.ledger(), state);
        DryRunIntakeStores memory = new DryRunIntakeStores(ports.reEntries());
        IntakeResult result =
                new FlowStarter(
                                ledger,
                                memory,
                                memory,
                                (_, _) -> true,
                                new NoOpRunObserver(),
                                clock)
                        .take(eventFan, event, List.of(claim));
        Optional<IntakeResult.EntryRefused> refused =
                result.entries().stream()
                        .filter(IntakeResult.EntryRefused.class::isInstance)
                        .map(IntakeResult.EntryRefused.class::cast)
                        .findFirst();
        if (state.run().isEmpty()) {
            // the outcomes of the steps are useful anyway
            RunId id = RunId.of(project.id(), flow.id(), fan.id(), event.id().value());
            state.put(Run.begin(new RunKey(project.id(), id), fan.id(), event, claim, at));
        }
        DryRunMembership membership =
                new DryRunMembership(ports.segmentMembers(), ports.preSaves(), state);
        DryRunFactReader reader =
                new DryRunFactReader(
                        state,
                        project,
                        madeUp.isPresent() ? flow.withoutHoldout() : flow,
                        fans,
                        ports.catalog(),
                        ports.instagramAccounts(),
                        membership);
        new DryRunPlayer(
                        state,
                        new DryRunPorts(ports, state, fans, ledger, membership, reader, clock),
                        clock)
                .play();
        List<NotStartedReason> obstacles = new ArrayList<>();
        if (listening.isEmpty()) {
            obstacles.add(whyNotListening(flow, listeners));
        }
        if (scope.isEmpty()) {
            obstacles.add(NotStartedReason.OTHER_SCOPE);
        }
        if (isRefusedByPlan(project, trigger.type())) {
            obstacles.add(NotStartedReason.NOT_IN_PLAN);
        }
        refused.map(IntakeResult.EntryRefused::why).ifPresent(obstacles::add);
        return new DryRun(
                at,
                Optional.ofNullable(facts.claims().get(trigger.scope())).map(TriggerClaim::flow),
                obstacles,
                refused.flatMap(IntakeResult.EntryRefused::run),
                played(state));
    }

    /** The connection that is taken to be about to expire, of a flow that listens to that. */
    private static Optional<ExpiringConnection> expiring(
            Project project, Trigger trigger, Optional<String> about, List<Connection> all) {
        return all.stream()
                .filter(_ -> trigger.type() == TriggerType.CONNECTION_EXPIRING)
                .filter(it -> about.filter(at -> !at.equals(it.provider().wireName())).isEmpty())
                .map(it -> ExpiringConnection.of(project.id(), it))
                .findFirst();
    }

    private static NotStartedReason whyNotListening(Flow flow, ListeningFlows listeners) {
        if (listeners.displaced().stream().anyMatch(it -> it.flow().equals(flow.id()))) {
            return NotStartedReason.TAKEN_BY_TEST;
        }
        return switch (flow.status()) {
            case DRAFT -> NotStartedReason.FLOW_DRAFT;
            case PAUSED -> NotStartedReason.FLOW_PAUSED;
            case ARCHIVED -> NotStartedReason.FLOW_ARCHIVED;
            // the flow was paused, archived or deleted after it was read
            case ACTIVE -> NotStartedReason.NO_FLOW;
        };
    }

    /** The intake checks the plan again, after the check at the flow's activation. */
    private boolean isRefusedByPlan(Project project, TriggerType type) {
        return type.planFeature()
                .filter(feature -> !ports.planLimits().includes(project.plan(), feature))
                .isPresent();
    }

    private static List<DryRun.PlayedStep> played(DryRunState state) {
        Run run = state.run().orElseThrow();
        return IntStream.range(0, run.steps().size())
                .mapToObj(index -> new DryRun.PlayedStep(run.step(index), state.effectsOf(index)))
                .toList();
    }

    private Fan known(Project project, SampleFan sample) {
        FanId id =
                switch (sample) {
                    case SampleFan.Known(FanId named) -> named;
                    case SampleFan.MadeUp _ ->
                            throw new IllegalArgumentException("belongs to a made-up fan only");
                };
        return ports.fans()
                .find(project.id(), id)
                .orElseThrow(
                        () -> ProblemException.invalid("/fan/id", "not a fan of this project"));
    }

    private DryRunFans.MadeUpFan madeUp(Project project, SampleFan.MadeUp some, Instant at) {
        FanId id = FanId.from(ports.ids());
        List<FanIdentity> identities = new ArrayList<>();
        if (some.phone()) {
            identities.add(madeUp(Identity.Kind.PHONE, MADE_UP_NUMBER));
        }
        if (some.email()) {
            identities.add(madeUp(Identity.Kind.EMAIL, MADE_UP_ADDRESS));
        }
        if (some.instagram()) {
            identities.add(madeUp(Identity.Kind.INSTAGRAM, MADE_UP_INSTAGRAM));
        }
        List<Connection> connections =
                some.connections().stream()
                        .sorted()
                        .map(provider -> connection(project, id, provider, at))
                        .toList();
        Fan fan = Fan.first(id, identities, at);
        return new DryRunFans.MadeUpFan(
                some.named() ? fan.named(MADE_UP_NAME) : fan, some, connections);
    }

    private static FanIdentity madeUp(Identity.Kind kind, String value) {
        return new FanIdentity(new Identity(kind, MADE_UP_HASH), value);
    }

    private Connection connection(
            Project project, FanId fan, StreamingProvider provider, Instant at) {
        Set<String> everything =
                StreamingOperation.scopesAt(provider, List.of(StreamingOperation.values()));
        return new Connection(
                fan,
                provider,
                vault.seal(project, Connection.tokenContext(fan, provider), "made up"),
                everything,
                at,
                Optional.empty(),
                false);
    }
}
