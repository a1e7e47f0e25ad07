package dev.actionflows.domain.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.MailTenants;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.project.InMemorySmsNumberStore;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.SmsNumberStore;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUp;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.testing.World;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.function.UnaryOperator;

class ProjectServiceTest {
    private static final PhoneNumber NUMBER = new PhoneNumber("+15005550006");
    private static final SmsCredentials ACCOUNT = new SmsCredentials.Twilio("AC1", "auth-token");

    private final World world = new World();
    private final ProjectService projects = world.application.management().projects();
    private final ProjectService.Created created =
            projects.create("Nova", Plan.BASIC, "https://api.example");
    private final ProjectId id = created.project().id();

    @Test
    void a_new_project_is_stored_with_the_hashes_of_its_keys_and_has_no_accounts() {
        Project stored = projects.get(id);

        assertThat(stored).isEqualTo(created.project());
        assertThat(stored.createdAt()).isEqualTo(world.clock.instant());
        assertThat(stored.sms()).isEmpty();
        assertThat(created.secretKey().isAmong(stored.keys(), world.clock.instant())).isTrue();
        assertThat(created.publishableKey().isAmong(stored.keys(), world.clock.instant())).isTrue();
        assertThat(stored.toString()).doesNotContain(created.secretKey().text());
    }

    @Test
    void two_projects_share_nothing() {
        ProjectService.Created other = projects.create("Nova", Plan.BASIC, "https://api.example");

        assertThat(other.project().id()).isNotEqualTo(id);
        assertThat(other.project().dataKey()).isNotEqualTo(created.project().dataKey());
        assertThat(other.secretKey().isAmong(created.project().keys(), world.clock.instant()))
                .isFalse();
        assertThat(ApiKey.parse(other.secretKey().text()).orElseThrow().project())
                .isEqualTo(other.project().id());
    }

    @Test
    void a_number_is_stored_with_its_token_sealed_and_wakes_waiting_runs() {
        Project changed = projects.useSms(id, NUMBER, ACCOUNT);

        SmsAccount.Twilio stored = (SmsAccount.Twilio) projects.get(id).sms().orElseThrow();
        assertThat(changed.sms()).contains(stored);
        assertThat(stored.number()).isEqualTo(NUMBER);
        assertThat(stored.authToken().base64()).doesNotContain("auth-token");
        assertThat(world.vault.open(changed, SmsAccount.AUTH_TOKEN_CONTEXT, stored.authToken()))
                .isEqualTo("auth-token");
        assertWoken(Requirement.phoneNumber());
    }

    private static final MailFrom FROM =
            new MailFrom(new EmailAddress("hello@label.example"), Optional.of("Nova"));

    @Test
    void a_sender_is_stored_with_the_projects_tenant_and_wakes_waiting_runs() {
        Project changed = projects.useEmail(id, FROM);

        assertThat(changed.email()).contains(FROM.of(id.value()));
        assertThat(projects.get(id).email()).contains(FROM.of(id.value()));
        assertThat(world.ports.mailTenants.canSendFrom(FROM.of(id.value()))).isTrue();
        assertWoken(Requirement.emailSender());
    }

    @Test
    void the_earlier_sender_remains_while_the_mail_service_is_not_set_up() {
        projects.useEmail(id, FROM);
        Project before = projects.get(id);
        ProjectService failing =
                world.with(
                                MailTenants.class,
                                (_, _) -> {
                                    throw new ProblemException(ErrorCode.TRY_AGAIN, "busy");
                                })
                        .management()
                        .projects();

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(
                        () ->
                                failing.useEmail(
                                        id,
                                        new MailFrom(
                                                new EmailAddress("hi@other.example"),
                                                Optional.empty())));

        assertThat(projects.get(id)).isEqualTo(before);
    }

