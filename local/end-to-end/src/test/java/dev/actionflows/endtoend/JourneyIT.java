package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Flows that listen to what steps of other flows lead to. */
class JourneyIT {
    private static final int FANS = 3;

    static Stream<Deployment> deployments() {
        return Stream.of(Deployment.express(), Deployment.standard());
    }

    private static Map<String, Object> follow() {
        return Map.of("type", "follow_artist", "artist", Map.of("spotifyUri", Label.ARTIST));
    }

    private static Map<String, @Nullable Object> run(Label label, String id) {
        return label.deployment.get("/v1/runs/" + id, label.secretKey).json(200);
    }

    @SuppressWarnings("unchecked") // the API answers an object
    private static Map<String, @Nullable Object> causeOf(RunView run) {
        Map<String, @Nullable Object> event =
                (Map<String, @Nullable Object>) Objects.requireNonNull(run.document().get("event"));
        return (Map<String, @Nullable Object>) Objects.requireNonNull(event.get("cause"));
    }

    private static Instant time(RunView run, String name) {
        return Instant.parse(Label.text(run.document(), name));
    }

    /** Save, follow, long-term audience: each outcome begins the next flow. */
    @ParameterizedTest
    @MethodSource("deployments")
    void a_saved_release_leads_to_a_follow_and_the_follow_to_a_text(Deployment deployment) {
        Label label = Label.ready(deployment);
        String release = label.pastRelease();
        String saving =
                label.activeFlow(
                        "SAVE", List.of(Map.of("type", "add_to_library", "releaseId", release)));
        String following =
                label.activeFlow(
                        Map.of("type", "release.saved", "releaseId", release), List.of(follow()));
        String welcoming =
                label.activeFlow(
                        Map.of("type", "artist.followed", "artistId", label.artist()),
                        List.of(label.addToSegment(), Label.sendText()));
        List<Duration> delays = new ArrayList<>();
        // quiet hours: nobody asked for the text just now
        List<String> phones =
                Stream.generate(Label::phoneNumberInDaytime).distinct().limit(FANS).toList();
        for (String phone : phones) {
            String fan = label.fan(phone);
            label.connect(fan);

            label.text(phone, "save");

            RunView first = label.runOfWhen(saving, fan, "it has ended", RunView::hasEnded);
            RunView second = label.runOfWhen(following, fan, "it has ended", RunView::hasEnded);
            RunView last =
                    label.runOfWhen(welcoming, fan, "the last run is completed", RunView::hasEnded);
            assertThat(last.steps())
                    .containsExactly(
                            "add_to_segment COMPLETED added", "send_text COMPLETED accepted");
            assertThat(Providers.texts(label.accountSid, phone)).hasSize(1);
            assertThat(causeOf(last))
                    .isEqualTo(
                            Map.of(
                                    "runId",
                                    second.id(),
                                    "step",
                                    0L,
                                    "flowIds",
                                    List.of(saving, following)));
            assertThat(Label.list(run(label, first.id()), "ledTo"))
                    .singleElement()
                    .satisfies(it -> assertThat(it).containsEntry("runId", second.id()));
            delays.add(Duration.between(time(first, "endedAt"), time(second, "startedAt")));
            delays.add(Duration.between(time(second, "endedAt"), time(last, "startedAt")));
        }
        for (String flow : List.of(saving, following, welcoming)) {
            assertThat(label.runs(flow)).hasSize(FANS);
        }
        // a machine that is busy with other tests may delay one or the other
        assertThat(delays.stream().min(Duration::compareTo).orElseThrow())
                .isLessThan(Duration.ofSeconds(5));
    }

    /**
     * Sign-up by text, pre-save, release-day message with the track: the release is out already.
     */
    @Test
    void a_text_leads_to_a_pre_save_and_the_pre_save_to_the_message_of_release_day() {
        Label label = Label.ready(Deployment.express());
        String release = label.pastRelease();
        String saving =
                FlowTemplates.activate(
                        label, "presave-or-link", Map.of("…", "SAVE", "releaseId", release));
        String messaging = FlowTemplates.messageOnReleaseDay(label, release);
        String phone = Label.phoneNumberInDaytime();
        String fan = label.fan(phone);
        label.connect(fan);

        label.text(phone, "save");

        RunView last = label.runWhen(messaging, "the last text is sent", RunView::isCompleted);
        assertThat(last.steps())
                .containsExactly(
                        "add_to_segment COMPLETED added",
                        "send_text COMPLETED accepted",
                        "wait COMPLETED waited",
                        "send_text COMPLETED accepted");
        RunView first = label.runWhen(saving, "nothing is left to do", RunView::isCompleted);
        assertThat(first.steps().getFirst()).isEqualTo("pre_save COMPLETED saved");
        assertThat(causeOf(last)).containsEntry("runId", first.id());
        assertThat(Providers.texts(label.accountSid, phone))
                .hasSize(2)
                .last()
                .asString()
                .satisfies(
                        text -> {
                            assertThat(text).startsWith("Low Tide is out! Listen now: ");
                            assertThat(new FanBrowser().behind(text))
                                    .startsWith("https://open.spotify.com/album/");
                        });
    }

