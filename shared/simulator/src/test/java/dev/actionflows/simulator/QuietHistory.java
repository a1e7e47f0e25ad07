package dev.actionflows.simulator;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.OutcomeEvent;
import dev.actionflows.domain.fan.Connection;
import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.Fan;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.intake.ConfirmationWakeUps;
import dev.actionflows.domain.intake.EventConsent;
import dev.actionflows.domain.intake.EventFan;
import dev.actionflows.domain.intake.EventRecord;
import dev.actionflows.domain.intake.EventScopes;
import dev.actionflows.domain.intake.EventSender;
import dev.actionflows.domain.intake.IncomingEvent;
import dev.actionflows.domain.intake.Intake;
import dev.actionflows.domain.intake.NotStartedReason;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.Keyword;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.FrequencyCap;
import dev.actionflows.domain.messaging.limits.MessageLimits;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.trigger.TriggerScope;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeMap;

/**
 * A history without faults: random flows, and what fans do, played by production in virtual time.
 * Providers accept everything, and nothing takes any time.
 */
final class QuietHistory {
    private static final ProjectId PROJECT = SampleProject.ID;

    private static final List<Instant> STARTS =
            List.of(
                    Instant.parse("2026-11-02T20:00:00Z"),
                    Instant.parse("2026-11-03T04:55:00Z"),
                    Instant.parse("2026-11-03T02:30:00Z"));

    /** The triggers of which some histories have flows. */
    private static final List<TriggerType> TRIGGERS =
            List.of(
                    TriggerType.RELEASE_PRESAVED,
                    TriggerType.ARTIST_FOLLOWED,
                    TriggerType.TRACK_LISTENED,
                    TriggerType.SEGMENT_ENTERED,
                    TriggerType.SMS_OPTED_IN,
                    TriggerType.EMAIL_OPTED_IN,
                    TriggerType.INSTAGRAM_DM,
                    TriggerType.INSTAGRAM_COMMENT);

    /** Something that happens, in the order of time and then of its number. */
    private record Moment(Instant at, int number, Runnable what) {}

    final InMemoryPorts memory;
    final List<Flow> flows = new ArrayList<>();
    final Instant start;
    final Instant end;
    final Chance chances;
    private final Deployment deployment;
    private final Application production;
    private final Intake intake;
    private final QuietInstagram instagram;
    private final IdentityHasher identities;
    private final StateMachine machine;
    private final List<TriggerType> triggers = new ArrayList<>();
    private final List<SimulatedFan> fans;
    private final PriorityQueue<Moment> moments =
            new PriorityQueue<>(Comparator.comparing(Moment::at).thenComparing(Moment::number));
    private final Duration length;
    private int scheduled;
    private int executed;

    QuietHistory(long seed) {
        this.chances = new Chance(seed);
        this.start = STARTS.get(chances.of("start").below(STARTS.size()));
        Kernel kernel = new Kernel(chances, start, Optional.empty());
        this.deployment = new Deployment(kernel, new Faults(kernel));
        this.memory = deployment.memory;
        this.production = new Application(memory);
        this.identities = memory.identities();
        this.instagram = new QuietInstagram(production.instagram(), memory.clock);
        this.intake =
                new Intake(
                        memory.intakeReader(),
                        memory.fans,
                        memory.fans,
                        production.flowStarter(),
                        memory.planLimits(),
                        ConfirmationWakeUps.through(memory::wakeUps),
                        memory.observer,
                        memory.ids,
                        memory.clock);
        this.machine = new StateMachine(memory.clock).timingOutAfter(Run.STEP_TIMEOUT);
        for (StepType type : StepType.values()) {
            if (type.hasFunction()) {
                machine.with(type, production.steps().runner(type));
            }
        }
        memory.clock.advance(Duration.between(memory.clock.instant(), start));
        this.length =
                chances.of("length")
                        .anyOf(
                                List.of(
                                        Duration.ofMinutes(20),
                                        Duration.ofHours(20),
                                        Duration.ofDays(6)));
        this.end = start.plus(length).plus(chances.of("after").between(1, 20L * 86_400_000));
        this.fans = SimulatedFan.first(1 + chances.of("fans").below(3));
        create();
        schedule();
    }

