package dev.actionflows.domain.project;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.actionflows.domain.flow.TestMode;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.testing.Cursors;
import dev.actionflows.domain.testing.Samples;
import dev.actionflows.domain.testing.SeededIds;
import dev.actionflows.domain.testing.Stores;
import dev.actionflows.domain.testing.Together;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The contract of {@link ProjectStore} implementations. */
public abstract class ProjectStoreContract {
    private final ProjectStore projects;
    private final ProjectId id = Samples.projectId();
    private final IdSource ids = new SeededIds(7);

    protected ProjectStoreContract(Stores stores) {
        this.projects = stores.projects();
    }

    @Test
    void a_project_is_found_as_it_was_stored() {
        Project bare = Samples.project(id);
        Project equipped = Samples.equippedProject(Samples.projectId());
        projects.create(bare);
        projects.create(equipped);

        assertThat(projects.find(id)).contains(bare);
        assertThat(projects.find(equipped.id())).contains(equipped);
    }

    @Test
    void an_unknown_project_is_not_found() {
        assertThat(projects.find(id)).isEmpty();
        assertThat(projects.change(id, UnaryOperator.identity())).isEmpty();
        assertThat(projects.find(id)).isEmpty();
    }

    /** Other tests share the store, so there are more. */
    @Test
    void projects_are_listed_once_each_with_any_page_size() {
        List<Project> added = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            Project project = Samples.project(Samples.projectId());
            projects.create(project);
            added.add(project);
        }

        for (int limit : List.of(3, 100)) {
            List<Project> listed = Cursors.readAll(cursor -> projects.list(cursor, limit), limit);
            assertThat(listed).containsAll(added).doesNotHaveDuplicates();
        }
        Cursors.assertGarbageIsRejected(cursor -> projects.list(cursor, 5));
    }

    @Test
    void an_id_can_be_used_once() {
        Project first = Samples.project(id);
        projects.create(first);

        assertThatIllegalStateException().isThrownBy(() -> projects.create(Samples.project(id)));
        assertThat(projects.find(id)).contains(first);
    }

    @Test
    void a_change_is_stored_and_increments_the_revision() {
        Project project = Samples.project(id);
        projects.create(project);
        SmsAccount account = Samples.smsAccount();

        Optional<Project> changed = projects.change(id, it -> it.withSms(account));

        assertThat(changed).contains(project.withSms(account).withRevision(2));
        assertThat(projects.find(id)).isEqualTo(changed);
    }

    @Test
    void the_keys_of_roles_are_stored_with_their_predecessors() {
        projects.create(Samples.project(id));
        ApiKeyHashes keys = projects.find(id).orElseThrow().keys();
        Instant now = Instant.parse("2026-11-02T12:00:00Z");
        for (int times = 0; times < 2; times++) {
            for (ApiKey.Kind kind : ApiKey.Kind.values()) {
                ApiKey key = ApiKey.create(kind, id, ids);
                keys = keys.rotated(key, now, now.plusSeconds(60));
                ApiKeyHashes rotated = keys;
                projects.change(id, it -> it.withKeys(rotated));

                ApiKeyHashes stored = projects.find(id).orElseThrow().keys();
                assertThat(stored.current()).isEqualTo(keys.current());
                assertThat(stored.retired()).containsExactlyInAnyOrderElementsOf(keys.retired());
                assertThat(stored.known(kind)).isEqualTo(keys.known(kind));
            }
        }
    }

    @Test
    void a_sender_is_stored_with_or_without_a_tenant() {
        projects.create(Samples.project(id));
        MailFrom plain =
                new MailFrom(
                        new EmailAddress("hello@label.example"),
                        Optional.of("Nova"),
                        Optional.of("12 Quay Street"));
        for (MailFrom from : List.of(plain, plain.of(id.value()))) {
            projects.change(id, it -> it.withEmail(from));

            assertThat(projects.find(id).flatMap(Project::email)).contains(from);
        }
    }

    @Test
    void an_account_at_either_sms_provider_is_stored() {
        projects.create(Samples.project(id));
        for (SmsAccount account :
                List.of(
                        Samples.awsSmsAccount(),
                        Samples.smsAccount(),
                        new SmsAccount.Aws(
                                Samples.phoneNumber(),
                                new SmsCredentials.Aws(
                                        "+18005550199", Optional.empty(), Optional.empty())))) {
            projects.change(id, it -> it.withSms(account));

            assertThat(projects.find(id).orElseThrow().sms()).contains(account);
        }
    }

    @Test
    void flows_in_test_mode_keep_their_order() {
        projects.create(Samples.project(id));
        List<TestMode> tests =
                List.of(
                        new TestMode(
                                Samples.flowId(),
                                List.of(Samples.fanId(), Samples.fanId()),
                                Samples.NOW.minusMillis(2),
                                Samples.NOW,
                                Optional.of(Samples.NOW.minusMillis(1))),
                        new TestMode(
                                Samples.flowId(),
                                List.of(Samples.fanId()),
                                Samples.NOW,
                                Samples.NOW.plusSeconds(1),
                                Optional.empty()));

        projects.change(id, it -> it.withTests(tests));
        assertThat(projects.find(id).orElseThrow().tests()).isEqualTo(tests);

        projects.change(id, it -> it.withTests(List.of()));
        assertThat(projects.find(id).orElseThrow().tests()).isEmpty();
    }

    @Test
    void no_concurrent_change_is_lost() {
        projects.create(Samples.project(id));
        List<UnaryOperator<Project>> changes =
                List.of(
                        it -> it.withSms(Samples.smsAccount()),
                        it -> it.withSpotify(new SpotifyApp("client", Samples.sealed())),
                        it -> it.withAppleMusic(new AppleMusicKey("T", "K", Samples.sealed())));

        Together.run(changes.size(), number -> projects.change(id, changes.get(number)));

        Project project = projects.find(id).orElseThrow();
        assertThat(project.sms()).isPresent();
        assertThat(project.spotify()).isPresent();
        assertThat(project.appleMusic()).isPresent();
        assertThat(project.revision()).isEqualTo(4);
    }
}
