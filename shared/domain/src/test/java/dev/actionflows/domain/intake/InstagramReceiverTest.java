package dev.actionflows.domain.intake;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.KnownIdentity;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.FlowStatus;
import dev.actionflows.domain.flow.FlowStore;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.intake.InstagramEvent.Comment;
import dev.actionflows.domain.intake.InstagramEvent.DirectMessage;
import dev.actionflows.domain.management.PlanLimits;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.InMemoryProjectStore;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.InstagramAccountStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.step.messaging.SendTextAction;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.ScriptedIntakeReader;
import dev.actionflows.domain.testing.StateMachine;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;





class InstagramReceiverTest {
    private static final InstagramAccountId ACCOUNT = new InstagramAccountId("17841405309211844");
    private static final String FAN = "1254459154682919";
    private static final String POST = "17895695668004550";

    private static final StepOutcome COMPLETED = new StepOutcome.Completed(Reason.ACCEPTED);
    private static final StepOutcome STOPPED = new StepOutcome.Skipped(Reason.STOPPED);
    private static final ConsentStore.Permission NONE = new ConsentStore.Permission.Stopped();

    private final World world = new World();
    private final List<String> ignored = Collections.synchronizedList(new ArrayList<>());
    private final List<EventOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    private final AtomicInteger comments = new AtomicInteger();
    private final InMemoryHandledEventStore dealtWith = new InMemoryHandledEventStore();
    private final InstagramReceiver receiver = receiver(world.reader, world.instagram);

    private InstagramReceiver receiver(IntakeReader reader, InstagramAccountStore accounts) {
        return receiver(reader, accounts, PlanLimits.BY_DEFAULT);
    }

    private InstagramReceiver receiver(
            IntakeReader reader, InstagramAccountStore accounts, PlanLimits limits) {
        return receiver(reader, accounts, limits, (_, _, outcome) -> outcomes.add(outcome));
    }

    private InstagramReceiver receiver(
            IntakeReader reader,
            InstagramAccountStore accounts,
            PlanLimits limits,
            IntakeObserver observer) {
        return new InstagramReceiver(
                accounts,
                reader,
                world.fans,
                world.intake,
                world.identities,
                limits::includes,
                observer,
                (why, count) -> ignored.add("%s %d".formatted(why, count)),
                dealtWith,
                world.ids,
                world.clock);
    }

    @BeforeEach
    void the_project_has_the_account() {
        world.instagram.assign(world.project, ACCOUNT);
    }

    private Deadline inTime() {
        return new Deadline(world.clock.instant().plus(Duration.ofSeconds(15)), world.clock);
    }

    private void receive(InstagramEvent... events) {
        receiver.receive(List.of(events), 0, inTime());
    }

    private static DirectMessage message(String id, String text) {
        return new DirectMessage(ACCOUNT, FAN, id, text);
    }

    private Comment comment(String text) {
        return comment(FAN, text, POST);
    }

    private Comment comment(String sender, String text, String... posts) {
        String id = "1786579934808" + comments.incrementAndGet();
        return new Comment(ACCOUNT, sender, id, List.of(posts), text);
    }

    private static Optional<Trigger.Word> word(String text) {
        return Optional.of(text).filter(it -> !it.isEmpty()).map(Trigger.Word::of);
    }

    private FlowId onMessage(String keyword) {
        return active(new Trigger.InstagramDm(word(keyword), Optional.empty()));
    }

    private FlowId onComment(String post, String keyword) {
        return active(
                new Trigger.InstagramComment(
                        Optional.of(post).filter(it -> !it.isEmpty()),
                        word(keyword),
                        Optional.empty()));
    }

    private FlowId active(Trigger trigger) {
        return active(trigger, ReEntry.EVERY_EVENT);
    }

