package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.intake.InstagramEvent.Comment;
import dev.actionflows.domain.intake.InstagramEvent.DirectMessage;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.InstagramTrigger;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerWord;

import org.junit.jupiter.api.BeforeEach;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** A project with an Instagram account, and messages and comments of its fans. */
abstract class InstagramFixture {
    static final InstagramAccountId ACCOUNT = new InstagramAccountId("17841405309211844");
    static final String FAN = "1254459154682919";
    static final String POST = "17895695668004550";

    final World world = new World();
    final List<String> ignored = Collections.synchronizedList(new ArrayList<>());
    final List<EventOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    final AtomicInteger comments = new AtomicInteger();
    final InMemoryHandledEventStore handledEvents = new InMemoryHandledEventStore();
    final InstagramReceiver receiver = receiver(world.reader, world.instagram);

    InstagramReceiver receiver(IntakeReader reader, InstagramAccountStore accounts) {
        return receiver(reader, accounts, PlanLimits.BY_DEFAULT);
    }

    InstagramReceiver receiver(
            IntakeReader reader, InstagramAccountStore accounts, PlanLimits limits) {
        return receiver(reader, accounts, limits, (_, _, outcome) -> outcomes.add(outcome));
    }

    InstagramReceiver receiver(
            IntakeReader reader,
            InstagramAccountStore accounts,
            PlanLimits limits,
            IntakeObserver observer) {
        Ports ports = InMemoryPorts.with(world.ports, IntakeReader.class, reader);
        ports = InMemoryPorts.with(ports, InstagramAccountStore.class, accounts);
        ports = InMemoryPorts.with(ports, PlanLimits.class, limits);
        ports = InMemoryPorts.with(ports, IntakeObserver.class, observer);
        ports = InMemoryPorts.with(ports, HandledEventStore.class, handledEvents);
        InstagramObserver counting = (why, count) -> ignored.add("%s %d".formatted(why, count));
        return new Application(InMemoryPorts.with(ports, InstagramObserver.class, counting))
                .instagram();
    }

    @BeforeEach
    void assign_the_account_to_the_project() {
        world.instagram.assign(world.project, ACCOUNT);
    }

    Deadline inTime() {
        return new Deadline(world.clock.instant().plus(Duration.ofSeconds(15)), world.clock);
    }

    void receive(InstagramEvent... events) {
        receiver.receive(List.of(events), 0, inTime());
    }

    static DirectMessage message(String id, String text) {
        return new DirectMessage(ACCOUNT, FAN, id, text);
    }

    Comment comment(String text) {
        return comment(FAN, text, POST);
    }

    Comment comment(String sender, String text, String... posts) {
        String id = "1786579934808" + comments.incrementAndGet();
        return new Comment(ACCOUNT, sender, id, List.of(posts), text);
    }

    static Optional<TriggerWord> word(String text) {
        return Optional.of(text).filter(it -> !it.isEmpty()).map(TriggerWord::of);
    }

    FlowId onMessage(String keyword) {
        return active(new InstagramTrigger.Dm(word(keyword), Optional.empty()));
    }

    FlowId onComment(String post, String keyword) {
        return active(
                new InstagramTrigger.Comment(
                        Optional.of(post).filter(it -> !it.isEmpty()),
                        word(keyword),
                        Optional.empty()));
    }

    FlowId active(Trigger trigger) {
        return active(trigger, ReEntry.EVERY_EVENT);
    }

    FlowId active(Trigger trigger, ReEntry reEntry) {
        Flow draft =
                Flow.draft(
                        Samples.flowId(),
                        new FlowDefinition(
                                "On Instagram",
                                trigger,
                                List.of(new AddToSegmentStep(world.segment.id())),
                                reEntry,
                                OnFailure.CONTINUE),
                        world.clock.instant());
        world.flowStore.create(world.project, draft);
        Flow active = draft.withStatus(FlowStatus.ACTIVE, world.clock.instant());
        assertThat(world.flowStore.save(world.project, draft, active))
                .isEqualTo(new FlowStore.SaveResult.Saved());
        return draft.id();
    }

    /** The started runs, in order; concurrent deliveries may start the same execution twice. */
    List<Run> started() {
        return world.executions.started().stream().distinct().toList();
    }

    List<FlowId> startedFlows() {
        return started().stream().map(Run::flow).toList();
    }

    Optional<KnownIdentity> known(String sender) {
        return world.fans.findIdentity(
                world.project,
                world.identities.of(world.project, Identity.Kind.INSTAGRAM, sender).identity());
    }

    List<NotStartedReason> refusals(String event) {
        return world.events.trace(world.project, new EventId(event)).stream()
                .flatMap(
                        it ->
                                switch (it) {
                                    case EventResult.RunStarted _ ->
                                            Optional.<NotStartedReason>empty().stream();
                                    case EventResult.NotStarted(EventRecord entry) ->
                                            Optional.of(entry.why()).stream();
                                })
                .toList();
    }
}
