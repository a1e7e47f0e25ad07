package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.assertj.core.data.Index;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/** The mission's own example on both types of workflow. */
class MissionIT {
    static Stream<Deployment> deployments() {
        return Stream.of(Deployment.express(), Deployment.standard());
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void a_connected_fan_texts_presave_and_all_four_steps_are_done(Deployment deployment) {
        Label label = Label.ready(deployment);
        String segment = label.segment();
        String flow =
                label.activeFlow("PRESAVE", label.missionSteps(label.upcomingRelease(), segment));
        String phone = Label.phoneNumber();
        label.connect(label.fan(phone));

        assertThat(label.text(phone, "  presave ").status()).isEqualTo(200);

        RunView run = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(run.steps())
                .containsExactly(
                        "pre_save COMPLETED registered",
                        "follow_artist COMPLETED followed",
                        "add_to_segment COMPLETED added",
                        "send_text COMPLETED accepted");
        assertThat(Providers.texts(label.accountSid, phone))
                .containsExactly("Thanks from Night Harbour!");
        assertThat(
                        Label.list(
                                label.deployment
                                        .get(
                                                "/v1/segments/" + segment + "/members",
                                                label.secretKey)
                                        .json(200),
                                "items"))
                .extracting(member -> member.get("fanId"))
                .containsExactly(run.fanId());
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void a_fan_without_a_connection_gets_a_link_and_the_steps_follow(Deployment deployment) {
        Label label = Label.ready(deployment);
        String flow =
                label.activeFlow(
                        "PRESAVE", label.missionSteps(label.pastRelease(), label.segment()));
        String phone = Label.phoneNumber();

        label.text(phone, "Presave!");

        RunView waiting = label.runWhen(flow, "the run waits", RunView::isWaiting);
        assertThat(waiting.steps())
                .containsExactly(
                        "pre_save WAITING not_connected",
                        "follow_artist WAITING not_connected",
                        "add_to_segment COMPLETED added",
                        "send_text COMPLETED accepted");
        List<String> texts = Providers.texts(label.accountSid, phone);
        assertThat(texts).hasSize(1);
        assertThat(texts.getFirst())
                .startsWith("Thanks from Night Harbour! Connect: " + deployment.baseUrl() + "/l/");
        assertThat(new FanBrowser().behind(texts.getFirst()))
                .startsWith(
                        deployment.baseUrl()
                                + "/connect/spotify/start?project="
                                + label.projectId
                                + "&t=");

        label.connect(waiting.fanId());

        RunView done = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(done.steps())
                .containsExactly(
                        "pre_save COMPLETED saved",
                        "follow_artist COMPLETED followed",
                        "add_to_segment COMPLETED added",
                        "send_text COMPLETED accepted");
        assertThat(Providers.texts(label.accountSid, phone)).hasSize(1);
        assertThat(done.id()).isEqualTo(waiting.id());
    }

    @ParameterizedTest
    @MethodSource("deployments")
    void a_flow_fills_the_library_and_opts_in_to_future_releases(Deployment deployment) {
        Label label = Label.ready(deployment);
        String track = "spotify:track:" + randomId();
        String playlist = "spotify:playlist:" + randomId();
        String flow =
                label.activeFlow(
                        "LIBRARY",
                        List.of(
                                Map.of("type", "add_to_library", "releaseId", label.pastRelease()),
                                addToLibrary("track", track),
                                addToLibrary("playlist", playlist),
                                Map.of("type", "next_save", "artistId", label.artist()),
                                Label.sendText()));
        String phone = Label.phoneNumber();
        String fan = label.fan(phone);
        label.connect(fan, List.of("user-library-modify"));

        label.text(phone, "library");

        RunView waiting = label.runWhen(flow, "the run waits", RunView::isWaiting);
        assertThat(waiting.steps())
                .containsExactly(
                        "add_to_library COMPLETED saved",
                        "add_to_library COMPLETED saved",
                        "add_to_library WAITING reconnect_needed",
                        "next_save COMPLETED registered",
                        "send_text COMPLETED accepted");
        assertThat(Providers.texts(label.accountSid, phone))
                .singleElement()
                .extracting(new FanBrowser()::behind)
                .asString()
                .contains("/connect/spotify/start?project=" + label.projectId);
        assertThat(Providers.libraryWrites(track)).isEqualTo(1);
        assertThat(Providers.libraryWrites(playlist)).isZero();

        label.connect(fan, List.of("user-library-modify", "playlist-modify-public"));

        RunView done = label.runWhen(flow, "the run is completed", RunView::isCompleted);
        assertThat(done.steps()).contains("add_to_library COMPLETED saved", Index.atIndex(2));
        assertThat(Providers.libraryWrites(playlist)).isEqualTo(1);
        assertThat(Providers.libraryWrites(track)).isEqualTo(1);
    }

    private static Map<String, Object> addToLibrary(String kind, String uri) {
        return Map.of("type", "add_to_library", kind, Map.of("spotifyUri", uri));
    }

    /** In the form of Spotify's, so that the stub's record of requests is this test's. */
    private static String randomId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 22);
    }
}
