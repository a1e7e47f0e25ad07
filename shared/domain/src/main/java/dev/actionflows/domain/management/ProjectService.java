package dev.actionflows.domain.management;

import dev.actionflows.domain.Page;
import dev.actionflows.domain.error.ErrorCode;
import dev.actionflows.domain.error.ProblemException;
import dev.actionflows.domain.id.IdSource;
import dev.actionflows.domain.id.ProjectId;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.MailTenants;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.SmsCredentials;
import dev.actionflows.domain.messaging.limits.Channel;
import dev.actionflows.domain.plan.Plan;
import dev.actionflows.domain.project.ApiKey;
import dev.actionflows.domain.project.ApiKeyHashes;
import dev.actionflows.domain.project.AppleMusicKey;
import dev.actionflows.domain.project.KeyRing;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.project.ProjectStore;
import dev.actionflows.domain.project.SmsAccount;
import dev.actionflows.domain.project.SmsNumberStore;
import dev.actionflows.domain.project.SpotifyApp;
import dev.actionflows.domain.project.Vault;
import dev.actionflows.domain.run.Requirement;
import dev.actionflows.domain.run.WakeUpQueue;
import dev.actionflows.domain.streaming.StreamingApp;

import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Creates projects and sets their accounts at providers, whose secrets are stored sealed. */
public final class ProjectService {
    private final ProjectStore store;
    private final SmsNumberStore numbers;
    private final KeyRing keys;
    private final Vault vault;
    private final Supplier<MailTenants> mailTenants;
    private final WakeUpQueue wakeUps;
    private final IdSource ids;
    private final InstantSource clock;

    /**
     * @param mailTenants supplied when a sender is set: no other call needs them
     */
    public ProjectService(
            ProjectStore store,
            SmsNumberStore numbers,
            KeyRing keys,
            Vault vault,
            Supplier<MailTenants> mailTenants,
            WakeUpQueue wakeUps,
            IdSource ids,
            InstantSource clock) {
        this.store = store;
        this.numbers = numbers;
        this.keys = keys;
        this.vault = vault;
        this.mailTenants = mailTenants;
        this.wakeUps = wakeUps;
        this.ids = ids;
        this.clock = clock;
    }

    /** A new project and its keys, which are shown only once. */
    public record Created(Project project, ApiKey secretKey, ApiKey publishableKey) {}

    /**
     * @param publicBaseUrl see {@link Project}
     */
    public Created create(String name, Plan plan, String publicBaseUrl) {
        ProjectId id = ProjectId.from(ids);
        ApiKey secretKey = ApiKey.create(ApiKey.Kind.SECRET, id, ids);
        ApiKey publishableKey = ApiKey.create(ApiKey.Kind.PUBLISHABLE, id, ids);
        Project project =
                Project.created(
                        id,
                        name,
                        plan,
                        publicBaseUrl,
                        keys.createDataKey(id),
                        new ApiKeyHashes(secretKey.hash(), publishableKey.hash()),
                        clock.instant());
        store.create(project);
        return new Created(project, secretKey, publishableKey);
    }

    /**
     * All projects, by id.
     *
     * @param cursor the end of the previous page
     */
    public Page<Project> list(Optional<String> cursor, int limit) {
        return store.list(cursor, limit);
    }

    /**
     * @throws ProblemException NOT_FOUND
     */
    public Project get(ProjectId id) {
        return store.find(id).orElseThrow(() -> missing(id));
    }

    /**
     * Sets the project's number and account for texts in place of any earlier ones, and wakes the
     * runs that wait for a number.
     *
     * @throws ProblemException NOT_FOUND; STATE_CONFLICT if another project has this number of the
     *     deployment's AWS account, which is not revealed
     */
    public Project useSms(ProjectId id, PhoneNumber number, SmsCredentials account) {
        if (account instanceof SmsCredentials.Aws) {
            get(id);
            assign(id, number);
        }
        change(
                id,
                project -> project.withSms(sealed(project, number, account)),
                Requirement.phoneNumber());
        return agreeOnNumber(id);
    }

