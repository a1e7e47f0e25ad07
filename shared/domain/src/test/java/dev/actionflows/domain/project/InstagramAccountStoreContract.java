package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The contract of {@link InstagramAccountStore} implementations. */
public abstract class InstagramAccountStoreContract {
    private static final int THREADS = 8;
    private static final Instant NOW = Instant.parse("2026-11-02T12:00:00Z");

    private final InstagramAccountStore accounts;
    private final ProjectId project = Samples.projectId();
    private final ProjectId other = Samples.projectId();
    private final InstagramAccountId account = Samples.instagramAccount();

    protected InstagramAccountStoreContract(InstagramAccountStore accounts) {
        this.accounts = accounts;
    }

    @Test
    void an_account_initially_has_no_owner() {
        assertThat(accounts.ownerOf(account)).isEmpty();
        assertThat(accounts.of(project)).isEmpty();
    }

    @Test
    void an_account_is_found_by_project_and_by_id() {
        assertThat(accounts.assign(project, account)).isTrue();

        assertThat(accounts.ownerOf(account)).contains(project);
        assertThat(accounts.of(project)).contains(account);
    }

    @Test
    void assigning_the_same_account_again_is_a_no_op() {
        accounts.assign(project, account);

        assertThat(accounts.assign(project, account)).isTrue();
        assertThat(accounts.ownerOf(account)).contains(project);
    }

    @Test
    void an_account_of_another_project_is_not_assigned_and_the_previous_one_is_kept() {
        InstagramAccountId own = Samples.instagramAccount();
        accounts.assign(other, account);
        accounts.assign(project, own);

        assertThat(accounts.assign(project, account)).isFalse();

        assertThat(accounts.ownerOf(account)).contains(other);
        assertThat(accounts.ownerOf(own)).contains(project);
        assertThat(accounts.of(project)).contains(own);
    }

    @Test
    void assigning_a_new_account_releases_the_previous_one() {
        InstagramAccountId next = Samples.instagramAccount();
        accounts.assign(project, account);

        assertThat(accounts.assign(project, next)).isTrue();

        assertThat(accounts.of(project)).contains(next);
        assertThat(accounts.ownerOf(account)).isEmpty();
        assertThat(accounts.assign(other, account)).isTrue();
    }

    @Test
    void a_released_account_can_be_assigned_to_another_project() {
        accounts.assign(project, account);

        accounts.release(project);

        assertThat(accounts.of(project)).isEmpty();
        assertThat(accounts.ownerOf(account)).isEmpty();
        assertThat(accounts.assign(other, account)).isTrue();
        assertThat(accounts.ownerOf(account)).contains(other);
    }

    @Test
    void releasing_without_an_account_is_a_no_op() {
        accounts.assign(other, account);

        accounts.release(project);

        assertThat(accounts.ownerOf(account)).contains(other);
    }

    private static InstagramAccess access(String token) {
        return InstagramAccess.granted(new Sealed(token), NOW);
    }

    private Optional<InstagramAccess> accessNow() {
        return accounts.find(project).flatMap(InstagramAccount::access);
    }

    @Test
    void an_access_is_stored_with_its_account_and_kept_when_the_account_is_assigned_again() {
        accounts.assign(project, account, Optional.of(access("one")));
        assertThat(accounts.find(project))
                .contains(new InstagramAccount(account, Optional.of(access("one"))));

        accounts.assign(project, account);
        assertThat(accessNow()).contains(access("one"));
        accounts.assign(project, account, Optional.of(access("two")));
        assertThat(accessNow()).contains(access("two"));
    }

    @Test
    void all_properties_of_an_access_are_stored() {
        accounts.assign(project, account, Optional.of(access("one")));
        InstagramAccess refreshed =
                access("one")
                        .refreshed(new Sealed("two"), NOW.plusSeconds(1), Duration.ofDays(60))
                        .ended(NOW.plusSeconds(2));

        assertThat(accounts.replace(project, accounts.find(project).orElseThrow(), refreshed))
                .isTrue();

        assertThat(accessNow()).contains(refreshed);
    }

