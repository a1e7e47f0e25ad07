package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.FanBrowser.Visit;
import dev.actionflows.endtoend.Label.RunView;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A fan on the page about a release that the deployment hosts. */
class ReleasePagesIT {
    private final Label label = Label.ready(Deployment.express());
    private final String slug = "low-tide-" + label.projectId.substring(4);
    private final FanOnPage fan = new FanOnPage(label);
    private final FanBrowser browser = fan.browser;

    private String publish(String release) {
        return FanOnPage.publish(label, release, slug);
    }

    private String flowOn(Map<String, Object> trigger) {
        return label.activeFlow(trigger, List.of(label.addToSegment()));
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

        Visit toConnect = fan.press(page, "presave.spotify");
        assertThat(toConnect.status()).isEqualTo(303);
        Visit connected = fan.agree(toConnect.location().orElseThrow());

        assertThat(connected.body())
                .contains("You are connected", page + "?done=presave\">Back to the page");
        RunView saved = label.runWhen(saving, "the run has ended", RunView::hasEnded);

        String phone = Label.phoneNumber();
        Visit signedUp = fan.signUpByText(page, phone);

        assertThat(signedUp.location()).contains(slug + "?done=phone");
        assertThat(browser.visit(page + "?done=phone").body()).contains("role=\"status\"");
        assertThat(label.runWhen(signingUp, "the run has ended", RunView::hasEnded).fanId())
                .isEqualTo(saved.fanId());

        assertThat(fan.press(page, "listened").status()).isEqualTo(204);
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

        fan.pressAndAgree(page, "add_to_library.spotify");
        Visit followed = fan.press(page, "follow.spotify");

        assertThat(followed.location()).contains(slug + "?done=follow");
        String saved = label.runWhen(adding, "the run has ended", RunView::hasEnded).fanId();
        assertThat(label.runWhen(following, "the run has ended", RunView::hasEnded).fanId())
                .isEqualTo(saved);
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
        assertThat(Optional.of(fan.send(label.deployment.baseUrl() + "/r/" + slug, Map.of())))
                .map(Visit::status)
                .contains(404);
    }
}
