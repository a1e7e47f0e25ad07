package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.FanBrowser.Visit;
import dev.actionflows.endtoend.Label.RunView;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A fan on the page about a release that the deployment hosts. */
class ReleasePagesIT {
    private static final Pattern CODE = Pattern.compile("\\b([0-9]{6})\\b");

    private final Label label = Label.ready(Deployment.express());
    private final String slug = "low-tide-" + label.projectId.substring(4);
    private final FanBrowser browser = new FanBrowser();

    private String publish(String release) {
        return Label.text(
                label.deployment
                        .put(
                                "/v1/releases/" + release + "/page",
                                label.secretKey,
                                Map.of(
                                        "slug", slug,
                                        "artistId", label.artist(),
                                        "coverUrl", "https://images.label.example/low-tide.webp",
                                        "track",
                                                Map.of(
                                                        "title",
                                                        "Low Tide",
                                                        "audioUrl",
                                                        "https://audio.label.example/tide.mp3"),
                                        "text",
                                                Map.of(
                                                        "wording",
                                                        "I agree to texts",
                                                        "version",
                                                        "1",
                                                        "countryCode",
                                                        "1")))
                        .json(200),
                "url");
    }

    private String flowOn(Map<String, Object> trigger) {
        return label.activeFlow(trigger, List.of(label.addToSegment()));
    }

    private String origin() {
        return URI.create(label.deployment.baseUrl())
                .resolve("/")
                .toString()
                .replaceFirst("/$", "");
    }

    private Visit send(String page, Map<String, String> form) {
        Map<String, String> all = new HashMap<>(form);
        all.putIfAbsent("id", UUID.randomUUID().toString().replace("-", ""));
        return browser.post(page, origin(), all);
    }

    private String textedCode(String phone) {
        return Label.eventually(
                "a code was texted",
                () ->
                        Providers.texts(label.accountSid, phone).stream()
                                .map(CODE::matcher)
                                .filter(Matcher::find)
                                .map(it -> it.group(1))
                                .findFirst());
    }

    /** Pre-save, then the prompt to sign up: the concept's first journey up to release day. */
    @Test
    void a_visitor_pre_saves_signs_up_and_listens_as_one_fan() {
        String release = label.upcomingRelease();
        String page = publish(release);
        String saving = flowOn(Map.of("type", "release.presaved", "releaseId", release));
        String signingUp = flowOn(Map.of("type", "sms.opted_in"));
        String listening = flowOn(Map.of("type", "track.listened", "releaseId", release));
        assertThat(browser.visit(page).body())
                .contains("<h1>Low Tide</h1>", "Pre-save on Spotify</button>");

        Visit toConnect = send(page, Map.of("do", "presave.spotify"));
        assertThat(toConnect.status()).isEqualTo(303);
        Visit connected =
                browser.visit(
                        browser.agreeAfter(
                                toConnect.location().orElseThrow(), "fan-of-" + label.projectId));

        assertThat(connected.body()).contains("You are connected", page + "\">Back to the page");
        RunView saved = label.runWhen(saving, "the run has ended", RunView::hasEnded);

        String phone = Label.phoneNumber();
        Visit sent = send(page, Map.of("do", "sign-up.phone", "address", phone, "agreed", "yes"));
        assertThat(sent.body()).contains("Enter your code", phone);
        Map<String, String> code = new HashMap<>(FanBrowser.hidden(sent));
        code.put("code", textedCode(phone));
        Visit signedUp = send(page, code);

        assertThat(signedUp.location()).contains(slug + "?done=phone");
        assertThat(browser.visit(page + "?done=phone").body()).contains("role=\"status\"");
        assertThat(label.runWhen(signingUp, "the run has ended", RunView::hasEnded).fanId())
                .isEqualTo(saved.fanId());

        assertThat(send(page, Map.of("do", "listened")).status()).isEqualTo(204);
        assertThat(label.runWhen(listening, "the run has ended", RunView::hasEnded).fanId())
                .isEqualTo(saved.fanId());
    }

    @Test
    void from_release_day_the_address_leads_to_the_service_and_a_known_fan_acts_at_once() {
        String release = label.pastRelease();
        String page = publish(release);
        String adding = flowOn(Map.of("type", "release.added_to_library", "releaseId", release));
        String following = flowOn(Map.of("type", "artist.followed", "artistId", artistOf(release)));
        assertThat(browser.visit(page).body())
                .contains("Out now", "href=\"https://open.spotify.com/album/");

        browser.visit(
                browser.agreeAfter(
                        send(page, Map.of("do", "add_to_library.spotify")).location().orElseThrow(),
                        "fan-of-" + label.projectId));
        Visit followed = send(page, Map.of("do", "follow.spotify"));

        assertThat(followed.location()).contains(slug + "?done=follow");
        String fan = label.runWhen(adding, "the run has ended", RunView::hasEnded).fanId();
        assertThat(label.runWhen(following, "the run has ended", RunView::hasEnded).fanId())
                .isEqualTo(fan);
    }

    private String artistOf(String release) {
        return Label.text(
                label.deployment
                        .get("/v1/releases/" + release + "/page", label.secretKey)
                        .json(200),
                "artistId");
    }

    @Test
    void an_address_without_a_page_is_not_found() {
        assertThat(browser.visit(label.deployment.baseUrl() + "/r/" + slug).status())
                .isEqualTo(404);
        assertThat(Optional.of(send(label.deployment.baseUrl() + "/r/" + slug, Map.of())))
                .map(Visit::status)
                .contains(404);
    }
}
