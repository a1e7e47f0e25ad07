package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.stream.IntStream;

/** What every {@link InstagramAccountStore} does. */
public abstract class InstagramAccountStoreContract {
    private static final int RACERS = 8;

    private final InstagramAccountStore accounts;
    private final ProjectId project = Samples.projectId();
    private final ProjectId other = Samples.projectId();
    private final InstagramAccountId account = Samples.instagramAccount();

    protected InstagramAccountStoreContract(InstagramAccountStore accounts) {
        this.accounts = accounts;
    }

    @Test
    void nobody_has_an_account_at_first() {
        assertThat(accounts.ownerOf(account)).isEmpty();
        assertThat(accounts.of(project)).isEmpty();
    }

    @Test
    void an_account_is_found_from_both_sides() {
        assertThat(accounts.assign(project, account)).isTrue();

        assertThat(accounts.ownerOf(account)).contains(project);
        assertThat(accounts.of(project)).contains(account);
    }

    @Test
    void to_get_the_same_account_again_changes_nothing() {
        accounts.assign(project, account);

        assertThat(accounts.assign(project, account)).isTrue();
        assertThat(accounts.ownerOf(account)).contains(project);
    }

    @Test
    void an_account_of_another_project_is_not_to_be_had_and_the_one_before_stays() {
        InstagramAccountId own = Samples.instagramAccount();
        accounts.assign(other, account);
        accounts.assign(project, own);

        assertThat(accounts.assign(project, account)).isFalse();

        assertThat(accounts.ownerOf(account)).contains(other);
        assertThat(accounts.ownerOf(own)).contains(project);
        assertThat(accounts.of(project)).contains(own);
    }

    @Test
    void a_new_account_frees_the_one_before() {
        InstagramAccountId next = Samples.instagramAccount();
        accounts.assign(project, account);

        assertThat(accounts.assign(project, next)).isTrue();

        assertThat(accounts.of(project)).contains(next);
        assertThat(accounts.ownerOf(account)).isEmpty();
        assertThat(accounts.assign(other, account)).isTrue();
    }

    @Test
    void what_is_released_can_be_had_by_others() {
        accounts.assign(project, account);

        accounts.release(project);

        assertThat(accounts.of(project)).isEmpty();
        assertThat(accounts.ownerOf(account)).isEmpty();
        assertThat(accounts.assign(other, account)).isTrue();
        assertThat(accounts.ownerOf(account)).contains(other);
    }

    @Test
    void to_release_nothing_changes_nothing() {
        accounts.assign(other, account);

        accounts.release(project);

        assertThat(accounts.ownerOf(account)).contains(other);
    }

    @RepeatedTest(3)
    void of_many_projects_that_want_one_account_at_once_one_gets_it() {
        List<ProjectId> projects =
                IntStream.range(0, RACERS).mapToObj(_ -> Samples.projectId()).toList();

        List<Boolean> got =
                Together.run(RACERS, number -> accounts.assign(projects.get(number), account));

        assertThat(got).containsOnlyOnce(true);
        ProjectId winner = projects.get(got.indexOf(true));
        assertThat(accounts.ownerOf(account)).contains(winner);
        assertThat(projects.stream().filter(it -> accounts.of(it).isPresent()))
                .containsExactly(winner);
    }

    @RepeatedTest(3)
    void of_many_accounts_that_one_project_gets_at_once_it_keeps_one_and_the_others_are_free() {
        List<InstagramAccountId> wanted =
                IntStream.range(0, RACERS).mapToObj(_ -> Samples.instagramAccount()).toList();

        List<Boolean> got =
                Together.run(RACERS, number -> accounts.assign(project, wanted.get(number)));

        assertThat(got).containsOnly(true);
        InstagramAccountId kept = accounts.of(project).orElseThrow();
        assertThat(wanted.stream().filter(it -> accounts.ownerOf(it).isPresent()))
                .containsExactly(kept);
        assertThat(accounts.ownerOf(kept)).contains(project);
    }

    @RepeatedTest(3)
    void whoever_is_first_when_one_gives_up_what_another_wants_nobody_is_left_with_half() {
        accounts.assign(project, account);

        List<Boolean> got =
                Together.run(
                        2,
                        number -> {
                            if (number == 0) {
                                accounts.release(project);
                                return false;
                            }
                            return accounts.assign(other, account);
                        });

        assertThat(accounts.of(project)).isEmpty();
        assertThat(accounts.ownerOf(account).filter(other::equals).isPresent())
                .isEqualTo(got.contains(true));
        assertThat(accounts.of(other).isPresent()).isEqualTo(got.contains(true));
    }
}
