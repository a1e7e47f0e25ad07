package dev.actionflows.domain.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.analytics.Figure;
import dev.actionflows.domain.analytics.FigureKey;
import dev.actionflows.domain.analytics.Figures;
import dev.actionflows.domain.analytics.FlowVersionKey;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.JobId;
import dev.actionflows.domain.id.ReleaseId;
import dev.actionflows.domain.messaging.limits.CreditLimits;
import dev.actionflows.domain.messaging.limits.WhenUsedUp;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccountId;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.Release;
import dev.actionflows.domain.project.ServiceId;
import dev.actionflows.domain.project.ServiceIds;
import dev.actionflows.domain.project.StreamingAppStates;
import dev.actionflows.domain.releaseday.ReleaseDayJob;
import dev.actionflows.domain.releaseday.ReleaseDayKey;
import dev.actionflows.domain.run.DueRunIndex;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.SetAsideRunStore;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.streaming.ProviderIds;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.usage.AlertChannel;
import dev.actionflows.domain.usage.CreditThreshold;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

class InboxServiceTest {
    private final World world = new World();
    private final Instant now = world.clock.instant();

    private Inbox inbox(SetAsideRunStore aside) {
        return new InboxService(
                        new InboxSteps(world.flowStore, world.ports.usage),
                        new InboxReleases(world.catalog, world.ports.releaseDayJobs),
                        world.instagram,
                        world.ports.usage,
                        aside,
                        world.clock)
                .of(world.projects.find(world.project).orElseThrow());
    }

    private List<InboxItem> items() {
        return inbox(world.ports.setAsideRuns).items();
    }

    private void change(UnaryOperator<Project> change) {
        world.projects.change(world.project, change);
    }

    @Test
    void a_project_in_which_everything_works_needs_nobody() {
        world.activeFlow("PRESAVE", OnFailure.CONTINUE, new AddToSegmentStep(world.segment.id()));

        assertThat(inbox(world.ports.setAsideRuns)).isEqualTo(new Inbox(List.of(), true));
    }

    @Test
    void a_stop_of_all_messages_is_shown() {
        change(project -> project.withLimits(project.limits().withStopped(true)));

        assertThat(items()).containsExactly(InboxItem.one(InboxKind.SENDING_STOPPED));
    }

    @ParameterizedTest
    @CsvSource({"80, CREDITS_NEARLY_USED", "100, CREDITS_USED_UP"})
    void credits_are_shown_once_there_was_an_alert(int percent, InboxKind kind) {
        change(
                project ->
                        project.withLimits(
                                project.limits()
                                        .withCredits(
                                                new CreditLimits(
                                                        OptionalLong.of(1_000),
                                                        OptionalLong.of(100),
                                                        WhenUsedUp.STOP,
                                                        Optional.empty()))));
        alert(Optional.of(YearMonth.of(2026, 10)), 100, percent);
        alert(Optional.of(YearMonth.of(2026, 11)), 99, percent);
        assertThat(items()).isEmpty();

        alert(Optional.of(YearMonth.of(2026, 11)), 100, percent);
        alert(Optional.empty(), 1_000, percent);

        assertThat(items())
                .containsExactly(
                        InboxItem.one(kind).because("granted"),
                        InboxItem.one(kind).because("monthly"));
    }

    private void alert(Optional<YearMonth> month, long limit, int percent) {
        world.ports.usage.remember(
                new CreditThreshold(world.project, month, limit, percent),
                AlertChannel.EVENT_BUS,
                now);
    }