    private FlowId active(Trigger trigger, ReEntry reEntry) {
        Flow draft =
                Flow.draft(
                        Samples.flowId(),
                        new FlowDefinition(
                                "On Instagram",
                                trigger,
                                List.of(new Step.AddToSegment(world.segment.id())),
                                reEntry,
                                OnFailure.CONTINUE),
                        world.clock.instant());
        world.flowStore.create(world.project, draft);
        Flow active = draft.withStatus(FlowStatus.ACTIVE, world.clock.instant());
        assertThat(world.flowStore.save(world.project, draft, active))
                .isEqualTo(new FlowStore.SaveResult.Saved());
        return draft.id();
    }

    /** In order; a delivery at the very same moment may start the same execution once more. */
    private List<Run> started() {
        return world.executions.started().stream().distinct().toList();
    }

    private List<FlowId> startedFlows() {
        return started().stream().map(Run::flow).toList();
    }

    private Optional<KnownIdentity> known(String sender) {
        return world.fans.findIdentity(
                world.project,
                world.identities.of(world.project, Identity.Kind.INSTAGRAM, sender).identity());
    }

    private List<NotStartedReason> refusals(String event) {
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

    @Test
    void a_message_that_is_the_keyword_starts_the_run_of_a_new_fan() {
        FlowId flow = onMessage("Link");

        receive(message("mid-1", " línk! "));

        Run run = started().getFirst();
        assertThat(run.flow()).isEqualTo(flow);
        assertThat(run.event().id().value()).isEqualTo("igdm:mid-1");
        assertThat(run.event().scope()).isEqualTo("link");
        assertThat(known(FAN).flatMap(KnownIdentity::fan)).contains(run.fan());
        assertThat(outcomes).containsExactly(EventOutcome.RUN_STARTED);
    }

    @Test
    void a_message_that_only_contains_the_keyword_is_for_the_flow_without_one() {
        onMessage("Link");
        FlowId any = onMessage("");

        receive(message("mid-1", "where is the link?"));

        assertThat(startedFlows()).containsExactly(any);
        assertThat(started().getFirst().event().scope()).isEqualTo("project");
    }

    @Test
    void a_comment_starts_the_flow_that_is_most_specific() {
        FlowId all = onComment("", "");
        receive(comment("a link please"));
        FlowId keyword = onComment("", "Please");
        receive(comment("a link please"));
        FlowId post = onComment(POST, "");
        receive(comment("a link please"));
        FlowId both = onComment(POST, "Link");
        receive(comment("a link please"));

        receive(comment(FAN, "nice", "999"));
        receive(comment(FAN, "the LINK, PLEASE", "999"));
        receive(comment("nice"));

        assertThat(startedFlows()).containsExactly(all, keyword, post, both, all, keyword, post);
        assertThat(started().getFirst().event().scope()).isEqualTo(POST);
    }

    @Test
    void a_word_that_touches_an_emoji_starts_a_flow_and_a_handle_does_not() {
        FlowId flow = onComment("", "DROP");

        receive(comment("@drop_fan look at this"));
        assertThat(startedFlows()).isEmpty();

        receive(comment("DROP🔥"));
        assertThat(startedFlows()).containsExactly(flow);
    }

    @Test
    void a_keyword_with_a_hyphen_is_found_among_the_words_of_a_comment() {
        FlowId flow = onComment("", "PRE-ORDER");

        receive(comment("Pre-order please"));
        receive(comment("can I pre order it?"));
        receive(comment("preorder!"));

        assertThat(startedFlows()).containsExactly(flow, flow, flow);
    }

    @Test
    void a_comment_under_an_advertisement_counts_as_one_under_the_post_it_was_made_of() {
        FlowId flow =
                active(
                        new Trigger.InstagramComment(
                                Optional.of(POST), word("link"), Optional.empty()),
                        ReEntry.ONCE_PER_OBJECT);

        receive(comment(FAN, "link", "17900000000000001", POST));
        receive(comment(FAN, "link", POST));

        assertThat(startedFlows()).containsExactly(flow);
        assertThat(refusals("igc:17865799348082"))
                .containsExactly(NotStartedReason.ENTERED_FOR_THIS_BEFORE);
    }

    @Test
    void only_the_first_words_of_a_long_comment_are_looked_at() {
        onComment("", "Link");
        String words =
                String.join(" ", IntStream.range(0, 25).mapToObj(it -> "word" + it).toList());

        receive(comment(words + " link"));
        assertThat(startedFlows()).isEmpty();

        receive(comment("link " + words));
        assertThat(startedFlows()).hasSize(1);
    }

    @Test
    void what_is_read_for_one_comment_fits_into_one_batch() {
        List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());
        IntakeReader counting =
                new ScriptedIntakeReader(
                        world.reader,
                        (project, identity, type, scopes) -> {
                            sizes.add(scopes.size());
                            return world.reader.read(project, identity, type, scopes);
                        });
        String words = String.join(" ", IntStream.range(0, 400).mapToObj(it -> "w" + it).toList());

        receiver(counting, world.instagram)
                .receive(List.of(comment(FAN, words, "1", "2")), 0, inTime());

        assertThat(sizes).hasSize(1).allMatch(size -> size > 70 && size <= 90);
    }