    @Test
    void a_delivered_text_leads_to_the_next_flow_once() {
        Label label = Label.ready(Deployment.express());
        String texting = label.activeFlow("HELLO", List.of(Label.sendText()));
        String following =
                label.activeFlow(
                        Map.of("type", "message.delivered", "flowId", texting),
                        List.of(label.addToSegment()));
        label.text(Label.phoneNumber(), "hello");
        RunView texted = label.runWhen(texting, "it is completed", RunView::isCompleted);
        Map<String, String> message = Providers.messages(label.accountSid).getFirst();

        assertThat(label.reportStatus(message, "sent", "").status()).isEqualTo(204);
        assertThat(label.reportStatus(message, "delivered", "").status()).isEqualTo(204);
        assertThat(label.reportStatus(message, "delivered", "").status()).isEqualTo(204);

        RunView next = label.runWhen(following, "the next run is completed", RunView::isCompleted);
        assertThat(causeOf(next)).containsEntry("runId", texted.id());
        assertThat(Label.list(run(label, texted.id()), "ledTo"))
                .singleElement()
                .satisfies(it -> assertThat(it).containsEntry("runId", next.id()));
    }

    @Test
    void a_click_on_a_link_leads_to_the_next_flow_once_and_opening_it_does_not() {
        Label label = Label.ready(Deployment.express());
        String texting = label.activeFlow("HELLO", List.of(Label.sendText()));
        String following =
                label.activeFlow(
                        Map.of("type", "link.clicked", "flowId", texting),
                        List.of(label.addToSegment()));
        String phone = Label.phoneNumber();
        label.text(phone, "hello");
        RunView texted = label.runWhen(texting, "it is completed", RunView::isCompleted);
        String link = FanBrowser.linkIn(Providers.texts(label.accountSid, phone).getFirst());
        FanBrowser scanner = new FanBrowser();

        assertThat(scanner.visit(link).status()).isEqualTo(200);
        assertThat(scanner.visit(link.substring(0, link.length() - 3) + "000c").status())
                .isEqualTo(404);
        assertThat(visits(label, texted)).containsEntry("openings", 1L).containsEntry("clicks", 0L);
        for (int click = 0; click < 2; click++) {
            assertThat(new FanBrowser().post(link, "null", Map.of()).status()).isEqualTo(204);
        }

        RunView next = label.runWhen(following, "the next run is completed", RunView::isCompleted);
        assertThat(causeOf(next)).containsEntry("runId", texted.id());
        assertThat(visits(label, texted)).containsEntry("openings", 1L).containsEntry("clicks", 2L);
        assertThat(label.runs(following)).hasSize(1);
    }

    /** Who followed the links in the only message of a run. */
    private static Map<String, @Nullable Object> visits(Label label, RunView run) {
        return Label.list(run(label, run.id()), "links").getFirst();
    }

    @Test
    void a_circle_of_three_flows_is_named_and_ends_after_each_flow_was_entered_once() {
        Label label = Label.ready(Deployment.express());
        List<String> segments = List.of(label.segment(), label.segment(), label.segment());
        List<String> flows = new ArrayList<>();
        for (int number = 0; number < segments.size(); number++) {
            flows.add(
                    label.activeFlow(
                            Map.of("type", "segment.entered", "segmentId", segments.get(number)),
                            List.of(join(segments.get((number + 1) % segments.size())))));
        }
        assertThat(Label.list(label.activate(flows.getLast()).json(200), "warnings"))
                .anySatisfy(
                        it ->
                                assertThat(Label.text(it, "detail"))
                                        .contains(flows.get(0), flows.get(1), "back to this flow"));
        label.activeFlow("CIRCLE", List.of(join(segments.getFirst())));
        String phone = Label.phoneNumber();
        String fan = label.fan(phone);

        label.text(phone, "circle");

        Label.eventually(
                "the first flow is not entered again",
                () ->
                        Label.list(
                                        label.deployment
                                                .get(
                                                        "/v1/fans/" + fan + "/timeline",
                                                        label.secretKey)
                                                .json(200),
                                        "items")
                                .stream()
                                .filter(it -> "chain_loop".equals(it.get("reason")))
                                .filter(it -> flows.getFirst().equals(it.get("flowId")))
                                .findFirst());
        RunView last = label.runWhen(flows.getLast(), "it is completed", RunView::isCompleted);
        assertThat(Label.list(run(label, last.id()), "ledTo"))
                .singleElement()
                .satisfies(it -> assertThat(it).containsEntry("reason", "chain_loop"));
        for (String flow : flows) {
            assertThat(label.runs(flow)).hasSize(1);
        }
    }

    private static Map<String, Object> join(String segment) {
        return Map.of("type", "add_to_segment", "segmentId", segment);
    }

    @Test
    void what_the_system_does_is_not_accepted_from_servers() {
        Label label = Label.ready(Deployment.express());

        for (String type : List.of("release.saved", "segment.entered", "message.delivered")) {
            Optional<String> detail =
                    Optional.of(
                            label.deployment
                                    .post(
                                            "/v1/events",
                                            label.secretKey,
                                            Map.of(
                                                    "type",
                                                    type,
                                                    "phone",
                                                    Label.phoneNumber(),
                                                    "releaseId",
                                                    "rel_0000000000000001"))
                                    .json(400)
                                    .toString());
            assertThat(detail.orElseThrow()).contains("/type", "the system itself");
        }
    }
}
