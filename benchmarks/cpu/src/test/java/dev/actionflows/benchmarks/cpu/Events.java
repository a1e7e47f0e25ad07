package dev.actionflows.benchmarks.cpu;

import dev.actionflows.aws.SfnExecutionStarter;
import dev.actionflows.domain.event.EventId;
import dev.actionflows.domain.event.FanEvent;
import dev.actionflows.domain.flow.Flow;
import dev.actionflows.domain.flow.OnFailure;
import dev.actionflows.domain.flow.TriggerClaim;
import dev.actionflows.domain.id.FanId;
import dev.actionflows.domain.id.RunId;
import dev.actionflows.domain.messaging.MessageTemplate;
import dev.actionflows.domain.run.Run;
import dev.actionflows.domain.run.RunKey;
import dev.actionflows.domain.run.SampleSubjects;
import dev.actionflows.domain.step.AddToSegmentStep;
import dev.actionflows.domain.step.LibraryItem;
import dev.actionflows.domain.step.OnUnmet;
import dev.actionflows.domain.step.Step;
import dev.actionflows.domain.step.StepType;
import dev.actionflows.domain.testing.World;
import dev.actionflows.domain.trigger.TriggerType;
import dev.actionflows.json.Json;
import dev.actionflows.testkit.SampleEvents;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Events of one known fan who has connected Spotify. */
final class Events {
    private static final MessageTemplate TEXT =
            new MessageTemplate(
                    "Thanks!{{#connect_link}} Connect Spotify: {{connect_link}}{{/connect_link}}");

    /** The types of the mission's example, in this order. */
    static final List<StepType> FOUR_STEPS =
            List.of(
                    StepType.PRE_SAVE,
                    StepType.FOLLOW_ARTIST,
                    StepType.ADD_TO_SEGMENT,
                    StepType.SEND_TEXT);

    private static final Map<String, @Nullable Object> TICKET = sample("send-text/ticket.json");

    private final World world;
    private final FanId fan;

    Events(World world) {
        this.world = world;
        this.fan = world.fan(World.FAN_NUMBER);
        world.connect(fan);
    }

    /** Signed texts with the keyword of a flow, as API Gateway delivers them. */
    List<byte[]> texts(int count) {
        flow("PRESAVE", new Step.SendText(TEXT, OnUnmet.HOLD));
        return IntStream.range(0, count).mapToObj(this::text).toList();
    }

    /** The same for a flow of four steps, which the fan enters with each text. */
    List<byte[]> textsOfFourSteps(int count) {
        world.activeFlow(
                world.definition(
                        "PRESAVE",
                        OnFailure.CONTINUE,
                        new Step.PreSave(world.release.id(), OnUnmet.DEFER),
                        new Step.FollowArtist(World.ARTIST, OnUnmet.DEFER),
                        new AddToSegmentStep(world.segment.id()),
                        new Step.SendText(TEXT, OnUnmet.HOLD)));
        return IntStream.range(0, count).mapToObj(this::text).toList();
    }

    /** Tickets for the only step of one run each. */
    List<byte[]> tickets(StepType type, int count) {
        Step step =
                world.application
                        .steps()
                        .of(type)
                        .sample(
                                new SampleSubjects(
                                        world.release.id(),
                                        world.artist.id(),
                                        World.ARTIST,
                                        new LibraryItem.Track(World.TRACK),
                                        world.segment.id()),
                                OnUnmet.HOLD);
        Flow flow = flow("PRESAVE", step);
        return IntStream.range(0, count).mapToObj(number -> ticket(flow, number)).toList();
    }

    private Flow flow(String keyword, Step step) {
        return world.activeFlow(keyword, OnFailure.CONTINUE, step);
    }

    private byte[] ticket(Flow flow, int number) {
        EventId event = new EventId("sms:SM" + number);
        Run run =
                Run.begin(
                        new RunKey(
                                world.project,
                                RunId.of(world.project, flow.id(), fan, event.value())),
                        fan,
                        new FanEvent(
                                event,
                                TriggerType.SMS_KEYWORD,
                                flow.definition().trigger().scope(),
                                world.clock.instant()),
                        TriggerClaim.of(flow),
                        world.clock.instant());
        world.ledger.putIfAbsent(run);
        Map<String, @Nullable Object> ticket = sampleTicket();
        ticket.putAll(SfnExecutionStarter.input(run, false));
        ticket.put("index", 0);
        ticket.put("first", true);
        return bytes(ticket);
    }

    static Map<String, @Nullable Object> sampleTicket() {
        return new HashMap<>(TICKET);
    }

    private byte[] text(int number) {
        Map<String, String> form = new TreeMap<>();
        form.put("MessageSid", "SM%032x".formatted(number));
        form.put("AccountSid", "AC00000000000000000000000000000001");
        form.put("From", World.FAN_NUMBER.e164());
        form.put("To", World.PROJECT_NUMBER.e164());
        form.put("Body", "  presave ");
        form.put("NumMedia", "0");
        Map<String, @Nullable Object> event = sample("sms-webhook/keyword.json");
        Map<Object, @Nullable Object> headers = new HashMap<>((Map<?, ?>) event.get("headers"));
        headers.put("X-Twilio-Signature", signature(form));
        event.put("headers", headers);
        event.put(
                "body",
                form.entrySet().stream()
                        .map(
                                it ->
                                        it.getKey()
                                                + "="
                                                + URLEncoder.encode(
                                                        it.getValue(), StandardCharsets.UTF_8))
                        .collect(Collectors.joining("&")));
        return bytes(event);
    }

    private String signature(Map<String, String> sortedForm) {
        StringBuilder signed =
                new StringBuilder("https://flows.example.com/webhooks/sms/" + world.project);
        sortedForm.forEach((name, value) -> signed.append(name).append(value));
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(
                    new SecretKeySpec(
                            World.AUTH_TOKEN.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder()
                    .encodeToString(
                            mac.doFinal(signed.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA1", e);
        }
    }

    private static Map<String, @Nullable Object> sample(String path) {
        try {
            return new HashMap<>(Json.readObject(SampleEvents.open(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(Map<String, @Nullable Object> event) {
        return Json.write(event).getBytes(StandardCharsets.UTF_8);
    }
}