    @Test
    void nothing_is_set_up_for_a_project_that_does_not_exist() {
        ProjectId unknown = ProjectId.from(world.ids);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> projects.useEmail(unknown, FROM))
                .satisfies(it -> assertThat(it.code()).isEqualTo(ErrorCode.NOT_FOUND));
        assertThat(world.ports.mailTenants.canSendFrom(FROM.of(unknown.value()))).isFalse();
    }

    private static final PhoneNumber AWS_NUMBER = new PhoneNumber("+18005550199");
    private static final SmsCredentials AWS_SENDER =
            new SmsCredentials.Aws("pool-1", Optional.of("texts"), Optional.of("0.05"));

    @Test
    void a_number_of_the_deployments_aws_account_finds_its_project_and_wakes_waiting_runs() {
        Project changed = projects.useSms(id, AWS_NUMBER, AWS_SENDER);

        assertThat(changed.sms())
                .contains(new SmsAccount.Aws(AWS_NUMBER, (SmsCredentials.Aws) AWS_SENDER));
        assertThat(projects.get(id)).isEqualTo(changed);
        assertThat(world.ports.smsNumbers.ownerOf(AWS_NUMBER)).contains(id);
        assertWoken(Requirement.phoneNumber());
    }

    @Test
    void a_number_of_another_project_is_refused_and_nothing_changes() {
        projects.useSms(world.project, AWS_NUMBER, AWS_SENDER);
        projects.useSms(id, NUMBER, ACCOUNT);
        while (world.wakeUps.take().isPresent()) {}
        Project before = projects.get(id);

        assertThatExceptionOfType(ProblemException.class)
                .isThrownBy(() -> projects.useSms(id, AWS_NUMBER, AWS_SENDER))
                .extracting(ProblemException::code)
                .isEqualTo(ErrorCode.STATE_CONFLICT);

        assertThat(projects.get(id)).isEqualTo(before);
        assertThat(world.ports.smsNumbers.ownerOf(AWS_NUMBER)).contains(world.project);
        assertThat(world.wakeUps.take()).isEmpty();
    }

    @Test
    void another_number_and_another_provider_free_the_previous_number() {
        PhoneNumber next = new PhoneNumber("+18005550198");
        projects.useSms(id, AWS_NUMBER, AWS_SENDER);

        projects.useSms(id, next, AWS_SENDER);
        assertThat(world.ports.smsNumbers.ownerOf(AWS_NUMBER)).isEmpty();
        assertThat(world.ports.smsNumbers.ownerOf(next)).contains(id);

        projects.useSms(id, NUMBER, ACCOUNT);
        assertThat(world.ports.smsNumbers.ownerOf(next)).isEmpty();
        projects.useSms(world.project, next, AWS_SENDER);
        assertThat(world.ports.smsNumbers.ownerOf(next)).contains(world.project);
    }

    /** The account changes again between the change of a call and its assignment of the number. */
    @Test
    void the_number_of_the_account_that_was_stored_last_is_assigned() {
        SmsNumberStore interrupted =
                new InMemorySmsNumberStore() {
                    private boolean first = true;

                    @Override
                    public synchronized void release(ProjectId project) {
                        if (first) {
                            first = false;
                            projectsOver(this).useSms(project, AWS_NUMBER, AWS_SENDER);
                        }
                        super.release(project);
                    }
                };

        projectsOver(interrupted).useSms(id, NUMBER, ACCOUNT);

        assertThat(projects.get(id).sms().orElseThrow().number()).isEqualTo(AWS_NUMBER);
        assertThat(interrupted.ownerOf(AWS_NUMBER)).contains(id);
    }

    private ProjectService projectsOver(SmsNumberStore numbers) {
        return world.with(SmsNumberStore.class, numbers).management().projects();
    }

    @Test
    void after_a_death_between_the_assignment_and_the_account_the_same_call_completes_both() {
        ProjectStore dying =
                new ProjectStore() {
                    @Override
                    public void create(Project project) {
                        world.projects.create(project);
                    }

                    @Override
                    public Page<Project> list(Optional<String> cursor, int limit) {
                        return world.projects.list(cursor, limit);
                    }

                    @Override
                    public Optional<Project> find(ProjectId id) {
                        return world.projects.find(id);
                    }

                    @Override
                    public Optional<Project> change(ProjectId id, UnaryOperator<Project> change) {
                        throw new IllegalStateException("the function dies");
                    }
                };
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(
                        () ->
                                world.with(ProjectStore.class, dying)
                                        .management()
                                        .projects()
                                        .useSms(id, AWS_NUMBER, AWS_SENDER));
        assertThat(projects.get(id).sms()).isEmpty();

        projects.useSms(id, AWS_NUMBER, AWS_SENDER);

        assertThat(projects.get(id).sms().orElseThrow().number()).isEqualTo(AWS_NUMBER);
        assertThat(world.ports.smsNumbers.ownerOf(AWS_NUMBER)).contains(id);
    }

    @Test
    void a_spotify_app_is_stored_sealed_and_wakes_waiting_runs() {
        Project changed = projects.useApp(id, new StreamingApp.Spotify("client", "secret"));

        SpotifyApp stored = changed.spotify().orElseThrow();
        assertThat(stored.clientId()).isEqualTo("client");
        assertThat(
                        world.vault.open(
                                changed, SpotifyApp.CLIENT_SECRET_CONTEXT, stored.clientSecret()))
                .isEqualTo("secret");
        assertWoken(Requirement.streamingApp());
    }

    @Test
    void an_apple_music_key_is_stored_sealed_and_wakes_waiting_runs() {
        Project changed = projects.useApp(id, new StreamingApp.AppleMusic("team", "key", "pem"));

        AppleMusicKey stored = changed.appleMusic().orElseThrow();
        assertThat(
                        world.vault.open(
                                changed, AppleMusicKey.PRIVATE_KEY_CONTEXT, stored.privateKey()))
                .isEqualTo("pem");
        assertWoken(Requirement.streamingApp());
    }

    @Test
    void an_unknown_project_is_not_found_and_no_wake_up_is_sent() {
        ProjectId unknown = new ProjectId("prj_0000000000000000");

        for (Runnable use :
                new Runnable[] {
                    () -> projects.get(unknown),
                    () -> projects.useSms(unknown, NUMBER, ACCOUNT),
                    () -> projects.useSms(unknown, AWS_NUMBER, AWS_SENDER),
                    () -> projects.useApp(unknown, new StreamingApp.Spotify("client", "secret")),
                }) {
            assertThatExceptionOfType(ProblemException.class)
                    .isThrownBy(use::run)
                    .extracting(ProblemException::code)
                    .isEqualTo(ErrorCode.NOT_FOUND);
        }
        assertThat(world.wakeUps.take()).isEmpty();
    }

    private void assertWoken(Requirement requirement) {
        assertThat(world.wakeUps.take())
                .contains(new WakeUp.RequirementMet(id, requirement, Optional.empty()));
        assertThat(world.wakeUps.take()).isEmpty();
    }
}
