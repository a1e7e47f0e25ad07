package dev.actionflows.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.actionflows.endtoend.Label.RunView;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The journeys of the product's concept, each from the templates that the API offers: by what fans
 * do on hosted pages and with the texts that they receive.
 */
class ConceptIT {
    private static final Duration RELEASE_DAY_WITHIN = Duration.ofMinutes(4);

    private final Label label = Label.ready(Deployment.express());
    private final FanOnPage fan = new FanOnPage(label);
    private final String phone = Label.phoneNumberInDaytime();

    private static LocalDate today() {
        return LocalDate.now(ZoneOffset.UTC);
    }

    private static String album() {
        return "spotify:album:" + UUID.randomUUID().toString().replace("-", "").substring(0, 22);
    }

    private String publish(String release) {
        return FanOnPage.publish(
                label, release, "p-" + UUID.randomUUID().toString().substring(0, 18));
    }

    private RunView runAt(String flow, String... steps) {
        return runWithin(Duration.ofSeconds(60), flow, steps);
    }

    private RunView runWithin(Duration timeout, String flow, String... steps) {
        try {
            return label.runsWithin(timeout, flow, 1, it -> it.steps().equals(List.of(steps)))
                    .getFirst();
        } catch (AssertionError e) {
            List<List<String>> runs = label.runs(flow).stream().map(RunView::steps).toList();
            throw new AssertionError("at last, the runs are at " + runs, e);
        }
    }

    private String lastText() {
        return Providers.texts(label.accountSid, phone).getLast();
    }

    /** Until the flows have dealt with this many releases that were saved for the fan. */
    private void awaitSaves(int count) {
        Label.eventually(
                count + " saves are in the fan's timeline",
                () ->
                        Optional.of(timeline())
                                .map(
                                        items ->
                                                items.stream()
                                                        .filter(it -> it.contains("release.saved"))
                                                        .count())
                                .filter(it -> it == count));
    }

    private List<String> timeline() {
        return Label.list(
                        label.deployment
                                .get("/v1/fans/" + label.fan(phone) + "/timeline", label.secretKey)
                                .json(200),
                        "items")
                .stream()
                .map(String::valueOf)
                .toList();
    }

    private void assertTheTrackHasArrived(String album) {
        assertThat(lastText()).startsWith("Low Tide is out! Listen now: ");
        assertThat(new FanBrowser().behind(lastText()))
                .startsWith(
                        "https://open.spotify.com/album/"
                                + album.substring("spotify:album:".length()));
        Label.within(
                RELEASE_DAY_WITHIN,
                "the release is in the library",
                () -> Optional.of(Providers.libraryWrites(album)).filter(it -> it == 1));
    }

    /** Pre-save, prompt to sign up, and on release day the track. */
    @Test
    void a_pre_save_leads_to_a_sign_up_and_on_release_day_to_the_track() {
        String album = album();
        String release = label.release(today().plusDays(30), album);
        String page = publish(release);
        String following = FlowTemplates.messageOnReleaseDay(label, release);

        assertThat(fan.pressAndAgree(page, "presave.spotify").body())
                .contains(page + "?done=presave\">Back to the page");

        RunView waiting =
                runAt(
                        following,
                        "add_to_segment COMPLETED added",
                        "send_text SKIPPED no_phone",
                        "wait WAITING waiting_for_time",
                        "send_text null null");
        assertThat(fan.browser.visit(page + "?done=presave").body())
                .containsSubsequence("it is pre-saved for you", "I agree to texts", "Follow");
        fan.signUpByText(page, phone);
        assertThat(label.fan(phone)).isEqualTo(waiting.fanId());

        label.moveRelease(release, today().minusDays(1));

        runWithin(
                RELEASE_DAY_WITHIN,
                following,
                "add_to_segment COMPLETED added",
                "send_text SKIPPED no_phone",
                "wait COMPLETED waited",
                "send_text COMPLETED accepted");
        assertTheTrackHasArrived(album);
    }

