package dev.actionflows.domain.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.ArtistId;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.management.TestModeService;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.Artist;
import dev.actionflows.domain.project.Member;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.InMemoryPageContinuationStore;
import dev.actionflows.domain.run.PageContinuationStore;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.testing.FailingLedger;
import dev.actionflows.domain.testing.InMemoryPorts;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import org.junit.jupiter.api.Test;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Predicate;

/** Detected releases. */
class ReleaseReceiverTest {
    private final World world = new World();
    private final ProjectId project = world.project;
    private final ArtistId artist = new ArtistId("art_3n5p7q9r1s2t4v6w");
    private final Queue<DetectedRelease> queue = new ArrayDeque<>();
    private final InMemoryPageContinuationStore requestedPages =
            new InMemoryPageContinuationStore();
    private final ReleaseReceiver receiver = receiver(world.ledger);

    ReleaseReceiverTest() {
        world.catalog.create(
                project, new Artist(artist, "Night Harbour", World.ARTIST, world.clock.instant()));
    }

    private ReleaseReceiver receiver(RunLedger ledger) {
        return receiver(ledger, requestedPages);
    }

    private ReleaseReceiver receiver(RunLedger ledger, PageContinuationStore requestedPages) {
        DetectedReleaseQueue nextPages =
                message -> {
                    synchronized (queue) {
                        queue.add(message);
                    }
                };
        return receiver(ledger, requestedPages, nextPages);
    }

    private ReleaseReceiver receiver(
            RunLedger ledger,
            PageContinuationStore requestedPages,
            DetectedReleaseQueue nextPages) {
        Ports ports = InMemoryPorts.with(world.ports, RunLedger.class, ledger);
        ports = InMemoryPorts.with(ports, PageContinuationStore.class, requestedPages);
        return new Application(InMemoryPorts.with(ports, DetectedReleaseQueue.class, nextPages))
                .releases();
    }

    private Deadline inTime() {
        return new Deadline(world.clock.instant().plusSeconds(10), world.clock);
    }

    /** Receives it as a separate message. */
    private void receive(ReleaseReceiver by, DetectedRelease detected) {
        by.receive(detected, Samples.nonce(), inTime());
    }

    private Flow draft(ReEntry reEntry) {
        return world.flows.create(
                project,
                new FlowDefinition(
                        "New release",
                        new Trigger.Single(TriggerType.RELEASE_DETECTED, Optional.empty()),
                        List.of(new AddToSegmentStep(world.segment.id())),
                        reEntry,
                        OnFailure.CONTINUE));
    }

    private Flow activeFlow() {
        return world.flows.activate(project, draft(ReEntry.ONCE_PER_OBJECT).id());
    }