    @Test
    void a_post_whose_id_looks_like_a_scope_matches_nothing() {
        onComment(POST, "link");

        receive(comment(FAN, "hello", POST + "|keyword:link"));

        assertThat(startedFlows()).isEmpty();
        assertThat(refusals("igc:17865799348081")).containsExactly(NotStartedReason.NO_FLOW);
    }

    @Test
    void nobody_becomes_a_fan_before_a_flow_listens_and_the_event_says_why() {
        receive(comment("link"), message("mid-1", "hello"));

        assertThat(known(FAN)).isEmpty();
        assertThat(refusals("igc:17865799348081")).containsExactly(NotStartedReason.NO_FLOW);
        assertThat(refusals("igdm:mid-1")).containsExactly(NotStartedReason.NO_FLOW);
        assertThat(outcomes).containsExactly(EventOutcome.NO_FLOW, EventOutcome.NO_FLOW);
    }

    @Test
    void a_fan_who_writes_and_comments_is_one_fan() {
        onMessage("");
        onComment("", "");

        receive(message("mid-1", "hello"), comment("hello"));

        assertThat(started()).extracting(Run::fan).hasSize(2);
        assertThat(started().stream().map(Run::fan).distinct()).hasSize(1);
    }

    @Test
    void many_deliveries_of_one_comment_at_once_start_one_run() throws Exception {
        onComment("", "");
        List<InstagramEvent> events = List.of(comment("hello"), comment("again"));

        try (ExecutorService threads = Executors.newFixedThreadPool(20)) {
            List<Callable<Void>> deliveries =
                    Collections.nCopies(
                            50,
                            () -> {
                                receiver.receive(events, 0, inTime());
                                return null;
                            });
            for (Future<Void> delivery : threads.invokeAll(deliveries)) {
                delivery.get();
            }
        }

        assertThat(started())
                .extracting(run -> run.event().id().value())
                .containsExactlyInAnyOrder("igc:17865799348081", "igc:17865799348082");
    }

    @Test
    void a_thousand_fans_in_one_request_are_all_dealt_with() {
        onComment("", "");
        List<InstagramEvent> events =
                IntStream.range(0, 1_000)
                        .<InstagramEvent>mapToObj(it -> comment("fan-" + it, "hello", POST))
                        .toList();

        receiver.receive(events, 0, inTime());

        assertThat(started()).hasSize(1_000);
    }

    @Test
    void accounts_that_no_project_has_are_counted_and_hide_nothing() {
        onComment("", "");
        InstagramEvent stranger =
                new Comment(new InstagramAccountId("42"), FAN, "1", List.of(POST), "hello");

        receiver.receive(List.of(stranger, comment("hello"), stranger), 3, inTime());

        assertThat(startedFlows()).hasSize(1);
        assertThat(ignored).containsExactly("UNREADABLE 3", "UNKNOWN_ACCOUNT 2");
    }

    @Test
    void an_account_that_was_released_starts_nothing_any_more() {
        onComment("", "");
        world.instagram.release(world.project);

        receive(comment("hello"));

        assertThat(startedFlows()).isEmpty();
        assertThat(ignored).containsExactly("UNKNOWN_ACCOUNT 1");
    }

