package dev.actionflows.domain.testing;

import dev.actionflows.domain.embed.Client;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.embed.InMemoryEventIdStore;
import dev.actionflows.domain.embed.InMemoryVerificationStore;
import dev.actionflows.domain.embed.PageEvents;
import dev.actionflows.domain.embed.ServerEvents;
import dev.actionflows.domain.embed.VerificationService;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.InMemoryMailSender;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.rate.InMemoryRateStore;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Events of servers and pages in an in-memory deployment. */
public final class EmbedWorld {
    public static final String ORIGIN = "https://band.example";
    public static final Client CLIENT =
            new Client(Optional.of("203.0.113.7"), Optional.of("Mozilla/5.0"));
    public static final EventRequest.Consent CONSENT =
            new EventRequest.Consent("I want texts from Night Harbour", "2026-11");

    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");

    public final World world;
    public final InMemoryRateStore rates;
    public final InMemoryEventIdStore eventIds;
    public final InMemoryVerificationStore verifications;
    public final InMemoryTextSender texts;
    public final InMemoryMailSender mails;
    public final InMemoryStreamingService spotify;

    public EmbedWorld() {
        this(new World());
    }

    public EmbedWorld(World world) {
        this.world = world;
        this.rates = world.ports.rates;
        this.eventIds = world.ports.eventIds;
        this.verifications = world.ports.verifications;
        this.texts = world.ports.texts;
        this.mails = world.ports.mails;
        this.spotify = world.ports.spotify;
        world.projects.change(
                world.project,
                project ->
                        project.withAllowedOrigins(List.of(ORIGIN))
                                .withEmail(
                                        new MailFrom(
                                                new EmailAddress("hello@label.example"),
                                                Optional.of("Night Harbour"))));
    }

    public Project project() {
        return world.projects.find(world.project).orElseThrow();
    }

    /** Twenty seconds from now. */
    public Deadline deadline() {
        return new Deadline(world.clock.instant().plusSeconds(20), world.clock);
    }

    public RateLimiter limiter(RateLimits limits) {
        return new RateLimiter(rates, limits, world.observer, world.clock);
    }

    public ServerEvents serverEvents() {
        return world.application.serverEvents();
    }

    public ServerEvents serverEvents(InMemoryPorts.Decorator decorator) {
        return world.decorated(decorator).serverEvents();
    }

    public PageEvents pageEvents() {
        return world.application.pageEvents();
    }

    public PageEvents pageEvents(InMemoryPorts.Decorator decorator) {
        return world.decorated(decorator).pageEvents();
    }

    public VerificationService typedCodes() {
        return world.application.verifications();
    }

    public VerificationService typedCodes(InMemoryPorts.Decorator decorator) {
        return world.decorated(decorator).verifications();
    }

    /** An active flow on a trigger without a scope. */
    public Flow flowOn(TriggerType type, ReEntry reEntry) {
        return flowOn(new Trigger.Single(type, Optional.empty()), reEntry);
    }

    public Flow flowOn(Trigger trigger, ReEntry reEntry) {
        Flow flow =
                world.flows.create(
                        world.project,
                        new FlowDefinition(
                                "Flow on " + trigger.type().wireName(),
                                trigger,
                                List.of(new AddToSegmentStep(world.segment.id())),
                                reEntry,
                                OnFailure.CONTINUE));
        return world.flows.activate(world.project, flow.id());
    }

    public List<Run> runs(Flow flow) {
        return world.ledger.listByFlow(world.project, flow.id(), Optional.empty(), 100).items();
    }

    /** A fan's consent to texts, as a page or a server sends it. */
    public EventRequest smsOptIn(
            Optional<String> id, PhoneNumber phone, Optional<String> fanToken) {
        return new EventRequest(
                "",
                id,
                TriggerType.SMS_OPTED_IN,
                Optional.of(phone),
                Optional.empty(),
                fanToken,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(CONSENT),
                Optional.of(ORIGIN + "/tour"));
    }

    /** A fan's consent to mail. */
    public EventRequest emailOptIn(EmailAddress email) {
        return new EventRequest(
                "",
                Optional.empty(),
                TriggerType.EMAIL_OPTED_IN,
                Optional.empty(),
                Optional.of(email),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(CONSENT),
                Optional.empty());
    }

    /** The token that a page holds for a verified fan. */
    public String fanToken(FanId fan, Duration validity) {
        return new FanToken(world.vault, "fan")
                .issue(project(), fan, world.clock.instant().plus(validity));
    }

    /** The code in the last text. */
    public String textedCode() {
        return codeIn(texts.handedOver().getLast().body());
    }

    /** The code in the last mail. */
    public String mailedCode() {
        return codeIn(mails.handedOver().getLast().text());
    }

    /** A different code. */
    public static String otherThan(String code) {
        return "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000);
    }

    /** The texts submitted for this number. */
    public List<TextMessage> textsTo(PhoneNumber number) {
        return texts.handedOver().stream().filter(it -> it.to().equals(number)).toList();
    }

    private static String codeIn(String text) {
        Matcher code = CODE.matcher(text);
        if (!code.find()) {
            throw new IllegalStateException("no code in: " + text);
        }
        return code.group(1);
    }
}
