package dev.actionflows.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.actionflows.web.EmbedPage.StreamingButton;
import dev.actionflows.web.StandInApi.Mishap;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;

/** The buttons: redirects to a streaming service and back, and the fan's identity afterwards. */
class StreamingButtonIT extends EmbedFixture {
    private static final String SAVED = "Your pre-save is registered.";

    @Test
    void pre_save_visits_the_streaming_service_and_leaves_no_token_in_the_url() {
        page.open(site.page() + "?tour=1#dates");
        StreamingButton spotify = page.button("release.presaved", "spotify");
        spotify.click();

        awaitReturn("/index.html?tour=1#dates");
        StreamingButton pressed = page.button("release.presaved", "spotify");
        pressed.awaitStatus(SAVED);
        assertThat(pressed.hasFocus()).isTrue();
        Map<String, String> trip = api.trips().getFirst();
        assertThat(trip.keySet())
                .containsExactlyInAnyOrder("provider", "project", "action", "releaseId", "return");
        assertThat(trip)
                .containsEntry("provider", "spotify")
                .containsEntry("project", StandInApi.PROJECT)
                .containsEntry("action", "presave")
                .containsEntry("releaseId", "rel_00000000000000a1");
        assertThat(URI.create(Objects.requireNonNull(trip.get("return"))).getFragment()).isNull();
        assertThat(
                        String.valueOf(
                                chromium.driver()
                                        .executeScript("return JSON.stringify(history.state)")))
                .doesNotContain("ft_");
    }

    @Test
    void a_fan_who_has_connected_gets_the_link_to_disconnect() {
        api.linkToDisconnect();
        page.open(site.page());
        page.button("release.presaved", "spotify").click();

        page.button("release.presaved", "spotify").awaitStatus(SAVED + " Disconnect");

        assertThat(
                        chromium.driver()
                                .executeScript(
                                        "return document.querySelector('.action-flows-status"
                                                + " a').href"))
                .asString()
                .contains("/connect/spotify/disconnect?project=" + StandInApi.PROJECT);
        assertThat(chromium.driver().getCurrentUrl()).isEqualTo(site.page());
    }

    @Test
    void a_connected_fan_needs_no_further_trip() {
        page.open(site.page());
        page.button("release.presaved", "apple_music").click();
        page.button("release.presaved", "apple_music").awaitStatus(SAVED);

        StreamingButton follow = page.button("artist.followed", "spotify");
        follow.click();
        follow.awaitStatus("You follow Midnight Arcade.");
        StreamingButton nextSave = page.button("nextsave.opted_in", "spotify");
        nextSave.click();
        nextSave.awaitStatus("You have asked for all future releases.");

        assertThat(api.trips()).hasSize(1);
        assertThat(api.received())
                .extracting(
                        it -> it.get("type"), it -> it.get("artistId"), it -> it.get("fanToken"))
                .containsExactly(
                        tuple("artist.followed", "art_00000000000000b2", "ft_connected"),
                        tuple("nextsave.opted_in", "art_00000000000000b2", "ft_connected"));
    }

    @Test
    void a_link_works_like_a_button_and_acts_once_at_a_time() {
        site.changePage(
                it ->
                        it.replace(
                                "</main>",
                                "<a href=\"#none\" data-action-flows=\"artist.followed\""
                                        + " data-provider=\"apple_music\" data-artist-id=\"art_1\""
                                        + " data-done=\"You follow.\">Follow</a></main>"));
        page.open(site.page());
        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);
        CountDownLatch latch = new CountDownLatch(1);
        api.next(new Mishap.Held(latch));

        StreamingButton link = page.button("artist.followed", "apple_music");
        link.click();
        link.click();
        latch.countDown();

        link.awaitStatus("You follow.");
        assertThat(api.received()).hasSize(1);
        assertThat(chromium.driver().getCurrentUrl()).isEqualTo(site.page());
    }

    @Test
    void a_connected_fan_needs_no_further_trip_after_a_reload() {
        page.open(site.page());
        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);
        page.open(site.page());

        StreamingButton follow = page.button("artist.followed", "spotify");
        follow.click();
        follow.awaitStatus("You follow Midnight Arcade.");
    }

    @Test
    void a_verified_fan_without_a_connection_connects_with_their_fan_token() {
        api.disconnect("ft_verified");
        page.open(site.page());
        texts.signUp("+14155550100");
        texts.enterCode(StandInApi.CODE);
        texts.awaitStep("done");

        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);

        assertThat(api.trips().getFirst()).containsEntry("fan_token", "ft_verified");
    }

    @Test
    void a_fan_with_an_unusable_connection_connects_again() {
        for (String reason : List.of("reconnect_needed", "not_connected")) {
            page.open(site.page());
            page.button("release.presaved", "spotify").click();
            page.button("release.presaved", "spotify").awaitStatus(SAVED);
            api.next(
                    new Mishap.Refused(
                            200,
                            Map.of("id", "web:1", "status", "accepted", "reason", reason),
                            Map.of()));

            page.button("artist.followed", "spotify").click();
            page.button("artist.followed", "spotify").awaitStatus("You follow Midnight Arcade.");

            assertThat(api.trips().getLast())
                    .containsEntry("action", "follow")
                    .containsEntry("fan_token", "ft_connected");
            chromium.newTab();
        }
    }

    @Test
    void an_invalid_fan_token_is_discarded() {
        page.open(site.page());
        texts.signUp("+14155550100");
        texts.enterCode(StandInApi.CODE);
        texts.awaitStep("done");
        api.forgetFans();

        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);

        assertThat(api.trips().getFirst()).doesNotContainKey("fan_token");
    }

    @Test
    void a_sign_up_with_an_invalid_fan_token_is_retried_without_it() {
        page.open(site.page());
        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);
        api.forgetFans();

        texts.signUp("+14155550100");
        texts.awaitStep("code");

        assertThat(api.received())
                .extracting(it -> it.get("fanToken"))
                .containsExactly("ft_connected", null);
    }

    @Test
    void a_known_fan_needs_no_code() {
        page.open(site.page());
        page.button("release.presaved", "spotify").click();
        page.button("release.presaved", "spotify").awaitStatus(SAVED);

        texts.signUp("+14155550100");

        texts.awaitStep("done");
    }

    @Test
    void a_fan_who_declines_sees_that_nothing_was_saved() {
        api.nextReturn("refused", null);
        page.open(site.page());
        page.button("artist.followed", "spotify").click();

        page.button("artist.followed", "spotify")
                .awaitStatus("Nothing was saved: you did not agree at the streaming service.");
        awaitReturn("/index.html");
    }

    @Test
    void a_fan_token_from_a_foreign_link_is_not_used() {
        page.open(
                site.page()
                        + "#action_flows=done&fan_token=ft_of_somebody_else&ends_at=2099-01-01T00:00:00Z");
        awaitReturn("/index.html");

        page.button("artist.followed", "spotify").click();
        page.button("artist.followed", "spotify").awaitStatus("You follow Midnight Arcade.");

        assertThat(api.received()).isEmpty();
        assertThat(api.trips())
                .singleElement()
                .satisfies(it -> assertThat(it).doesNotContainKey("fan_token"));
    }

    private void awaitReturn(String path) {
        page.awaitUrl("back at " + path, url -> url.equals(site.origin() + path));
    }
}