    @Test
    void an_instagram_account_is_shown_before_and_after_its_token_expires() {
        InstagramAccess access =
                InstagramAccess.granted(Samples.sealed(), now)
                        .refreshed(Samples.sealed(), now, Duration.ofDays(60));
        world.instagram.assign(
                world.project, new InstagramAccountId("17841400000000009"), Optional.of(access));
        assertThat(items()).isEmpty();

        Instant end = now.plus(Duration.ofDays(60));
        world.clock.advance(Duration.ofDays(47));
        assertThat(items())
                .containsExactly(InboxItem.one(InboxKind.INSTAGRAM_TOKEN_EXPIRING).until(end));

        world.clock.advance(Duration.ofDays(13));
        assertThat(items())
                .containsExactly(InboxItem.one(InboxKind.INSTAGRAM_DISCONNECTED).since(end));
    }

    @Test
    void an_account_that_instagram_has_disconnected_is_shown() {
        world.instagram.assign(
                world.project,
                new InstagramAccountId("17841400000000009"),
                Optional.of(InstagramAccess.granted(Samples.sealed(), now).ended(now)));

        assertThat(items())
                .containsExactly(InboxItem.one(InboxKind.INSTAGRAM_DISCONNECTED).since(now));
    }

    @Test
    void an_app_that_is_limited_is_shown_until_then() {
        Instant until = now.plus(Duration.ofHours(20));
        change(
                project ->
                        project.withStreamingApps(
                                StreamingAppStates.none()
                                        .with(
                                                StreamingProvider.SPOTIFY,
                                                new StreamingAppStates.AppLimit("app", until))));

        assertThat(items())
                .containsExactly(
                        InboxItem.one(InboxKind.STREAMING_APP_LIMITED).of("spotify").until(until));
        world.clock.advance(Duration.ofHours(20));
        assertThat(items()).isEmpty();
    }

    @Test
    void runs_that_are_set_aside_are_counted_for_their_project_only() {
        RunKey ours = new RunKey(world.project, Samples.run().key().run());
        DueRunIndex.DueRun other = new DueRunIndex.DueRun(Samples.run().key(), now);
        InboxItem shown = InboxItem.one(InboxKind.RUNS_SET_ASIDE).of(ours.run().value());

        assertThat(inbox(aside(List.of(other))).items()).isEmpty();
        assertThat(inbox(aside(List.of(other, new DueRunIndex.DueRun(ours, now)))).items())
                .containsExactly(shown);
        assertThat(
                        inbox(
                                        aside(
                                                IntStream.range(0, InboxService.MAX_ASIDE)
                                                        .mapToObj(
                                                                _ ->
                                                                        new DueRunIndex.DueRun(
                                                                                ours, now))
                                                        .toList()))
                                .items())
                .containsExactly(shown.times(InboxService.MAX_ASIDE, true));
    }

    private static SetAsideRunStore aside(List<DueRunIndex.DueRun> runs) {
        return new SetAsideRunStore() {
            @Override
            public void setAside(RunKey run, Instant at) {
                throw new IllegalStateException("an inbox changes nothing");
            }

            @Override
            public List<DueRunIndex.DueRun> find(int limit) {
                return runs;
            }
        };
    }

    private Release release(LocalDate date) {
        return new Release(
                new ReleaseId("rel_2m4n6p8q0r1s3t5v"),
                "Low Tide",
                "Night Harbour",
                date,
                new ProviderIds(Map.of()),
                now);
    }

    @Test
    void a_release_day_that_has_failed_is_shown_for_a_month() {
        Release release = release(LocalDate.of(2026, 10, 30));
        world.catalog.create(world.project, release);
        ReleaseDayKey key =
                new ReleaseDayKey(world.project, release.id(), new JobId("job_5r7s9t1v3w5x7y9z"));
        world.ports.releaseDayJobs.begin(key, now);
        assertThat(items()).isEmpty();

        world.ports.releaseDayJobs.end(key, new ReleaseDayJob.End(false, now));

        assertThat(items())
                .containsExactly(
                        InboxItem.one(InboxKind.RELEASE_DAY_FAILED)
                                .of(release.id().value())
                                .since(now));
        world.clock.advance(InboxReleases.RECENT);
        assertThat(items()).isEmpty();
    }