    private Chance draw(String purpose) {
        return chances.of("quiet history").of(purpose);
    }

    private void create() {
        deployment.sample.create(true, draw("app").hits(0.9), draw("sender").hits(0.9), true);
        memory.projects.change(PROJECT, it -> it.withLimits(caps(it.limits())));
        FlowFactory factory =
                new FlowFactory(
                        deployment.kernel,
                        memory,
                        deployment.sample,
                        production.steps(),
                        deployment.ids);
        int count = 1 + draw("flows").below(2);
        for (int flow = 0; flow < count; flow++) {
            flows.add(factory.create("keyword" + flow));
        }
        for (TriggerType type : TRIGGERS) {
            if (draw("flow on " + type).hits(0.25)) {
                flows.add(factory.create(type));
                triggers.add(type);
            }
        }
        new TreeMap<>(QuietInstagram.GENERAL)
                .forEach(
                        (name, trigger) -> {
                            if (draw("flow on " + name).hits(0.2)) {
                                flows.add(factory.create(name, trigger));
                                triggers.add(trigger.type());
                            }
                        });
        fans.forEach(this::create);
    }

    /** Credits are not limited: what is left of them at a time is not stored. */
    private static MessageLimits caps(MessageLimits limits) {
        List<FrequencyCap> caps = limits.caps();
        return new MessageLimits(caps, CreditLimits.none());
    }

    private void create(SimulatedFan who) {
        Chance chance = draw("fan " + who.number());
        if (chance.of("has email").hits(0.6)) {
            deployment.stored.addEmail(who.phone(), who.email(), deployment.ids, start);
        }
        Fan fan = fan(who);
        if (chance.of("has instagram").hits(0.5)) {
            memory.fans.attach(PROJECT, fan, instagram(who));
        }
        if (chance.of("has name").hits(0.5)) {
            memory.fans.setFirstName(PROJECT, fan(who), new FirstName("Zoë"));
        }
        if (chance.of("has zone").hits(0.3)) {
            memory.fans.setTimeZone(PROJECT, fan(who), ZoneId.of("America/New_York"));
        }
        if (chance.of("has agreed").hits(0.5)) {
            memory.fans.recordConsent(
                    PROJECT,
                    phone(who).identity(),
                    new ConsentChange(ConsentChange.Kind.OPT_IN, "form-" + who.number(), start));
        }
    }

    private FanIdentity phone(SimulatedFan who) {
        return identities.of(PROJECT, who.phone());
    }

    private FanIdentity email(SimulatedFan who) {
        return identities.of(PROJECT, who.email());
    }

    private FanIdentity instagram(SimulatedFan who) {
        return identities.of(PROJECT, Identity.Kind.INSTAGRAM, who.instagramAccount());
    }

    private Fan fan(SimulatedFan who) {
        FanId id = deployment.stored.createFan(who.phone(), deployment.ids, start);
        return memory.fans.find(PROJECT, id).orElseThrow();
    }

    private void schedule() {
        int count = 3 + draw("moments").below(12);
        for (int moment = 0; moment < count; moment++) {
            Chance chance = draw("moment " + moment);
            SimulatedFan who = chance.of("who").anyOf(fans);
            String id = "m" + moment;
            Instant time = start.plus(chance.of("time").between(1, length.toMillis()));
            int what = chance.of("what").below(Integer.MAX_VALUE);
            at(time, () -> happens(who, id, new Chance(what)));
            if (chance.of("comes again").hits(0.4)) {
                at(
                        time.plus(chance.of("after").between(1, 150_000)),
                        () -> happens(who, id + "-again", new Chance(what)));
            }
        }
    }

    /** A time soon after something happens. */
    Instant soonAfterSomething(Chance chance) {
        List<Instant> times = moments.stream().map(Moment::at).sorted().toList();
        return chance.of("which").anyOf(times).plus(chance.of("after").between(1, 120_000));
    }

    private void at(Instant time, Runnable what) {
        moments.add(new Moment(time, scheduled++, what));
    }

