package dev.actionflows.domain.privacy;

import dev.actionflows.domain.analytics.FanChange;
import dev.actionflows.domain.analytics.FunnelRollUp;
import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Management;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.fan.Agreement;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.id.SegmentId;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.link.LinkCode;
import dev.actionflows.domain.link.LinkTarget;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.messaging.budget.LinkClaim;
import dev.actionflows.domain.messaging.budget.MessageBudgetStore;
import dev.actionflows.domain.messaging.budget.MessageTake;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.Segment;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.StepKey;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.QueuedErasureTask;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A project with fans about whom everything is stored that can be. */
public final class ErasureWorld {
    public final InMemoryPorts memory;
    public final Ports ports;
    public final ProjectId project;
    public final Project stored;
    public final ReleaseId release;
    public final ArtistId artist;
    public final SegmentId segment;
    public final Flow flow;

    /**
     * @param ports the ports of the same deployment, some of which may have other implementations
     */
    public ErasureWorld(InMemoryPorts memory, Ports ports) {
        this.memory = memory;
        this.ports = ports;
        this.project = ProjectId.from(ports.ids());
        this.stored =
                Project.created(
                        project,
                        "Night Harbour",
                        Plan.PRO,
                        "https://flows.example.com",
                        memory.keyRing.createDataKey(project),
                        new ApiKeyHashes("none-" + project, "nobody-" + project),
                        memory.clock.instant());
        ports.projects().create(stored);
        release = ReleaseId.from(ports.ids());
        artist = ArtistId.from(ports.ids());
        segment = SegmentId.from(ports.ids());
        ports.catalogWriter()
                .create(
                        project,
                        new Release(
                                release,
                                "Low Tide",
                                "Night Harbour",
                                LocalDate.parse("2026-12-04"),
                                World.ALBUM,
                                memory.clock.instant()));
        ports.catalogWriter()
                .create(
                        project,
                        new Artist(artist, "Night Harbour", World.ARTIST, memory.clock.instant()));
        ports.catalogWriter()
                .create(project, new Segment(segment, "New Fans", memory.clock.instant()));
        flow =
                management()
                        .flows(ports.ids())
                        .create(
                                project,
                                new FlowDefinition(
                                        "Flow",
                                        Trigger.SmsKeyword.of("presave"),
                                        List.of(
                                                new AddToSegmentStep(segment),
                                                new Step.SendText(
                                                        new MessageTemplate("Hi"), OnUnmet.SKIP)),
                                        ReEntry.EVERY_EVENT,
                                        OnFailure.CONTINUE));
    }

    static ErasureWorld inMemory(InMemoryPorts ports) {
        return new ErasureWorld(ports, ports);
    }

    public Application application() {
        return new Application(ports);
    }

    public Management management() {
        return application().management();
    }

    /** One fan, and every identifier under which something was stored. */
    public record Planted(
            FanId current,
            FanId former,
            FanIdentity phone,
            FanIdentity email,
            FanIdentity spotify,
            FanIdentity instagram,
            List<RunKey> runs,
            List<String> identifiers) {}

    /** Stores everything about a fan whose identifiers all contain the tag. */
    public Planted plant(String tag, String digits) {
        List<String> ids = new ArrayList<>();
        FanIdentity phone =
                memory.identities().of(project, Identity.Kind.PHONE, "+1415555" + digits);
        FanIdentity email =
                memory.identities().of(project, Identity.Kind.EMAIL, tag + "@fans.example");
        FanIdentity spotify = memory.identities().of(project, Identity.Kind.SPOTIFY, "spot" + tag);
        FanIdentity instagram =
                memory.identities().of(project, Identity.Kind.INSTAGRAM, "insta" + tag);
        Fan one =
                application()
                        .fanResolver()
                        .resolve(project, Optional.empty(), List.of(phone, spotify));
        memory.clock.advance(Duration.ofSeconds(1));
        Fan other =
                application()
                        .fanResolver()
                        .resolve(project, Optional.empty(), List.of(email, instagram));
        List<RunKey> runs = new ArrayList<>();
        for (Fan record : List.of(one, other)) {
            plantUnder(record.id(), tag + (record.equals(one) ? "one" : "two"), ids, runs);
        }
        for (FanIdentity address : List.of(phone, email, instagram)) {
            String name = tag + "consent" + address.kind().wireName();
            ports.consents()
                    .recordConsent(
                            project,
                            address.identity(),
                            new ConsentChange(
                                    ConsentChange.Kind.OPT_IN,
                                    name + "message",
                                    memory.clock.instant(),
                                    memory.clock.instant(),
                                    evidence(name)));
            ids.add(name + "message");
            ids.addAll(evidence(name).values());
        }
        ports.consents().messageReceived(project, instagram.identity(), memory.clock.instant());
        Fan merged =
                application().fanResolver().resolve(project, Optional.of(one.id()), List.of(email));
        management()
                .fans()
                .setFirstName(project, merged.id(), FirstName.parse("Name" + tag).orElseThrow());
        management().fans().setTimeZone(project, merged.id(), ZoneId.of("Pacific/Chatham"));
        plantMessages(tag, merged.id(), phone, runs.getFirst(), ids);
        ids.addAll(
                List.of(
                        phone.value(),
                        email.value(),
                        spotify.value(),
                        instagram.value(),
                        "Name" + tag,
                        one.id().value(),
                        other.id().value()));
        runs.forEach(run -> ids.add(run.run().value()));
        return new Planted(
                one.id(), other.id(), phone, email, spotify, instagram, runs, List.copyOf(ids));
    }