    @Test
    void a_release_without_a_certain_id_is_shown() {
        assertThat(matched(new ServiceId.Ambiguous(List.of()), "2026-12-24"))
                .containsExactly("ambiguous");
        assertThat(
                        matched(
                                new ServiceId.NoAccess(ServiceId.NoAccessReason.APP_REJECTED),
                                "2026-12-24"))
                .containsExactly("app_rejected");
        assertThat(matched(new ServiceId.NotFound(ServiceId.NotFoundReason.NO_UPC), "2026-12-24"))
                .containsExactly("no_upc");
        assertThat(
                        matched(
                                new ServiceId.NotFound(ServiceId.NotFoundReason.UPC_NOT_IN_CATALOG),
                                "2026-10-30"))
                .containsExactly("upc_not_in_catalog");
    }

    @Test
    void a_release_that_is_not_out_may_be_missing_in_a_catalog() {
        assertThat(
                        matched(
                                new ServiceId.NotFound(ServiceId.NotFoundReason.UPC_NOT_IN_CATALOG),
                                "2026-12-24"))
                .isEmpty();
        assertThat(matched(new ServiceId.NoAccess(ServiceId.NoAccessReason.NO_APP), "2026-10-30"))
                .isEmpty();
    }

    /** The reasons shown for a release with this id at a service, in a world of its own. */
    private static List<String> matched(ServiceId id, String date) {
        InboxServiceTest other = new InboxServiceTest();
        Release release = other.release(LocalDate.parse(date));
        other.world.catalog.create(
                other.world.project,
                release.searched(
                        Optional.empty(),
                        new ServiceIds(
                                Map.of(StreamingProvider.SPOTIFY, id), Optional.empty(), 1)));
        return other.items().stream()
                .filter(it -> it.kind() == InboxKind.RELEASES_NOT_MATCHED)
                .map(it -> it.reason().orElseThrow())
                .toList();
    }

    private void count(Flow flow, LocalDate day, String outcome, String reason, long steps) {
        world.ports.usage.add(
                new Figures(
                        Map.of(
                                new FigureKey(new FlowVersionKey(world.project, flow.id(), 1), day),
                                Map.of(new Figure.Steps(1, outcome, reason), steps))));
    }

    @Test
    void steps_that_need_somebody_are_counted_over_a_week() {
        Flow flow =
                world.activeFlow(
                        "PRESAVE", OnFailure.CONTINUE, new AddToSegmentStep(world.segment.id()));
        LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
        count(flow, today, "UNKNOWN", "no_answer", 2);
        count(flow, today.minusDays(6), "UNKNOWN", "no_answer", 1);
        count(flow, today.minusDays(7), "UNKNOWN", "no_answer", 50);
        count(flow, today, "FAILED", "credentials_rejected", 4);
        count(flow, today, "FAILED", "unreachable_number", 50);
        count(flow, today, "FAILED", "a_reason_of_the_future", 50);
        count(flow, today, "WAITING", "no_sender", 3);
        count(flow, today, "WAITING", "quiet_hours", 50);
        count(flow, today, "COMPLETED", "delivered", 50);

        assertThat(items())
                .containsExactly(
                        steps(InboxKind.STEPS_UNKNOWN, flow, "no_answer", 3, today.minusDays(6)),
                        steps(InboxKind.STEPS_FAILED, flow, "credentials_rejected", 4, today),
                        steps(InboxKind.STEPS_BLOCKED, flow, "no_sender", 3, today));
    }

    private static InboxItem steps(
            InboxKind kind, Flow flow, String reason, long count, LocalDate since) {
        return InboxItem.one(kind)
                .of(flow.id().value())
                .because(reason)
                .times(count, false)
                .since(since.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    @ParameterizedTest
    @EnumSource(InboxKind.class)
    void names_are_as_in_the_contract(InboxKind kind) {
        assertThat(kind.wireName()).matches("[a-z_]+");
    }
}
