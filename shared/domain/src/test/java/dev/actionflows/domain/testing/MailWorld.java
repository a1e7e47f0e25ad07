package dev.actionflows.domain.testing;

import dev.actionflows.domain.fan.ConsentChange;
import dev.actionflows.domain.fan.ConsentStore;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.UnsubscribeToken;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.Mail;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.StepOutcome;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A deployment with a fan who has agreed to receive texts and email. */
public final class MailWorld {
    public static final EmailAddress ADDRESS = new EmailAddress("ada@fans.example");

    public final World world = new World();
    public final FanId fan = world.fan(World.FAN_NUMBER);
    public final FanIdentity phone = world.identities.of(world.project, World.FAN_NUMBER);
    public final FanIdentity email = world.identities.of(world.project, ADDRESS);
    public final StateMachine machine = machine(StepType.SEND_EMAIL, StepType.SEND_TEXT);

    public MailWorld() {
        world.resolver.resolve(world.project, Optional.of(fan), List.of(email));
        change(email, ConsentChange.Kind.CONFIRMED, "web:1");
    }

    private StateMachine machine(StepType... types) {
        StateMachine some = new StateMachine(world.clock);
        for (StepType type : types) {
            some.with(type, world.application.steps().runner(type));
        }
        return some;
    }

    public Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    /** Records a consent change of now; a second passes. */
    public void change(FanIdentity address, ConsentChange.Kind kind, String messageId) {
        world.fans.recordConsent(
                world.project,
                address.identity(),
                new ConsentChange(kind, messageId, world.clock.instant()));
        world.clock.advance(Duration.ofSeconds(1));
    }

    /** Whether the fan may be sent messages of this kind now. */
    public ConsentStore.Permission permission(Identity.Kind kind) {
        return world.fans.permission(
                world.project, world.fans.find(world.project, fan).orElseThrow(), kind);
    }

    /** Whether the fan may be sent mail now. */
    public boolean permitsMail() {
        return permission(Identity.Kind.EMAIL) instanceof ConsentStore.Permission.Given;
    }

    /** The token in the links of mail to the fan. */
    public String token() {
        return new UnsubscribeToken(world.vault).issuer(project()).apply(email.identity());
    }

    /** A step that sends a mail. */
    public static Step.SendEmail step(String subject, String body) {
        return new Step.SendEmail(
                new MessageTemplate(subject), new MessageTemplate(body), OnUnmet.HOLD);
    }

    /** Starts a run of these steps for the fan. */
    public Run start(Step... steps) {
        return world.startRun(world.activeFlow("presave", OnFailure.CONTINUE, steps), fan, "SM1");
    }

    /** Sends the fan a mail with a run. */
    public Run send() {
        Run run = start(step("News", "Hello"));
        machine.execute(run);
        return run;
    }

    /** The outcome of a run's first step. */
    public StepOutcome outcome(Run run) {
        return world.run(run.key()).step(0).outcome().orElseThrow();
    }

    /** All submitted mails. */
    public List<Mail> mails() {
        return world.ports.mails.handedOver();
    }

    /** The key of the last mail in the mail service's reports. */
    public String messageKey() {
        return mails().getLast().marketing().orElseThrow().messageKey();
    }
}