    @Test
    void a_plan_that_was_lowered_starts_nothing_and_the_event_says_why() {
        onComment("", "");
        InMemoryProjectStore lowered = new InMemoryProjectStore();
        lowered.create(onPlan(Plan.BASIC));

        receiver(new InMemoryIntakeReader(world.flowStore, lowered, world.fans), world.instagram)
                .receive(List.of(comment("hello")), 0, inTime());

        assertThat(startedFlows()).isEmpty();
        assertThat(known(FAN)).isEmpty();
        assertThat(refusals("igc:17865799348081")).containsExactly(NotStartedReason.NOT_IN_PLAN);
    }

    @Test
    void what_a_plan_includes_says_the_deployments_own_table() {
        onComment("", "");
        onMessage("");
        InMemoryProjectStore projects = new InMemoryProjectStore();
        projects.create(onPlan(Plan.BASIC));
        PlanLimits table =
                new PlanLimits(
                        Map.of(Plan.BASIC, new PlanLimits.Limits(1, 1, Set.of("instagram.dm"))));

        receiver(
                        new InMemoryIntakeReader(world.flowStore, projects, world.fans),
                        world.instagram,
                        table)
                .receive(List.of(comment("hello"), message("mid-1", "hello")), 0, inTime());

        assertThat(refusals("igdm:mid-1")).containsExactly(NotStartedReason.NOT_IN_PLAN);
        assertThat(startedFlows()).hasSize(1);
    }

    private Project onPlan(Plan plan) {
        return Samples.project(world.project, plan);
    }

    @ParameterizedTest
    @ValueSource(strings = {"STOP", "stop please", "Unsubscribe"})
    void stop_is_stored_and_starts_nothing_even_where_any_message_would(String text) {
        onMessage("");

        receive(message("mid-1", text));
        receive(message("mid-1", text));

        assertThat(startedFlows()).isEmpty();
        assertThat(known(FAN).filter(KnownIdentity::stopped)).isPresent();
        assertThat(outcomes).containsExactly(EventOutcome.STOPPED, EventOutcome.DUPLICATE);
    }

    @Test
    void start_takes_a_stop_back_and_is_an_ordinary_word_otherwise() {
        FlowId any = onMessage("");

        receive(message("mid-1", "start"));
        assertThat(startedFlows()).containsExactly(any);

        receive(message("mid-2", "stop"));
        world.clock.advance(Duration.ofMinutes(1));
        receive(message("mid-3", "start"));

        assertThat(startedFlows()).containsExactly(any);
        assertThat(known(FAN).filter(KnownIdentity::stopped)).isEmpty();
        assertThat(outcomes)
                .containsExactly(
                        EventOutcome.RUN_STARTED, EventOutcome.STOPPED, EventOutcome.RESTARTED);
    }

    private FanIdentity instagram() {
        return world.identities.of(world.project, Identity.Kind.INSTAGRAM, FAN);
    }

    private ConsentStore.Permission permission(FanId fan, Identity.Kind kind) {
        return world.fans.permission(
                world.project,
                world.fans.find(world.project, fan).orElseThrow(),
                kind);
    }

    private void text(String id, String body) {
        world.clock.advance(Duration.ofSeconds(1));
        world.texts.receive(
                new InboundText(
                        world.project,
                        Optional.of(id),
                        Optional.of(World.FAN_NUMBER.e164()),
                        Optional.of(body),
                        Optional.empty()),
                (_, _) -> true);
    }

    private StepOutcome texted(FanId fan, InMemoryTextSender sender, String event) {
        Run run =
                world.startRun(
                        world.activeFlow(
                                event,
                                OnFailure.CONTINUE,
                                new Step.SendText(new MessageTemplate("Hi"), OnUnmet.HOLD)),
                        fan,
                        event);
        new StateMachine(world.clock)
                .with(
                        StepType.SEND_TEXT,
                        world.runner(new SendTextAction(sender, world.fans, world.vault)))
                .execute(run);
        return world.run(run.key()).step(0).outcome().orElseThrow();
    }

