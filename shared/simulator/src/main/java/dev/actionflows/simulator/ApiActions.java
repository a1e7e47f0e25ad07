package dev.actionflows.simulator;

import dev.actionflows.domain.application.Application;
import dev.actionflows.domain.application.Ports;
import dev.actionflows.domain.fan.FanIdentity;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FirstName;
import dev.actionflows.domain.fan.Identity;
import dev.actionflows.domain.fan.IdentityHasher;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.FlowId;
import dev.actionflows.domain.intake.InstagramEvent;
import dev.actionflows.domain.intake.InstagramReceiver;
import dev.actionflows.domain.management.Authorization;
import dev.actionflows.domain.management.FanService;
import dev.actionflows.domain.management.FlowService;
import dev.actionflows.domain.management.InstagramChannelService;
import dev.actionflows.domain.management.MessageLimitService;
import dev.actionflows.domain.management.ProjectService;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.streaming.StreamingApp;
import dev.actionflows.domain.streaming.StreamingProvider;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the label and its fans do through the API and Instagram's webhook. */
final class ApiActions {
    private final Kernel kernel;
    private final StoredData stored;
    private final FanResolver resolver;
    private final IdentityHasher identities;
    private final InstagramReceiver instagram;
    private final FlowService flows;
    private final FanService fans;
    private final ProjectService projects;
    private final InstagramChannelService channel;
    private final InstagramService instagramService;
    private int authorizations;
    private final MessageLimitService limits;

    private final SampleProject sample;

    ApiActions(Deployment deployment) {
        Ports ports = deployment.ports;
        Application application = deployment.application;
        this.kernel = deployment.kernel;
        this.stored = deployment.stored;
        InstagramService instagramService = deployment.instagram;
        this.sample = deployment.sample;
        this.identities = ports.identities();
        this.resolver = application.fanResolver();
        this.instagram = application.instagram();
        this.flows = application.management().flows(ports.ids());
        this.fans = application.management().fans();
        this.projects = application.management().projects();
        this.channel = application.management().instagramChannel();
        this.instagramService = instagramService;
        this.limits = application.management().messageLimits();
    }

    void activate(FlowId flow) {
        flows.activate(SampleProject.ID, flow);
    }

    void pause(FlowId flow) {
        flows.pause(SampleProject.ID, flow);
    }

    void useNumber() {
        projects.useSms(SampleProject.ID, SampleProject.NUMBER, sample.smsCredentials());
    }

    /** Raises the monthly limit, if there is one. */
    void useMoreCredits() {
        if (!stored.project().limits().credits().areNone()) {
            stored.limitsAreRaised(kernel.now());
            limits.useCredits(SampleProject.ID, sample.moreCredits());
        }
    }

    void useEmailSender() {
        projects.useEmail(SampleProject.ID, SampleProject.MAIL_FROM);
    }

    /** The owner of the account grants access, and the administrator stores the new token. */
    void useInstagramToken() {
        channel.use(
                SampleProject.ID, SampleProject.INSTAGRAM, Optional.of(instagramService.grant()));
    }

    void useApp() {
        projects.useApp(SampleProject.ID, new StreamingApp.Spotify("client", "secret"));
    }

    /** The label's server knows the fan's first name. */
    void name(PhoneNumber phone) {
        String text = phone.e164();
        fans.setFirstName(
                SampleProject.ID,
                fanOf(phone),
                new FirstName("Fan " + text.substring(text.length() - 1)));
    }

    void connect(PhoneNumber phone) {
        FanId fan = fanOf(phone);
        fans.connect(
                stored.project(),
                fan,
                new Authorization(
                        StreamingProvider.SPOTIFY,
                        "refresh-token-%s-%d".formatted(fan, authorizations++),
                        Set.of(
                                "user-library-modify",
                                "user-follow-modify",
                                "playlist-modify-public"),
                        kernel.instant()));
    }

    /** The fan with one number turns out to own the other one, too. */
    void merge(PhoneNumber one, PhoneNumber other) {
        resolve(fanOf(one), identities.of(SampleProject.ID, other));
    }

    /** The fan with the number turns out to own the Instagram account, too. */
    void addInstagram(PhoneNumber phone, String account) {
        resolve(fanOf(phone), identities.of(SampleProject.ID, Identity.Kind.INSTAGRAM, account));
    }

    /** A message is delivered to Instagram's webhook. */
    void receiveMessage(String account, String messageId, String body) {
        Instant sentAt = kernel.now();
        instagramService.wrote(account, messageId, sentAt);
        instagram.receive(
                List.of(
                        new InstagramEvent.DirectMessage(
                                SampleProject.INSTAGRAM,
                                account,
                                messageId,
                                body,
                                Optional.of(sentAt))),
                0,
                new Deadline(kernel.instant().plusSeconds(10), kernel));
    }

    private FanId fanOf(PhoneNumber phone) {
        return fans.findOrCreate(SampleProject.ID, phone).profile().fan().id();
    }

    private void resolve(FanId fan, FanIdentity identity) {
        resolver.resolve(SampleProject.ID, Optional.of(fan), List.of(identity));
    }
}
