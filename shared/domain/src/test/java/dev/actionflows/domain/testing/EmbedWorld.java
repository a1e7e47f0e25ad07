package dev.actionflows.domain.testing;

import dev.actionflows.domain.connect.FanActions;
import dev.actionflows.domain.embed.Client;
import dev.actionflows.domain.embed.EventIdStore;
import dev.actionflows.domain.embed.EventRequest;
import dev.actionflows.domain.embed.InMemoryEventIdStore;
import dev.actionflows.domain.embed.InMemoryVerificationStore;
import dev.actionflows.domain.embed.PageEvents;
import dev.actionflows.domain.embed.ServerEvents;
import dev.actionflows.domain.embed.VerificationService;
import dev.actionflows.domain.embed.VerificationStore;
import dev.actionflows.domain.fan.FanResolver;
import dev.actionflows.domain.fan.FanStore;
import dev.actionflows.domain.fan.FanToken;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.FlowDefinition;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.ReEntry;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.intake.EventLog;
import dev.actionflows.domain.intake.FlowStarter;
import dev.actionflows.domain.intake.IntakeReader;
import dev.actionflows.domain.intake.ReEntryStore;
import dev.actionflows.domain.messaging.EmailAddress;
import dev.actionflows.domain.messaging.InMemoryMailSender;
import dev.actionflows.domain.messaging.InMemoryTextSender;
import dev.actionflows.domain.messaging.MailFrom;
import dev.actionflows.domain.messaging.MailSender;
import dev.actionflows.domain.messaging.PhoneNumber;
import dev.actionflows.domain.messaging.TextMessage;
import dev.actionflows.domain.messaging.TextSender;
import dev.actionflows.domain.project.Catalog;
import dev.actionflows.domain.project.Project;
import dev.actionflows.domain.rate.InMemoryRateStore;
import dev.actionflows.domain.rate.RateLimiter;
import dev.actionflows.domain.rate.RateLimits;
import dev.actionflows.domain.rate.RateStore;
import dev.actionflows.domain.run.Deadline;
import dev.actionflows.domain.run.ExecutionStarter;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunLedger;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.streaming.StreamingStepSupport;
import dev.actionflows.domain.streaming.InMemoryStreamingService;
import dev.actionflows.domain.streaming.StreamingProvider;
import dev.actionflows.domain.trigger.Trigger;
import dev.actionflows.domain.trigger.TriggerType;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;



/** Events of servers and pages, over a deployment in memory. */
public final class EmbedWorld {
    public static final String ORIGIN = "https://band.example";
    public static final Client CLIENT =
            new Client(Optional.of("203.0.113.7"), Optional.of("Mozilla/5.0"));
    public static final EventRequest.Consent CONSENT =
            new EventRequest.Consent("I want texts from Night Harbour", "2026-11");

    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");

    public final World world;
    public final InMemoryRateStore rates = new InMemoryRateStore();
    public final InMemoryEventIdStore eventIds = new InMemoryEventIdStore();
    public final InMemoryVerificationStore verifications = new InMemoryVerificationStore();
    public final InMemoryTextSender texts = new InMemoryTextSender();
    public final InMemoryMailSender mails = new InMemoryMailSender();
    public final InMemoryStreamingService spotify =
            new InMemoryStreamingService(StreamingProvider.SPOTIFY);

    public EmbedWorld() {
        this(new World());
    }

    public EmbedWorld(World world) {
        this.world = world;
        world.projects.change(
                world.project,
                project ->
                        project.withAllowedOrigins(List.of(ORIGIN))
                                .withEmail(
                                        new MailFrom(
                                                new EmailAddress("hello@label.example"),
                                                Optional.of("Night Harbour"))));
    }

    /** What stands between a use case and its ports, for tests that break something there. */
    public interface Between {
        /** Nothing. */
        Between NOTHING =
                new Between() {
                    @Override
                    public <P> P around(Class<P> type, P port) {
                        return port;
                    }
                };

        <P> P around(Class<P> type, P port);
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

    private RateLimiter limiter(Between between) {
        return new RateLimiter(
                between.around(RateStore.class, rates),
                RateLimits.standard(),
                world.observer,
                world.clock);
    }

    private FlowStarter intake(Between between) {
        return new FlowStarter(
                between.around(RunLedger.class, world.ledger),
                between.around(ReEntryStore.class, world.guards),
                between.around(EventLog.class, world.events),
                between.around(ExecutionStarter.class, world.executions),
                world.observer,
                world.clock);
    }

    private FanResolver resolver(Between between) {
        return new FanResolver(
                between.around(FanStore.class, world.fans),
                world.wakeUps::connectionAboutToBeMet,
                world.wakeUps::connectionMayBeMet,
                world.ids,
                world.clock);
    }

    public ServerEvents serverEvents() {
        return serverEvents(Between.NOTHING);
    }

    public ServerEvents serverEvents(Between between) {
        return new ServerEvents(
                between.around(IntakeReader.class, world.reader),
                between.around(FanStore.class, world.fans),
                resolver(between),
                between.around(Catalog.class, world.catalog),
                between.around(EventIdStore.class, eventIds),
                intake(between),
                world.identities,
                world.vault,
                world.observer,
                world.ids,
                world.clock);
    }

    public PageEvents pageEvents() {
        return pageEvents(Between.NOTHING);
    }

    public PageEvents pageEvents(Between between) {
        return new PageEvents(
                between.around(IntakeReader.class, world.reader),
                between.around(FanStore.class, world.fans),
                intake(between),
                world.identities,
                world.vault,
                between.around(VerificationStore.class, verifications),
                between.around(TextSender.class, texts),
                between.around(MailSender.class, mails),
                new FanActions(
                        new StreamingStepSupport(List.of(spotify), world.fans, world.vault),
                        world.fans,
                        world.catalog,
                        world.clock),
                limiter(between),
                world.observer,
                world.observer,
                world.ids,
                world.clock);
    }

    public VerificationService typedCodes() {
        return typedCodes(Between.NOTHING);
    }

    public VerificationService typedCodes(Between between) {
        return new VerificationService(
                between.around(IntakeReader.class, world.reader),
                between.around(FanStore.class, world.fans),
                resolver(between),
                intake(between),
                world.vault,
                between.around(VerificationStore.class, verifications),
                limiter(between),
                world.observer,
                world.observer,
                world.ids,
                world.clock);
    }

    /** An active flow on one of the triggers that a project has once. */
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
                                List.of(new Step.AddToSegment(world.segment.id())),
                                reEntry,
                                OnFailure.CONTINUE));
        return world.flows.activate(world.project, flow.id());
    }

    public List<Run> runs(Flow flow) {
        return world.ledger.listByFlow(world.project, flow.id(), Optional.empty(), 100).items();
    }

    /** A fan's agreement to texts, as a page or a server sends it. */
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

    /** A fan's agreement to mail. */
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

    /** What a page shows for a fan who proved who they are. */
    public String fanToken(FanId fan, Duration goodFor) {
        return new FanToken(world.vault, "fan")
                .issue(project(), fan, world.clock.instant().plus(goodFor));
    }

    /** The code in the last text. */
    public String textedCode() {
        return codeIn(texts.handedOver().getLast().body());
    }

    /** The code in the last mail. */
    public String mailedCode() {
        return codeIn(mails.handedOver().getLast().text());
    }

    /** A code that is certainly another one. */
    public static String otherThan(String code) {
        return "%06d".formatted((Integer.parseInt(code) + 1) % 1_000_000);
    }

    /** Texts that were handed over for somebody. */
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