    @Test
    void after_stop_on_instagram_nobody_texts_until_the_fan_says_start_by_text() {
        InMemoryTextSender sender = new InMemoryTextSender();
        FanId fan = world.fan(World.FAN_NUMBER);
        world.resolver.resolve(world.project, Optional.of(fan), List.of(instagram()));
        assertThat(texted(fan, sender, "one")).isEqualTo(COMPLETED);
        world.clock.advance(Duration.ofSeconds(1));

        receive(message("mid-1", "STOP"));
        assertThat(texted(fan, sender, "two")).isEqualTo(STOPPED);
        text("SM1", "two");
        assertThat(texted(fan, sender, "three")).isEqualTo(STOPPED);
        world.clock.advance(Duration.ofSeconds(1));
        receive(message("mid-2", "START"));
        assertThat(texted(fan, sender, "four")).isEqualTo(STOPPED);

        text("SM2", "START");
        assertThat(texted(fan, sender, "five")).isEqualTo(COMPLETED);
        assertThat(sender.handedOver()).hasSize(2);
    }

    @Test
    void
            a_stop_of_somebody_unknown_on_instagram_holds_for_the_number_that_turns_out_to_be_theirs() {
        FanId fan = world.fan(World.FAN_NUMBER);
        receive(message("mid-1", "STOP"));

        world.resolver.resolve(world.project, Optional.of(fan), List.of(instagram()));

        assertThat(texted(fan, new InMemoryTextSender(), "one")).isEqualTo(STOPPED);
    }

    @Test
    void after_stop_by_text_start_on_instagram_is_for_instagram_alone() {
        FlowId any = onMessage("");
        FanId fan = world.fan(World.FAN_NUMBER);
        world.resolver.resolve(world.project, Optional.of(fan), List.of(instagram()));
        text("SM1", "STOP");
        assertThat(permission(fan, Identity.Kind.INSTAGRAM)).isEqualTo(NONE);
        world.clock.advance(Duration.ofSeconds(1));

        receive(message("mid-1", "start"));
        assertThat(outcomes).containsExactly(EventOutcome.RESTARTED);
        assertThat(permission(fan, Identity.Kind.INSTAGRAM)).isNotEqualTo(NONE);
        assertThat(permission(fan, Identity.Kind.PHONE)).isEqualTo(NONE);
        receive(message("mid-2", "start"));
        assertThat(startedFlows()).as("an ordinary word by now").containsExactly(any);
    }

    @Test
    void start_from_one_account_is_for_all_accounts_of_the_person() {
        FanIdentity second = world.identities.of(world.project, Identity.Kind.INSTAGRAM, "2");
        FanId fan =
                world.resolver
                        .resolve(world.project, Optional.empty(), List.of(instagram(), second))
                        .id();
        receive(new DirectMessage(ACCOUNT, "2", "mid-1", "STOP"));
        assertThat(permission(fan, Identity.Kind.INSTAGRAM)).isEqualTo(NONE);
        world.clock.advance(Duration.ofSeconds(1));

        receive(message("mid-2", "START"));

        assertThat(permission(fan, Identity.Kind.INSTAGRAM)).isNotEqualTo(NONE);
    }

    /** Else the START would come again after the STOP, and undo it. */
    @Test
    void behind_a_stop_or_start_that_could_not_be_stored_nothing_of_that_fan_is_done() {
        FlowId any = onMessage("");
        receive(message("mid-1", "stop"));
        world.clock.advance(Duration.ofSeconds(1));
        List<InstagramEvent> events =
                List.of(
                        message("mid-2", "start"),
                        message("mid-3", "stop"),
                        message("mid-4", "hi"));
        AtomicInteger reads = new AtomicInteger();
        InstagramReceiver busyOnce =
                receiver(
                        new ScriptedIntakeReader(
                                world.reader,
                                (project, identity, type, scopes) -> {
                                    if (reads.getAndIncrement() == 0) {
                                        throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                                    }
                                    world.clock.advance(Duration.ofSeconds(1));
                                    return world.reader.read(project, identity, type, scopes);
                                }),
                        world.instagram);

        assertThatThrownBy(() -> busyOnce.receive(events, 0, inTime()))
                .isInstanceOf(ProblemException.class);
        assertThat(reads).hasValue(1);
        busyOnce.receive(events, 0, inTime());

        assertThat(known(FAN).filter(KnownIdentity::stopped)).isPresent();
        assertThat(startedFlows()).containsExactly(any);
    }