    /** Listen, prompt to save, and the release is in the library. */
    @Test
    void a_listener_is_asked_to_save_and_does() {
        String album = album();
        String release = label.release(today().minusDays(1), album);
        String page = publish(release);
        String saving =
                FlowTemplates.activate(label, "listener-to-saver", Map.of("releaseId", release));
        fan.signUpByText(page, phone);

        assertThat(fan.press(page, "listened").status()).isEqualTo(204);

        runAt(
                saving,
                "add_to_library WAITING not_connected",
                "send_text COMPLETED accepted",
                "send_email SKIPPED earlier_message_sent");
        assertThat(lastText()).startsWith("Glad you listened to Low Tide! Keep it in your library");
        fan.agree(fan.browser.behind(lastText()));
        runAt(
                saving,
                "add_to_library COMPLETED saved",
                "send_text COMPLETED accepted",
                "send_email SKIPPED earlier_message_sent");
        assertThat(Providers.libraryWrites(album)).isEqualTo(1);
    }

    /** Several saves, prompt to follow, and the fan follows. */
    @Test
    void who_saves_several_releases_is_asked_to_follow_and_does() {
        List<String> pages = new ArrayList<>();
        for (int number = 0; number < 3; number++) {
            pages.add(publish(label.release(today().minusDays(1 + number), album())));
        }
        String artist = "spotify:artist:" + album().substring("spotify:album:".length());
        String following =
                FlowTemplates.activate(label, "saves-to-follow", Map.of("spotifyUri", artist));
        fan.signUpByText(pages.getFirst(), phone);
        // Who connected for an older version of the page has not allowed to follow.
        label.connect(label.fan(phone), List.of("user-library-modify"));

        for (int saved = 1; saved <= pages.size(); saved++) {
            assertThat(label.runs(following)).as("after %d saves", saved - 1).isEmpty();
            assertThat(fan.press(pages.get(saved - 1), "add_to_library.spotify").location())
                    .hasValueSatisfying(it -> assertThat(it).endsWith("?done=add-to-library"));
            awaitSaves(saved);
        }

        runAt(following, "follow_artist WAITING reconnect_needed", "send_text COMPLETED accepted");
        assertThat(lastText()).startsWith("You have saved three of our releases! Follow us");
        fan.agree(fan.browser.behind(lastText()));
        runAt(following, "follow_artist COMPLETED followed", "send_text COMPLETED accepted");
        assertThat(Providers.libraryWrites(artist)).isEqualTo(1);
    }

    /** Sign-up by text, a link to pre-save, and on release day the track. */
    @Test
    void a_sign_up_leads_to_a_pre_save_by_link_and_on_release_day_to_the_track() {
        String album = album();
        String release = label.release(today().plusDays(30), album);
        String page = publish(release);
        String welcoming =
                FlowTemplates.activate(
                        label,
                        "presave-for-new-subscribers",
                        Map.of("releaseId", release, "segmentId", label.segment()));
        String following = FlowTemplates.messageOnReleaseDay(label, release);

        fan.signUpByText(page, phone);

        runAt(
                welcoming,
                "pre_save WAITING not_connected",
                "add_to_segment COMPLETED added",
                "send_text COMPLETED accepted");
        assertThat(lastText()).startsWith("Welcome to Night Harbour! Connect your account");
        fan.agree(fan.browser.behind(lastText()));
        RunView first =
                runAt(
                        welcoming,
                        "pre_save COMPLETED registered",
                        "add_to_segment COMPLETED added",
                        "send_text COMPLETED accepted");
        RunView second =
                runAt(
                        following,
                        "add_to_segment COMPLETED added",
                        "send_text COMPLETED accepted",
                        "wait WAITING waiting_for_time",
                        "send_text null null");
        assertThat(second.fanId()).isEqualTo(first.fanId());

        label.moveRelease(release, today().minusDays(1));

        runWithin(
                RELEASE_DAY_WITHIN,
                following,
                "add_to_segment COMPLETED added",
                "send_text COMPLETED accepted",
                "wait COMPLETED waited",
                "send_text COMPLETED accepted");
        assertTheTrackHasArrived(album);
    }
}