    private void happens(SimulatedFan who, String id, Chance chance) {
        int kind = chance.of("kind").below(20);
        if (kind < 8) {
            text(who, id, "keyword" + chance.of("keyword").below(2), byKeyword(id));
        } else if (kind < 12 && !triggers.isEmpty()) {
            event(who, id, chance.of("trigger").anyOf(triggers), chance);
        } else {
            switch (kind) {
                case 12 -> text(who, id, "hello", byKeyword(id));
                case 13, 14 -> text(who, id, "stop", new EventConsent.Stop(id));
                case 15 -> text(who, id, "start", new EventConsent.Start(id, false));
                case 16, 17 -> connect(who);
                case 18 -> join(who);
                default -> mail(who, id, chance);
            }
        }
    }

    private static EventConsent byKeyword(String id) {
        return new EventConsent.ByKeyword(id, false);
    }

    private void text(SimulatedFan who, String id, String word, EventConsent consent) {
        String folded = Keyword.of(word).orElseThrow().folded();
        take(
                id,
                TriggerType.SMS_KEYWORD,
                new EventScopes(List.of(folded), Map.of(folded, folded), folded),
                new EventSender.Owner(phone(who)),
                consent);
    }

    private void event(SimulatedFan who, String id, TriggerType type, Chance chance) {
        EventSender known = new EventSender.Known(EventFan.of(PROJECT, fan(who)));
        EventConsent none = new EventConsent.None();
        switch (type) {
            case INSTAGRAM_DM, INSTAGRAM_COMMENT -> {
                if (fan(who).has(instagram(who))) {
                    onInstagram(who, id, type, chance);
                }
            }
            case SMS_OPTED_IN -> optIn(type, phone(who), id, known, chance);
            case EMAIL_OPTED_IN -> {
                if (fan(who).has(email(who))) {
                    optIn(type, email(who), id, known, chance);
                }
            }
            case ARTIST_FOLLOWED ->
                    take(
                            id,
                            type,
                            EventScopes.of(deployment.sample.artist.id().value()),
                            known,
                            none);
            case SEGMENT_ENTERED -> join(who);
            default ->
                    take(
                            id,
                            type,
                            EventScopes.of(deployment.sample.release.id().value()),
                            known,
                            none);
        }
    }

    private void optIn(
            TriggerType type, FanIdentity address, String id, EventSender known, Chance chance) {
        ConsentChange.Kind kind =
                chance.of("is confirmed").hits(0.5)
                        ? ConsentChange.Kind.CONFIRMED
                        : ConsentChange.Kind.OPT_IN;
        take(
                id,
                type,
                EventScopes.of(TriggerScope.PROJECT),
                known,
                new EventConsent.Given(address.identity(), kind, memory.clock.instant(), Map.of()));
    }

    private void onInstagram(SimulatedFan who, String id, TriggerType type, Chance chance) {
        if (type == TriggerType.INSTAGRAM_DM) {
            instagram.message(who, id, chance);
        } else {
            instagram.comment(who, id, chance);
        }
    }

    private void take(
            String id,
            TriggerType type,
            EventScopes scopes,
            EventSender sender,
            EventConsent consent) {
        intake.take(
                new IncomingEvent(
                        PROJECT,
                        new EventId("test:" + id),
                        type,
                        scopes,
                        memory.clock.instant(),
                        sender,
                        consent));
    }

    /** For the first time: of earlier connections nothing is stored. */
    private void connect(SimulatedFan who) {
        Fan fan = fan(who);
        if (memory.fans.connections(PROJECT, fan).isEmpty()) {
            memory.fans.connect(
                    PROJECT,
                    new Connection(
                            fan.id(),
                            StreamingProvider.SPOTIFY,
                            memory.vault()
                                    .seal(
                                            memory.projects.find(PROJECT).orElseThrow(),
                                            Connection.tokenContext(
                                                    fan.id(), StreamingProvider.SPOTIFY),
                                            "refresh-token"),
                            Set.of(
                                    "user-library-modify",
                                    "user-follow-modify",
                                    "playlist-modify-public"),
                            memory.clock.instant(),
                            Optional.empty()));
            memory.wakeUps.connectionMayBeMet(PROJECT, fan.ids());
        }
    }

    /** An import adds the fan to the segment. */
    private void join(SimulatedFan who) {
        memory.catalog.addMember(
                PROJECT, deployment.sample.segment.id(), fan(who).id(), memory.clock.instant());
    }