    @Test
    void a_stop_and_what_takes_it_back_are_on_the_timeline_once_and_start_nothing_later() {
        FlowId any = onMessage("");
        receive(message("mid-1", "hello"));
        FanId fan = known(FAN).flatMap(KnownIdentity::fan).orElseThrow();

        for (int delivery = 0; delivery < 2; delivery++) {
            world.clock.advance(Duration.ofMinutes(1));
            receive(message("mid-2", "stop"));
            world.clock.advance(Duration.ofMinutes(1));
            receive(message("mid-3", "start"));
        }

        assertThat(startedFlows()).containsExactly(any);
        assertThat(known(FAN).filter(KnownIdentity::stopped)).isEmpty();
        assertThat(
                        world.events.latest(world.project, fan, Optional.empty(), 10).stream()
                                .filter(EventResult.NotStarted.class::isInstance)
                                .map(EventResult.NotStarted.class::cast)
                                .map(it -> it.entry().why()))
                .containsExactly(NotStartedReason.RESTARTED, NotStartedReason.STOPPED);
    }

    @Test
    void a_comment_that_says_stop_is_a_comment() {
        FlowId all = onComment("", "");

        receive(comment("stop"));

        assertThat(startedFlows()).containsExactly(all);
        assertThat(known(FAN).filter(KnownIdentity::stopped)).isEmpty();
    }

    @Test
    void what_fails_for_one_fails_for_no_other_and_all_may_be_sent_again() {
        onComment("", "");
        List<InstagramEvent> events =
                List.of(
                        comment("1", "a", POST),
                        comment("2", "b", POST),
                        comment("2", "c", POST),
                        comment("3", "d", POST));
        Trouble trouble = new Trouble(new ProblemException(ErrorCode.TRY_AGAIN, "busy"));
        InstagramReceiver troubled = receiver(trouble.on("2"), world.instagram);

        assertThatThrownBy(() -> troubled.receive(events, 0, inTime()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        it -> assertThat(it.code()).isEqualTo(ErrorCode.TRY_AGAIN));
        assertThat(started()).hasSize(2);

        trouble.ends();
        troubled.receive(events, 0, inTime());
        assertThat(started()).hasSize(4);
    }

    @Test
    void what_there_was_no_time_for_is_all_that_the_next_delivery_does() {
        onComment("", "");
        List<InstagramEvent> events = ofManyPeople(200);
        InstagramReceiver slow =
                receiver(
                        world.reader,
                        world.instagram,
                        PlanLimits.BY_DEFAULT,
                        (_, _, outcome) -> {
                            outcomes.add(outcome);
                            world.clock.advance(Duration.ofMillis(120));
                        });

        assertThatThrownBy(() -> slow.receive(events, 0, inTime()))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        it -> assertThat(it.code()).isEqualTo(ErrorCode.TRY_AGAIN));
        int first = outcomes.size();
        slow.receive(events, 0, inTime());

        assertThat(first).isBetween(125, 199);
        assertThat(outcomes).hasSize(200).containsOnly(EventOutcome.RUN_STARTED);
        assertThat(started()).hasSize(200);
    }

    @Test
    void a_delivery_that_left_no_note_is_dealt_with_anew_and_does_nothing_twice() {
        onComment("", "");
        List<InstagramEvent> events = ofManyPeople(100);
        receiver.receive(events, 0, inTime());

        receiver.receive(events, 0, inTime());

        assertThat(started()).hasSize(100);
    }