    /** A reply of the fan, and a link that the fan got. */
    private void plantMessages(
            String tag, FanId fan, FanIdentity phone, RunKey run, List<String> ids) {
        ports.consents()
                .replyReceived(
                        project,
                        phone.identity(),
                        new EventId("sms:" + tag + "reply"),
                        memory.clock.instant());
        ids.add(tag + "reply");
        Fan person = ports.fans().find(project, fan).orElseThrow();
        MessageBudgetStore.Outcome taken =
                ports.messageBudgets()
                        .take(
                                new MessageTake(
                                        project,
                                        ports.consents().check(project, person, phone.kind()),
                                        Optional.empty(),
                                        List.of(),
                                        Optional.of(link(person.ids(), run))));
        if (taken != MessageBudgetStore.Outcome.TAKEN) {
            throw new IllegalStateException("the link was not claimed: " + taken);
        }
    }

    /** The claim of the link that a fan got. */
    LinkClaim link(List<FanId> fans, RunKey run) {
        return new LinkClaim(fans, "release:" + release, run.run() + ".0", memory.clock.instant());
    }

    private static Map<String, String> evidence(String name) {
        Map<String, String> evidence = new HashMap<>();
        for (String kind : List.of("wording", "page", "form", "source", "browser", "campaign")) {
            evidence.put(kind, name + kind);
        }
        return evidence;
    }

    private void plantUnder(FanId fan, String name, List<String> ids, List<RunKey> runs) {
        var now = memory.clock.instant();
        String token = name + "token";
        ports.connections()
                .connect(
                        project,
                        new Connection(
                                fan,
                                StreamingProvider.SPOTIFY,
                                memory.vault()
                                        .seal(
                                                stored,
                                                Connection.tokenContext(
                                                        fan, StreamingProvider.SPOTIFY),
                                                token),
                                Set.of("user-library-modify"),
                                now,
                                Optional.empty(),
                                false));
        ports.connections()
                .recordAgreement(
                        project,
                        fan,
                        new Agreement(
                                name + "agreement",
                                StreamingProvider.SPOTIFY,
                                Set.of("user-library-modify"),
                                name + "version",
                                "en",
                                now));
        new FunnelRollUp(ports.funnels(), ports.funnelObserver())
                .receive(
                        name + "shard",
                        List.of(
                                new FanChange.Acted(
                                        project,
                                        fan,
                                        new EventId("api:" + name),
                                        TriggerType.RELEASE_PRESAVED,
                                        Optional.of(release),
                                        now)));
        ports.segmentMembers().addMember(project, segment, fan, now);
        ports.preSaves().registerPreSave(project, release, fan, now);
        ports.preSaves().registerNextSave(project, artist, fan, now);
        ports.reEntries()
                .enter(
                        new ReEntryStore.ReEntryKey(project, flow.id(), fan, false),
                        RunId.of(project, flow.id(), fan, name),
                        now,
                        now.plus(Duration.ofDays(7)));
        for (int number = 0; number < 3; number++) {
            String message = name + "SM" + number;
            ports.eventIds().take(project, new EventId("api:" + message), "content", now);
            RunKey run = startRun(fan, "api:" + message);
            runs.add(run);
            ports.links()
                    .put(
                            LinkCode.of(textOf(run)),
                            textOf(run),
                            Set.of(LinkTarget.CONNECT),
                            Optional.empty(),
                            1);
            ports.links().open(LinkCode.of(textOf(run)), now);
            ids.add(message);
        }
        ports.waitingRuns()
                .add(
                        runs.getLast(),
                        Requirement.streamingConnection(fan),
                        name + "nonce",
                        now.plus(Duration.ofDays(30)));
        ports.events()
                .record(
                        new EventRecord(
                                project,
                                event("sms:" + name + "ignored"),
                                Optional.of(fan),
                                Optional.empty(),
                                NotStartedReason.NO_FLOW,
                                Optional.empty()));
        ports.events()
                .record(
                        new EventRecord(
                                project,
                                event("igc:" + name + "comment"),
                                Optional.of(fan),
                                Optional.of(flow.id()),
                                NotStartedReason.ENTERED_BEFORE,
                                Optional.of(runs.getFirst().run())));
        ports.privateReplies().claim(project, name + "comment", name + "holder", now);
        ids.addAll(
                List.of(
                        name + "agreement",
                        name + "version",
                        name + "nonce",
                        name + "ignored",
                        name + "comment",
                        name + "holder"));
    }

    /** The key of the text that a run sends. */
    static String textOf(RunKey run) {
        return new StepKey(run, 1).messageKey();
    }

    /** Starts a run of the fan, as the intake does. */
    public RunKey startRun(FanId fan, String event) {
        application()
                .flowStarter()
                .take(
                        new EventFan(project, fan, Set.of()),
                        event(event),
                        List.of(TriggerClaim.of(flow)));
        Run started = memory.executions.started().getLast();
        return started.key();
    }

    private FanEvent event(String id) {
        return new FanEvent(
                new EventId(id), TriggerType.SMS_KEYWORD, "presave", memory.clock.instant());
    }

    public Erasure erase(FanId fan) {
        return management().fanEraser().erase(project, fan);
    }

    /** Handles all queued tasks, each when its time has come, also those that follow. */
    public void work() {
        while (!memory.erasureTasks.isEmpty()) {
            QueuedErasureTask next = memory.erasureTasks.removeFirst();
            memory.clock.advance(next.delay());
            handle(next.task());
        }
    }

    /** Handles the first pass only; the second one stays in the queue. */
    public void firstPass() {
        while (memory.erasureTasks.getFirst().delay().isZero()) {
            handle(memory.erasureTasks.removeFirst().task());
        }
    }

    private void handle(ErasureTask task) {
        management().erasures().work((ErasureTask.Erase) task, deadline(Duration.ofSeconds(20)));
    }

    public Deadline deadline(Duration left) {
        return new Deadline(memory.clock.instant().plus(left), memory.clock);
    }
}
