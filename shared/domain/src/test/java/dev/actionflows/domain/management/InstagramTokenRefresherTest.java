package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Reason;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.InMemoryInstagramTokenProvider;
import dev.actionflows.domain.messaging.InstagramToken;
import dev.actionflows.domain.messaging.InstagramTokenProvider;
import dev.actionflows.domain.messaging.InstagramTokenProvider.Refresh;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.InstagramAccess;
import dev.actionflows.domain.project.InstagramAccount;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.testing.RecordingObserver.Fact;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

class InstagramTokenRefresherTest {
    private final World world = new World();
    private final InMemoryInstagramTokenProvider meta = world.ports.instagramTokens;
    private final Instant begin = world.clock.instant();

    private void grant(ProjectId project, String token) {
        Project owner = world.projects.find(project).orElseThrow();
        world.instagram.assign(
                project,
                Samples.instagramAccount(),
                Optional.of(
                        InstagramAccess.granted(
                                world.vault.seal(owner, InstagramAccess.TOKEN_CONTEXT, token),
                                world.clock.instant())));
    }

    private ProjectId otherProject() {
        ProjectId id = Samples.projectId();
        world.projects.create(
                Project.created(
                        id,
                        "Other",
                        Plan.PRO,
                        "https://flows.example.com",
                        world.keys.createDataKey(id),
                        new ApiKeyHashes("none", "none"),
                        begin));
        return id;
    }

    private boolean refresh() {
        return refresh(Duration.ofMinutes(1));
    }

    private boolean refresh(Duration time) {
        return world.application
                .instagramTokens()
                .refreshAll(new Deadline(world.clock.instant().plus(time), world.clock));
    }

    private InstagramAccess access(ProjectId project) {
        return world.instagram.find(project).flatMap(InstagramAccount::access).orElseThrow();
    }

    private String token(ProjectId project) {
        return world.vault.open(
                world.projects.find(project).orElseThrow(),
                InstagramAccess.TOKEN_CONTEXT,
                access(project).token());
    }

    private Fact.AccountsChecked lastCheck() {
        return world.observer.facts(Fact.AccountsChecked.class).getLast();
    }

    @Test
    void a_new_token_is_refreshed_once_it_is_a_day_old_because_its_age_is_unknown() {
        grant(world.project, "a-token");
        assertThat(refresh()).isTrue();
        assertThat(meta.requested()).isEmpty();

        world.clock.advance(Duration.ofHours(26));
        refresh();

        assertThat(meta.requested()).containsExactly(new InstagramToken("a-token"));
        assertThat(token(world.project)).isEqualTo("a-token-refreshed");
        assertThat(access(world.project).expiresAt())
                .contains(world.clock.instant().plus(Duration.ofDays(60)));
        assertThat(lastCheck()).isEqualTo(new Fact.AccountsChecked(1, 0));
    }

    @Test
    void a_refreshed_token_is_refreshed_again_a_month_before_it_expires() {
        grant(world.project, "a-token");
        world.clock.advance(Duration.ofHours(26));
        refresh();
        world.clock.advance(Duration.ofDays(29));
        refresh();
        assertThat(meta.requested()).hasSize(1);

        world.clock.advance(Duration.ofDays(2));
        refresh();

        assertThat(token(world.project)).isEqualTo("a-token-refreshed-refreshed");
    }

    @Test
    void a_failure_keeps_the_token_and_is_counted_two_weeks_before_its_end() {
        grant(world.project, "a-token");
        world.clock.advance(Duration.ofDays(45));
        meta.answers(
                new Refresh.NotRefreshed(Reason.PROVIDER_UNAVAILABLE),
                new Refresh.NotRefreshed(Reason.REJECTED));
        refresh();
        assertThat(token(world.project)).isEqualTo("a-token");
        assertThat(world.observer.facts(Fact.TokenNotRefreshed.class))
                .containsExactly(
                        new Fact.TokenNotRefreshed(world.project, Reason.PROVIDER_UNAVAILABLE));
        assertThat(lastCheck()).isEqualTo(new Fact.AccountsChecked(1, 0));

        world.clock.advance(Duration.ofDays(1));
        refresh();
        assertThat(lastCheck()).isEqualTo(new Fact.AccountsChecked(1, 1));

        refresh();
        assertThat(token(world.project)).isEqualTo("a-token-refreshed");
        assertThat(lastCheck()).isEqualTo(new Fact.AccountsChecked(1, 0));
    }