    @Test
    void of_many_people_the_facts_are_read_together_and_one_persons_in_their_order() {
        onComment("", "");
        onMessage("");
        List<InstagramEvent> events = new ArrayList<>(ofManyPeople(300));
        events.add(message("mid-1", "hello"));
        events.add(message("mid-2", "stop"));
        events.add(message("mid-3", "hello again"));
        AtomicInteger reads = new AtomicInteger();
        IntakeReader counting =
                new ScriptedIntakeReader(
                        world.reader,
                        (project, identity, type, scopes) -> {
                            reads.incrementAndGet();
                            return world.reader.read(project, identity, type, scopes);
                        },
                        questions -> {
                            reads.incrementAndGet();
                            return world.reader.readEvents(questions);
                        });

        receiver(counting, world.instagram).receive(events, 0, inTime());

        assertThat(reads.get()).isLessThan(100);
        assertThat(outcomes).hasSize(303).contains(EventOutcome.STOPPED);
        assertThat(known(FAN).filter(KnownIdentity::stopped)).isPresent();
    }

    @Test
    void facts_that_cannot_be_read_together_are_read_one_by_one() {
        onComment("", "");
        IntakeReader broken =
                new ScriptedIntakeReader(
                        world.reader,
                        world.reader::read,
                        _ -> {
                            throw new IllegalStateException("one of them cannot be read");
                        });

        receiver(broken, world.instagram).receive(ofManyPeople(200), 0, inTime());

        assertThat(started()).hasSize(200);
    }

    private List<InstagramEvent> ofManyPeople(int count) {
        List<InstagramEvent> events = new ArrayList<>();
        for (int person = 0; person < count; person++) {
            events.add(comment("9" + person, "hello", POST));
        }
        return events;
    }

    @Test
    void a_failure_of_ours_is_told_as_one() {
        onComment("", "");
        Trouble trouble = new Trouble(new IllegalStateException("a bug"));

        assertThatIllegalStateException()
                .isThrownBy(
                        () ->
                                receiver(trouble.on("2"), world.instagram)
                                        .receive(
                                                List.of(
                                                        comment("2", "a", POST),
                                                        comment("3", "b", POST)),
                                                0,
                                                inTime()))
                .withRootCauseInstanceOf(IllegalStateException.class);
        assertThat(started()).hasSize(1);
    }

    @Test
    void when_the_time_is_over_the_rest_is_asked_for_again() {
        onComment("", "");
        List<InstagramEvent> events = List.of(comment("a"), comment("b"));
        Consumer<Deadline> receive = deadline -> receiver.receive(events, 0, deadline);

        assertThatThrownBy(() -> receive.accept(new Deadline(world.clock.instant(), world.clock)))
                .isInstanceOf(ProblemException.class);
        assertThat(started()).isEmpty();

        receive.accept(inTime());
        assertThat(started()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a=", "a b", "ü", "#", "a:b"})
    void an_odd_id_is_hashed(String id) {
        onMessage("");

        receive(message(id, "hello"));
        receive(message(id, "hello"));

        assertThat(started()).hasSize(1);
        assertThat(started().getFirst().event().id().value()).matches("igdm:sha256:[0-9a-f]{64}");
    }

    @Test
    void a_long_id_is_hashed_and_others_are_not_mistaken_for_it() {
        onMessage("");

        receive(message("x".repeat(190), "hello"), message("x".repeat(191), "hello"));
        receive(message("x".repeat(192), "hello"));

        assertThat(started())
                .extracting(run -> run.event().id().value())
                .doesNotHaveDuplicates()
                .hasSize(3)
                .contains("igdm:" + "x".repeat(190))
                .allMatch(id -> id.length() <= 200);
    }

    /** Keeps what one sender does from being read. */
    private final class Trouble {
        private final RuntimeException failure;
        private volatile boolean over;

        Trouble(RuntimeException failure) {
            this.failure = failure;
        }

        void ends() {
            over = true;
        }

        IntakeReader on(String sender) {
            Identity troubled =
                    world.identities.of(world.project, Identity.Kind.INSTAGRAM, sender).identity();
            return new ScriptedIntakeReader(
                    world.reader,
                    (project, identity, type, scopes) -> {
                        if (!over && identity.equals(Optional.of(troubled))) {
                            throw failure;
                        }
                        return world.reader.read(project, identity, type, scopes);
                    });
        }
    }
}