    @Test
    void a_refresh_does_not_revive_an_access_that_has_ended() {
        accounts.assign(project, account, Optional.of(access("one")));
        InstagramAccount read = accounts.find(project).orElseThrow();
        accounts.replace(project, read, access("one").ended(NOW.plusSeconds(1)));

        assertThat(
                        accounts.replace(
                                project,
                                read,
                                access("one")
                                        .refreshed(
                                                new Sealed("two"),
                                                NOW.plusSeconds(2),
                                                Duration.ofDays(60))))
                .isFalse();

        assertThat(accessNow()).contains(access("one").ended(NOW.plusSeconds(1)));
    }

    @Test
    void another_account_and_a_released_one_lose_the_access() {
        InstagramAccountId next = Samples.instagramAccount();
        accounts.assign(project, account, Optional.of(access("one")));
        accounts.assign(project, next);
        assertThat(accounts.find(project)).contains(new InstagramAccount(next, Optional.empty()));

        accounts.assign(project, next, Optional.of(access("two")));
        accounts.release(project);
        accounts.assign(project, next);
        assertThat(accessNow()).isEmpty();
        assertThat(listed()).doesNotContain(project);
    }

    @Test
    void an_access_is_replaced_only_while_it_is_the_one_that_was_read() {
        accounts.assign(project, account, Optional.of(access("one")));
        InstagramAccount read = accounts.find(project).orElseThrow();
        accounts.assign(project, account, Optional.of(access("two")));

        assertThat(accounts.replace(project, read, access("three"))).isFalse();
        assertThat(accessNow()).contains(access("two"));

        accounts.assign(project, Samples.instagramAccount(), Optional.of(access("one")));
        assertThat(accounts.replace(project, read, access("three"))).isFalse();
        accounts.release(project);
        assertThat(accounts.replace(project, read, access("three"))).isFalse();
        assertThat(accounts.find(project)).isEmpty();
    }

    @Test
    void a_refused_assignment_stores_no_access() {
        accounts.assign(other, account);

        assertThat(accounts.assign(project, account, Optional.of(access("one")))).isFalse();

        assertThat(accounts.find(project)).isEmpty();
        assertThat(listed()).doesNotContain(project);
    }

    @Test
    void projects_with_an_access_are_listed_page_by_page() {
        accounts.assign(project, account, Optional.of(access("one")));
        accounts.assign(other, Samples.instagramAccount(), Optional.of(access("one")));
        ProjectId without = Samples.projectId();
        accounts.assign(without, Samples.instagramAccount());

        assertThat(listed())
                .contains(project, other)
                .doesNotContain(without)
                .doesNotHaveDuplicates();
    }

    private List<ProjectId> listed() {
        List<ProjectId> all = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            Page<ProjectId> page = accounts.withAccess(cursor, 1);
            assertThat(page.items().size()).isLessThanOrEqualTo(1);
            all.addAll(page.items());
            cursor = page.next();
        } while (cursor.isPresent());
        return all;
    }

    @RepeatedTest(3)
    void only_one_of_many_concurrent_projects_is_assigned_an_account() {
        List<ProjectId> projects =
                IntStream.range(0, THREADS).mapToObj(_ -> Samples.projectId()).toList();

        List<Boolean> assigned =
                Together.run(THREADS, number -> accounts.assign(projects.get(number), account));

        assertThat(assigned).containsOnlyOnce(true);
        ProjectId winner = projects.get(assigned.indexOf(true));
        assertThat(accounts.ownerOf(account)).contains(winner);
        assertThat(projects.stream().filter(it -> accounts.of(it).isPresent()))
                .containsExactly(winner);
    }

    @RepeatedTest(3)
    void after_concurrent_assignments_a_project_keeps_one_account_and_the_others_are_free() {
        List<InstagramAccountId> wanted =
                IntStream.range(0, THREADS).mapToObj(_ -> Samples.instagramAccount()).toList();

        List<Boolean> assigned =
                Together.run(THREADS, number -> accounts.assign(project, wanted.get(number)));

        assertThat(assigned).containsOnly(true);
        InstagramAccountId kept = accounts.of(project).orElseThrow();
        assertThat(wanted.stream().filter(it -> accounts.ownerOf(it).isPresent()))
                .containsExactly(kept);
        assertThat(accounts.ownerOf(kept)).contains(project);
    }

    @RepeatedTest(3)
    void a_concurrent_release_and_assignment_leave_a_consistent_state() {
        accounts.assign(project, account);

        List<Boolean> assigned =
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
                .isEqualTo(assigned.contains(true));
        assertThat(accounts.of(other).isPresent()).isEqualTo(assigned.contains(true));
    }
}