    private List<FanId> optIn(int count) {
        List<FanId> fans = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FanId fan = world.fan(new PhoneNumber("+14155552%03d".formatted(i)));
            world.catalog.registerNextSave(project, artist, fan, world.clock.instant());
            fans.add(fan);
            world.clock.advance(Duration.ofMillis(1));
        }
        return fans;
    }

    private DetectedRelease detected(String id) {
        return detected(id, Optional.empty());
    }

    private DetectedRelease detected(String id, Optional<FanId> fan) {
        return new DetectedRelease(
                project,
                artist,
                world.release.id(),
                id,
                world.clock.instant(),
                fan,
                Optional.empty(),
                Optional.empty());
    }

    /** Receives the release and all follow-up messages, and returns the number of messages. */
    private int receiveAll(DetectedRelease first) {
        int messages = 0;
        queue.add(first);
        while (!queue.isEmpty()) {
            receive(receiver, queue.remove());
            messages++;
        }
        return messages;
    }

    /** The fan of each started run; concurrent starts may request an execution twice. */
    private List<FanId> startedFans() {
        return world.executions.started().stream().distinct().map(Run::fan).toList();
    }

    @Test
    void one_run_is_started_for_every_opted_in_fan_page_by_page() {
        Flow flow = activeFlow();
        List<FanId> fans = optIn(60);
        world.fan(World.FAN_NUMBER);
        world.catalog.registerNextSave(
                project,
                new ArtistId("art_23456789abcdefgh"),
                world.fan(World.FAN_NUMBER),
                world.clock.instant());

        assertThat(receiveAll(detected("d1"))).isEqualTo(3);

        assertThat(startedFans()).containsExactlyInAnyOrderElementsOf(fans);
        Run run = world.executions.started().getFirst();
        assertThat(run.flow()).isEqualTo(flow.id());
        assertThat(run.event().type()).isEqualTo(TriggerType.RELEASE_DETECTED);
        assertThat(run.event().scope()).isEqualTo(world.release.id().value());
        assertThat(run.event().id()).isEqualTo(new EventId("release:d1:" + run.fan()));
    }

    @Test
    void the_same_release_starts_no_run_again_under_any_detection_id() {
        activeFlow();
        optIn(30);
        receiveAll(detected("d1"));
        assertThat(startedFans()).hasSize(30);

        world.clock.advance(Duration.ofHours(1));
        receiveAll(detected("d1"));
        assertThat(world.events.records()).isEmpty();
        receiveAll(detected("d2"));

        assertThat(startedFans()).hasSize(30);
        assertThat(world.events.records())
                .hasSize(30)
                .extracting(EventRecord::why)
                .containsOnly(NotStartedReason.ENTERED_FOR_THIS_BEFORE);
    }

    @Test
    void concurrent_deliveries_of_a_message_start_each_run_once() {
        activeFlow();
        optIn(25);
        DetectedRelease message = detected("d1");

        Together.run(
                8,
                _ -> {
                    receive(receiver, message);
                    return true;
                });

        assertThat(world.executions.started().stream().map(Run::key).distinct()).hasSize(25);
    }

    @Test
    void a_fan_who_opts_in_after_the_detection_is_not_included() {
        activeFlow();
        optIn(1);
        DetectedRelease found = detected("d1");
        world.clock.advance(Duration.ofSeconds(1));
        world.catalog.registerNextSave(
                project, artist, world.fan(World.FAN_NUMBER), world.clock.instant());

        receiveAll(found);

        assertThat(startedFans()).hasSize(1).doesNotContain(world.fan(World.FAN_NUMBER));
    }

    @Test
    void a_fan_who_opted_in_under_two_ids_gets_one_run() {
        world.flows.activate(project, draft(ReEntry.EVERY_EVENT).id());
        List<FanId> ids = optIn(2);
        FanIdentity proof = world.identities.of(project, Identity.Kind.EMAIL, "ann@label.example");
        world.resolver.resolve(project, Optional.of(ids.getFirst()), List.of(proof));
        world.resolver.resolve(project, Optional.of(ids.getLast()), List.of(proof));

        receiveAll(detected("d1"));

        assertThat(startedFans()).containsExactly(ids.getFirst());
    }

    private Predicate<RunKey> runsOf(Flow flow, List<FanId> fans) {
        List<RunId> runs =
                fans.stream()
                        .map(fan -> RunId.of(project, flow.id(), fan, "once/" + world.release.id()))
                        .toList();
        return key -> runs.contains(key.run());
    }

    @Test
    void a_failing_fan_is_retried_alone_and_does_not_block_others() {
        Flow flow = activeFlow();
        List<FanId> fans = optIn(30);
        FanId troubled = fans.stream().min(Comparator.comparing(FanId::value)).orElseThrow();
        ReleaseReceiver failing =
                receiver(new FailingLedger(world.ledger, runsOf(flow, List.of(troubled))));

        receive(failing, detected("d1"));
        assertThat(queue).hasSize(2);
        DetectedRelease alone = queue.remove();
        assertThat(alone.fan()).contains(troubled);
        assertThatIllegalStateException().isThrownBy(() -> receive(failing, alone));
        receive(failing, queue.remove());
        assertThat(startedFans()).hasSize(29).doesNotContain(troubled);

        world.clock.advance(Duration.ofMinutes(2));
        receive(receiver, alone);
        assertThat(startedFans()).containsExactlyInAnyOrderElementsOf(fans);
    }

    @Test
    void a_merged_fan_whose_record_cannot_be_read_is_retried_alone() {
        activeFlow();
        List<FanId> fans = optIn(3);
        FanStore.Merge merge =
                FanStore.Merge.of(
                        world.fans.findRecord(project, fans.get(0)).orElseThrow(),
                        world.fans.findRecord(project, fans.get(1)).orElseThrow());
        assertThat(world.fans.merge(project, merge)).isTrue();
        FanStore failing =
                (FanStore)
                        Proxy.newProxyInstance(
                                FanStore.class.getClassLoader(),
                                new Class<?>[] {FanStore.class},
                                (proxy, method, arguments) -> {
                                    if (method.isDefault()) {
                                        return InvocationHandler.invokeDefault(
                                                proxy, method, arguments);
                                    }
                                    if (method.getName().equals("findRecord")) {
                                        throw new IllegalStateException("unreadable");
                                    }
                                    return method.invoke(world.fans, arguments);
                                });
        Ports ports = InMemoryPorts.with(world.ports, FanStore.class, failing);
        DetectedReleaseQueue nextPages = queue::add;

        receive(
                new Application(InMemoryPorts.with(ports, DetectedReleaseQueue.class, nextPages))
                        .releases(),
                detected("d1"));

        assertThat(startedFans()).containsExactlyInAnyOrder(merge.kept().id(), fans.get(2));
        assertThat(queue)
                .extracting(DetectedRelease::fan)
                .containsExactly(Optional.of(merge.given().id()));
    }

    @Test
    void a_failing_page_is_redelivered_as_a_whole_and_does_not_block_other_pages() {
        Flow flow = activeFlow();
        List<FanId> fans = optIn(30);
        List<FanId> firstPage =
                world.catalog.nextSaves(project, artist, Optional.empty(), 25).items().stream()
                        .map(Member::fan)
                        .toList();
        ReleaseReceiver failing =
                receiver(new FailingLedger(world.ledger, runsOf(flow, firstPage)));
        DetectedRelease message = detected("d1");

        for (int delivery = 0; delivery < 2; delivery++) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> failing.receive(message, "first", inTime()));
        }
        assertThat(queue).as("requested once").hasSize(1);
        receive(failing, queue.remove());
        assertThat(startedFans()).hasSize(5).doesNotContainAnyElementsOf(firstPage);

        receiver.receive(message, "first", inTime());
        assertThat(startedFans()).containsExactlyInAnyOrderElementsOf(fans);
    }

    /** The list is ordered by id, so that some of the new fans are on the first page. */
    @Test
    void fans_pushed_past_the_end_of_a_page_before_its_redelivery_are_processed() {
        Flow flow = activeFlow();
        List<FanId> fans = optIn(30);
        List<FanId> firstPage =
                world.catalog.nextSaves(project, artist, Optional.empty(), 25).items().stream()
                        .map(Member::fan)
                        .toList();
        DetectedRelease message = detected("d1");
        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                receiver(new FailingLedger(world.ledger, runsOf(flow, firstPage)))
                                        .receive(message, "first", inTime()));
        world.clock.advance(Duration.ofMinutes(2));
        optIn(60);

        receiver.receive(message, "first", inTime());

        assertThat(startedFans()).containsAll(firstPage);
        receiveAll(queue.remove());
        assertThat(startedFans()).containsExactlyInAnyOrderElementsOf(fans);
    }

    @Test
    void a_page_interrupted_before_requesting_the_next_one_is_processed_again() {
        activeFlow();
        List<FanId> fans = optIn(30);
        ReleaseReceiver interrupted =
                receiver(
                        world.ledger,
                        requestedPages,
                        _ -> {
                            throw new IllegalStateException("the queue is unavailable");
                        });
        DetectedRelease message = detected("d1");
        assertThatIllegalStateException().isThrownBy(() -> receive(interrupted, message));

        receiveAll(message);

        assertThat(startedFans()).containsExactlyInAnyOrderElementsOf(fans);
    }

    @Test
    void a_redelivered_page_does_not_request_the_next_one_again() {
        activeFlow();
        List<FanId> fans = optIn(60);
        queue.add(detected("d1"));
        int messages = 0;
        while (!queue.isEmpty()) {
            DetectedRelease message = queue.remove();
            String id = "message" + ++messages;
            receiver.receive(message, id, inTime());
            receiver.receive(message, id, inTime());
        }

        assertThat(messages).isEqualTo(3);
        assertThat(startedFans()).containsExactlyInAnyOrderElementsOf(fans);
    }

    @Test
    void a_crash_before_the_next_page_is_recorded_as_requested_duplicates_one_message() {
        activeFlow();
        List<FanId> fans = optIn(60);
        PageContinuationStore failing =
                new PageContinuationStore() {
                    @Override
                    public Optional<String> continuationOf(ContinuedPage page) {
                        return requestedPages.continuationOf(page);
                    }

                    @Override
                    public void add(ContinuedPage page, String next, Instant now) {
                        throw new IllegalStateException("the table is unavailable");
                    }
                };
        DetectedRelease first = detected("d1");
        assertThatIllegalStateException()
                .isThrownBy(
                        () -> receiver(world.ledger, failing).receive(first, "message", inTime()));
        receiver.receive(first, "message", inTime());
        assertThat(queue).hasSize(2);

        assertThat(receiveAll(queue.remove())).as("two second pages and one third").isEqualTo(3);
        assertThat(startedFans()).containsExactlyInAnyOrderElementsOf(fans);
    }

    @Test
    void a_list_that_ended_in_the_middle_is_completed_when_the_release_is_sent_again() {
        activeFlow();
        List<FanId> fans = optIn(60);
        DetectedRelease message = detected("d1");
        receive(receiver, message);
        queue.clear();

        assertThat(receiveAll(message)).isEqualTo(3);
        assertThat(startedFans()).containsExactlyInAnyOrderElementsOf(fans);
    }

    @Test
    void a_page_past_the_deadline_is_rejected_for_redelivery() {
        activeFlow();
        optIn(30);
        DetectedRelease message = detected("d1");
        Deadline over = new Deadline(world.clock.instant(), world.clock);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> receiver.receive(message, "message", over))
                .extracting(ProblemException::code)
                .isEqualTo(ErrorCode.TRY_AGAIN);

        assertThat(queue).isEmpty();
        assertThat(startedFans()).isEmpty();
    }

    @Test
    void a_release_without_a_flow_or_outside_the_plan_is_recorded_once() {
        optIn(60);
        assertThat(receiveAll(detected("d1"))).as("to be saved, page by page").isEqualTo(3);
        activeFlow();
        // as between a plan change and the pausing of the flows that exceed it
        world.projects.change(project, it -> it.withPlan(Plan.BASIC));
        assertThat(receiveAll(detected("d2"))).as("without further pages").isEqualTo(1);

        assertThat(world.executions.started()).isEmpty();
        assertThat(world.events.records())
                .extracting(it -> it.event().id().value() + " " + it.why() + " " + it.fan())
                .containsExactlyInAnyOrder(
                        "release:d1 NO_FLOW Optional.empty",
                        "release:d2 NOT_IN_PLAN Optional.empty");
    }

    @Test
    void a_flow_in_test_mode_starts_only_for_its_test_fans() {
        List<FanId> fans = optIn(40);
        Flow draft = draft(ReEntry.ONCE_PER_OBJECT);
        world.tests.start(
                project, draft.id(), List.of(fans.get(7)), TestModeService.DEFAULT_LENGTH);

        receiveAll(detected("d1"));

        assertThat(world.executions.started())
                .singleElement()
                .satisfies(
                        run -> {
                            assertThat(run.fan()).isEqualTo(fans.get(7));
                            assertThat(run.test()).isTrue();
                        });
        assertThat(world.events.records()).isEmpty();
    }

    @Test
    void a_release_can_be_sent_for_a_single_fan() {
        FanId fan = world.fan(World.FAN_NUMBER);
        receive(receiver, detected("d1", Optional.of(fan)));
        activeFlow();
        receive(receiver, detected("d2", Optional.of(fan)));
        receive(receiver, detected("d2", Optional.of(fan)));
        world.projects.change(project, it -> it.withPlan(Plan.BASIC));
        receive(receiver, detected("d3", Optional.of(fan)));

        assertThat(startedFans()).containsExactly(fan);
        assertThat(world.events.records())
                .extracting(it -> it.event().id().value() + " " + it.why())
                .containsExactlyInAnyOrder(
                        "release:d1:" + fan + " NO_FLOW", "release:d3:" + fan + " NOT_IN_PLAN");
        assertThat(queue).isEmpty();
    }

    @Test
    void unknown_projects_artists_releases_and_fans_are_rejected() {
        FanId fan = world.fan(World.FAN_NUMBER);
        Instant now = world.clock.instant();
        DetectedRelease good = detected("d1");
        List<DetectedRelease> bad =
                List.of(
                        new DetectedRelease(
                                Samples.projectId(),
                                artist,
                                good.release(),
                                "d",
                                now,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new DetectedRelease(
                                project,
                                new ArtistId("art_23456789abcdefgh"),
                                good.release(),
                                "d",
                                now,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        new DetectedRelease(
                                project,
                                artist,
                                Samples.release().id(),
                                "d",
                                now,
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty()),
                        detected("d", Optional.of(Samples.fanId())),
                        new DetectedRelease(
                                project,
                                new ArtistId("art_23456789abcdefgh"),
                                good.release(),
                                "d",
                                now,
                                Optional.of(fan),
                                Optional.empty(),
                                Optional.empty()),
                        new DetectedRelease(
                                project,
                                artist,
                                Samples.release().id(),
                                "d",
                                now,
                                Optional.of(fan),
                                Optional.empty(),
                                Optional.empty()));
        activeFlow();
        List<ErrorCode> codes =
                List.of(
                        ErrorCode.NOT_FOUND,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST,
                        ErrorCode.INVALID_REQUEST);

        for (int i = 0; i < bad.size(); i++) {
            DetectedRelease message = bad.get(i);
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(() -> receive(receiver, message))
                    .extracting(ProblemException::code)
                    .isEqualTo(codes.get(i));
        }
        assertThat(world.events.records()).isEmpty();
        assertThat(world.executions.started()).isEmpty();
    }
}