    private SmsAccount sealed(Project project, PhoneNumber number, SmsCredentials account) {
        return switch (account) {
            case SmsCredentials.Twilio(String accountSid, String authToken) ->
                    new SmsAccount.Twilio(
                            number,
                            accountSid,
                            vault.seal(project, SmsAccount.AUTH_TOKEN_CONTEXT, authToken));
            case SmsCredentials.Aws sender -> new SmsAccount.Aws(number, sender);
        };
    }

    /**
     * Assigns or releases the number as the stored account says, until that account has not changed
     * in the meantime. Of concurrent calls, the last change is thus followed by its assignment.
     *
     * @return the project as it is stored then
     */
    private Project agreeOnNumber(ProjectId id) {
        Project project = get(id);
        while (true) {
            switch (project.sms().orElseThrow()) {
                case SmsAccount.Aws account -> assign(id, account.number());
                case SmsAccount.Twilio _ -> numbers.release(id);
            }
            Project after = get(id);
            if (after.sms().equals(project.sms())) {
                return after;
            }
            project = after;
        }
    }

    private void assign(ProjectId id, PhoneNumber number) {
        if (!numbers.assign(id, number)) {
            throw new ProblemException(
                    ErrorCode.STATE_CONFLICT,
                    "another project of this deployment has this number; set another number for it"
                            + " first");
        }
    }

    /**
     * Sets the project's app at a streaming service in place of any earlier one, and wakes the runs
     * that wait for an app.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Project useApp(ProjectId id, StreamingApp app) {
        return change(id, project -> withApp(project, app), Requirement.streamingApp());
    }

    /**
     * Sets the sender of the project's email in place of any earlier one, and wakes the runs that
     * wait for a sender. The sender is stored once the mail service is set up for it: until then,
     * the earlier one remains, and the same call can be repeated.
     *
     * @throws ProblemException NOT_FOUND, and those of {@link MailTenants#setUp}
     */
    public Project useEmail(ProjectId id, MailFrom from) {
        get(id);
        String tenant = mailTenants.get().setUp(id, from.address());
        return change(id, project -> project.withEmail(from.of(tenant)), Requirement.emailSender());
    }

    /**
     * Sets the channels on which a consent counts only once the address has confirmed it. Runs that
     * wait for a confirmation on a channel that is no longer among them continue within a day.
     *
     * @throws ProblemException NOT_FOUND
     */
    public Project useDoubleOptIn(ProjectId id, Set<Channel> channels) {
        return store.change(id, project -> project.withDoubleOptIn(channels))
                .orElseThrow(() -> missing(id));
    }

    private Project withApp(Project project, StreamingApp app) {
        return switch (app) {
            case StreamingApp.Spotify(String clientId, String clientSecret) ->
                    project.withSpotify(
                            new SpotifyApp(
                                    clientId,
                                    vault.seal(
                                            project,
                                            SpotifyApp.CLIENT_SECRET_CONTEXT,
                                            clientSecret)));
            case StreamingApp.AppleMusic(String teamId, String keyId, String privateKey) ->
                    project.withAppleMusic(
                            new AppleMusicKey(
                                    teamId,
                                    keyId,
                                    vault.seal(
                                            project,
                                            AppleMusicKey.PRIVATE_KEY_CONTEXT,
                                            privateKey)));
        };
    }

    private Project change(ProjectId id, UnaryOperator<Project> change, Requirement met) {
        wakeUps.requirementAboutToBeMet(id, met);
        Project changed = store.change(id, change).orElseThrow(() -> missing(id));
        wakeUps.requirementMet(id, met);
        return changed;
    }

    private static ProblemException missing(ProjectId id) {
        return ProblemException.notFound("no such project: " + id);
    }
}