    private void mail(SimulatedFan who, String id, Chance chance) {
        EmailAddress address = who.email();
        ConsentChange.Kind kind =
                chance.of("mail")
                        .anyOf(
                                List.of(
                                        ConsentChange.Kind.UNSUBSCRIBED,
                                        ConsentChange.Kind.BOUNCED,
                                        ConsentChange.Kind.COMPLAINED,
                                        ConsentChange.Kind.OPT_IN));
        memory.fans.recordConsent(
                PROJECT,
                identities.of(PROJECT, address).identity(),
                new ConsentChange(kind, id, memory.clock.instant()));
    }

    /** Plays everything until the end. */
    void play() {
        while (true) {
            Optional<Run> due = nextDue();
            Optional<Instant> dueAt = due.flatMap(Run::dueAt);
            Optional<Instant> next = Optional.ofNullable(moments.peek()).map(Moment::at);
            if (next.isPresent() && dueAt.filter(at -> !at.isAfter(next.get())).isEmpty()) {
                Moment moment = moments.remove();
                moveTo(moment.at());
                moment.what().run();
            } else if (dueAt.filter(at -> !at.isAfter(end)).isPresent()) {
                moveTo(dueAt.get());
                production.runResumer().resume(due.orElseThrow().key());
            } else {
                moveTo(end);
                return;
            }
            settle();
        }
    }

    private void moveTo(Instant time) {
        if (time.isAfter(memory.clock.instant())) {
            memory.clock.advance(Duration.between(memory.clock.instant(), time));
        }
    }

    private Optional<Run> nextDue() {
        return memory.ledger.all().stream()
                .filter(run -> run.dueAt().isPresent())
                .min(
                        Comparator.<Run, Instant>comparing(run -> run.dueAt().orElseThrow())
                                .thenComparing(run -> run.key().run().value()));
    }

    /** Executions and wake-ups follow at once; what steps lead to, within seconds. */
    private void settle() {
        boolean isBusy = true;
        while (isBusy) {
            isBusy = false;
            List<Run> started = memory.executions.started();
            while (executed < started.size()) {
                machine.execute(started.get(executed++));
                isBusy = true;
            }
            isBusy |= memory.executions.started().size() > executed;
            var wakeUp = memory.wakeUps.take();
            if (wakeUp.isPresent()) {
                production.runWaker().wake(wakeUp.get());
                isBusy = true;
            }
        }
        List<OutcomeEvent> events = List.copyOf(memory.outcomeEvents);
        memory.outcomeEvents.clear();
        for (OutcomeEvent event : events) {
            Instant later =
                    memory.clock.instant().plus(draw("outcome " + event.id()).between(1, 3_000));
            at(later, () -> production.outcomes().receive(event));
        }
    }

    /** Whether what is stored does not tell in which order things happened. */
    boolean isAmbiguous() {
        return twoFlowsActAtOnce()
                || memory.events.records().stream()
                        .filter(it -> it.why() == NotStartedReason.THRESHOLD_NOT_REACHED)
                        .filter(it -> it.event().cause().isPresent())
                        .anyMatch(this::mayHaveBeenOvertaken);
    }

    /** When an event was taken that its threshold refused is not stored. */
    private boolean mayHaveBeenOvertaken(EventRecord refused) {
        Instant received = refused.event().receivedAt();
        return memory.ledger.all().stream()
                .filter(run -> refused.flow().equals(Optional.of(run.flow())))
                .filter(run -> refused.fan().equals(Optional.of(run.fan())))
                .map(Run::startedAt)
                .anyMatch(at -> at.isAfter(received) && at.isBefore(received.plusSeconds(3)));
    }

    private boolean twoFlowsActAtOnce() {
        Set<String> seen = new HashSet<>();
        Set<String> acts = new HashSet<>();
        for (Run run : memory.ledger.all()) {
            run.steps().stream()
                    .flatMap(step -> step.endedAt().stream())
                    .map(at -> run.fan() + "@" + at)
                    .distinct()
                    .forEach(
                            at -> {
                                if (acts.add(at + "/" + run.flow()) && !seen.add(at)) {
                                    acts.add("ambiguous");
                                }
                            });
        }
        return acts.contains("ambiguous");
    }
}