    @Test
    void a_token_that_meta_refuses_to_refresh_is_counted_and_still_used() {
        grant(world.project, "a-token");
        world.clock.advance(Duration.ofDays(2));
        meta.answers(new Refresh.Ended());

        refresh();

        assertThat(token(world.project)).isEqualTo("a-token");
        assertThat(access(world.project).hasEnded()).isFalse();
        assertThat(lastCheck()).isEqualTo(new Fact.AccountsChecked(1, 1));
    }

    @Test
    void an_account_whose_authorization_has_ended_is_counted_and_not_refreshed() {
        grant(world.project, "a-token");
        world.clock.advance(Duration.ofDays(2));
        InstagramAccount account = world.instagram.find(world.project).orElseThrow();
        world.instagram.replace(
                world.project, account, access(world.project).ended(world.clock.instant()));

        refresh();

        assertThat(meta.requested()).isEmpty();
        assertThat(lastCheck()).isEqualTo(new Fact.AccountsChecked(1, 1));
    }

    @Test
    void a_failure_of_one_account_does_not_affect_the_others() {
        ProjectId gone = Samples.projectId();
        grant(world.project, "a-token");
        world.instagram.assign(
                gone, Samples.instagramAccount(), Optional.of(access(world.project)));
        ProjectId other = otherProject();
        grant(other, "other-token");
        world.clock.advance(Duration.ofDays(2));

        assertThat(refresh()).isTrue();

        assertThat(token(world.project)).isEqualTo("a-token-refreshed");
        assertThat(token(other)).isEqualTo("other-token-refreshed");
        assertThat(world.observer.facts(Fact.RefreshFailed.class))
                .extracting(Fact.RefreshFailed::project)
                .containsExactly(gone);
        assertThat(lastCheck()).isEqualTo(new Fact.AccountsChecked(3, 1));
    }

    @Test
    void a_token_that_was_set_during_the_refresh_is_kept() {
        grant(world.project, "a-token");
        world.clock.advance(Duration.ofDays(2));
        InstagramTokenProvider slow =
                (token, _) -> {
                    grant(world.project, "new-token");
                    return new Refresh.Refreshed(
                            new InstagramToken("refreshed"), Duration.ofDays(60));
                };

        world.with(InstagramTokenProvider.class, slow)
                .instagramTokens()
                .refreshAll(new Deadline(world.clock.instant().plusSeconds(60), world.clock));

        assertThat(token(world.project)).isEqualTo("new-token");
        assertThat(world.observer.facts(Fact.TokenRefreshed.class)).isEmpty();
    }

    @Test
    void during_an_outage_it_stops_calling_after_some_accounts() {
        for (int number = 0; number < 5; number++) {
            grant(otherProject(), "token-" + number);
        }
        world.clock.advance(Duration.ofDays(2));
        meta.answers(
                Collections.nCopies(10, new Refresh.NotRefreshed(Reason.PROVIDER_UNAVAILABLE))
                        .toArray(new Refresh[0]));

        assertThat(refresh()).isTrue();

        assertThat(meta.requested()).hasSize(3);
    }

    @Test
    void rejected_accounts_do_not_keep_others_from_being_refreshed() {
        for (int number = 0; number < 5; number++) {
            grant(otherProject(), "token-" + number);
        }
        world.clock.advance(Duration.ofDays(2));
        meta.answers(
                Collections.nCopies(4, new Refresh.NotRefreshed(Reason.CREDENTIALS_REJECTED))
                        .toArray(new Refresh[0]));

        refresh();

        assertThat(world.observer.facts(Fact.TokenRefreshed.class)).hasSize(1);
    }

    @Test
    void without_time_it_stops_and_the_next_run_continues() {
        grant(world.project, "a-token");
        world.clock.advance(Duration.ofDays(2));

        assertThat(refresh(Duration.ZERO)).isFalse();

        assertThat(meta.requested()).isEmpty();
        assertThat(world.observer.facts(Fact.AccountsChecked.class)).isEmpty();
    }

    @Test
    void a_crash_after_metas_response_leaves_the_previous_token_which_is_refreshed_again() {
        grant(world.project, "a-token");
        world.clock.advance(Duration.ofDays(2));
        InstagramTokenProvider dying =
                (token, timeout) -> {
                    meta.refresh(token, timeout);
                    throw new ProblemException(ErrorCode.TRY_AGAIN, "the function died");
                };
        world.with(InstagramTokenProvider.class, dying)
                .instagramTokens()
                .refreshAll(new Deadline(world.clock.instant().plusSeconds(60), world.clock));
        assertThat(token(world.project)).isEqualTo("a-token");

        refresh();

        assertThat(meta.requested())
                .isEqualTo(List.of(new InstagramToken("a-token"), new InstagramToken("a-token")));
        assertThat(token(world.project)).isEqualTo("a-token-refreshed");
    }
}
